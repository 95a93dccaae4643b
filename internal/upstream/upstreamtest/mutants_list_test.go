package upstreamtest_test

import (
	"context"
	"slices"
	"strings"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest"
)

func listMutants() []mutant {
	const (
		complete = "the walk over a list has everything once, whatever the limit"
		size     = "a page holds at most as many items as it may"
		position = "a position is short and holds no credential"
		foreign  = "a position from elsewhere is a bad position"
		filter   = "a filter hides nobody who matches"
	)
	somebody := upstreamtest.FakeWorld(simkit.Options{People: 23, Seed: 1}).People()[0]
	return []mutant{
		{"stops at a short page", complete, bentPage(func(_ upstream.UserQuery, p *page) {
			if len(p.Items) < 7 {
				p.Next = ""
			}
		})},
		{"repeats a user", complete, bentPage(func(_ upstream.UserQuery, p *page) {
			if len(p.Items) > 4 {
				p.Items[4] = p.Items[0]
			}
		})},
		{"drops a user of the last page", complete, bentPage(func(_ upstream.UserQuery, p *page) {
			if p.Next == "" && len(p.Items) > 0 {
				p.Items = p.Items[1:]
			}
		})},
		{"never ends", complete, bentPage(func(_ upstream.UserQuery, p *page) { p.Next = "1" })},
		{"returns more than the limit", size, bentFake(func(b *bent) {
			b.list = func(ctx context.Context, q upstream.UserQuery) (page, error) {
				q.Limit++
				return b.whole.ListUsers(ctx, q)
			}
		})},
		{"has a long position", position, bentPosition(strings.Repeat("0", 300))},
		{"has a secret in the position", position, bentPosition(somebody.Secrets["password"])},
		{"takes any position for the first", foreign, bentFake(func(b *bent) {
			b.list = func(ctx context.Context, q upstream.UserQuery) (page, error) {
				out, err := b.whole.ListUsers(ctx, q)
				if upstream.IsKind(err, upstream.BadPosition) {
					q.At = ""
					return b.whole.ListUsers(ctx, q)
				}
				return out, err
			}
		})},
		{"takes a condition of one side for one of both", filter, bentPage(func(q upstream.UserQuery, p *page) {
			if or, ok := q.Filter.(upstream.Or); ok {
				keepEmail(p, or.Left)
			}
		})},
		{"compares e-mails letter by letter", filter, bentPage(func(q upstream.UserQuery, p *page) { keepEmail(p, q.Filter) })},
	}
}

// keepEmail drops whoever has not exactly the e-mail that the filter implies.
func keepEmail(p *page, f upstream.Filter) {
	if email, ok := upstream.Implied(f, "email"); ok {
		p.Items = slices.DeleteFunc(p.Items, func(u upstream.User) bool { return u.Email == nil || *u.Email != email })
	}
}
