package upstreamtest_test

import (
	"context"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

func patchMutants() []mutant {
	const (
		mentions = "a patch changes what it mentions"
		others   = "a patch of one field leaves the others"
		null     = "a patch with null clears"
		active   = "active can be switched off and on again"
	)
	return []mutant{
		{"forgets the e-mail of a patch", mentions, bentPatch(func(p *upstream.UserPatch) { p.Email = upstream.Change[string]{} })},
		{"forgets the extensions of a patch", mentions, bentPatch(func(p *upstream.UserPatch) { p.Extensions = nil })},
		{"changes another field on a patch", others, bentPatch(func(p *upstream.UserPatch) { p.Language = upstream.Set("xx") })},
		{"takes null for silence", null, bentPatch(func(p *upstream.UserPatch) {
			if p.Title.Null() {
				p.Title = upstream.Change[string]{}
			}
		})},
		{"takes a cleared list for silence", null, bentPatch(func(p *upstream.UserPatch) {
			if p.Roles.Null() {
				p.Roles = upstream.Change[[]string]{}
			}
		})},
		{"flips active whatever is asked", active, bentFake(func(b *bent) {
			b.update = func(ctx context.Context, p upstream.UserPatch) (upstream.User, error) {
				u, _ := b.whole.GetUser(ctx, upstream.UserRef{ID: p.ID})
				p.Active = upstream.Set(u.Active == nil || !*u.Active)
				return b.whole.UpdateUser(ctx, p)
			}
		})},
	}
}
