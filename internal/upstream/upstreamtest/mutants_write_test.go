package upstreamtest_test

import (
	"context"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

func writeMutants() []mutant {
	const (
		asked    = "a created user is in the directory as asked"
		twice    = "creating a user twice is a conflict"
		putNew   = "a put creates the user who is not there"
		replaces = "a put replaces the user who is there"
		empties  = "a put empties what it does not mention"
		gone     = "a deleted user is gone, and nobody else"
	)
	return []mutant{
		{"forgets the title", asked, bentDraft(func(d *upstream.UserDraft) { d.Title = nil })},
		{"forgets the password", asked, bentDraft(func(d *upstream.UserDraft) { d.Password = nil })},
		{"forgets the role in a group", asked, bentDraft(func(d *upstream.UserDraft) {
			d.Groups = []upstream.Membership{{NativeID: d.Groups[0].NativeID}}
		})},
		{"answers what is not true", asked, bentFake(func(b *bent) {
			b.create = func(ctx context.Context, d upstream.UserDraft) (upstream.User, error) {
				u, err := b.whole.CreateUser(ctx, d)
				u.Active = new(true)
				return u, err
			}
		})},
		{"overwrites without a word", twice, bentFake(func(b *bent) {
			b.create = func(ctx context.Context, d upstream.UserDraft) (upstream.User, error) {
				result, err := b.whole.PutUser(ctx, d)
				return result.User, err
			}
		})},
		{"never says that a user is new", putNew, bentPut(func(_ context.Context, _ whole, r *upstream.PutResult) { r.Created = false })},
		{"always says that a user is new", replaces, bentPut(func(_ context.Context, _ whole, r *upstream.PutResult) { r.Created = true })},
		{"changes another user too", replaces, bentPut(func(ctx context.Context, w whole, _ *upstream.PutResult) {
			list, _ := w.ListUsers(ctx, upstream.UserQuery{Limit: 1})
			_, _ = w.UpdateUser(ctx, upstream.UserPatch{ID: list.Items[0].NativeID, Title: upstream.Set("Other")})
		})},
		{"keeps what a put leaves out", empties, bentFake(func(b *bent) {
			b.put = func(ctx context.Context, d upstream.UserDraft) (upstream.PutResult, error) {
				if d.Title == nil {
					d.Title = new("kept")
				}
				return b.whole.PutUser(ctx, d)
			}
		})},
		{"deletes another user too", gone, bentFake(func(b *bent) {
			b.remove = func(ctx context.Context, r upstream.UserRef) (struct{}, error) {
				list, _ := b.whole.ListUsers(ctx, upstream.UserQuery{Limit: 1, At: "9"})
				_, _ = b.whole.DeleteUser(ctx, upstream.UserRef{ID: list.Items[0].NativeID})
				return b.whole.DeleteUser(ctx, r)
			}
		})},
		{"announces whom it deletes", gone, bentFake(func(b *bent) {
			b.remove = func(ctx context.Context, r upstream.UserRef) (struct{}, error) {
				_, _ = b.whole.(upstream.AnnouncementCreator).CreateAnnouncement(ctx, upstream.AnnouncementDraft{Title: "Gone"})
				return b.whole.DeleteUser(ctx, r)
			}
		})},
		{"only switches off whom it should delete", gone, bentFake(func(b *bent) {
			b.remove = func(ctx context.Context, r upstream.UserRef) (struct{}, error) {
				_, err := b.whole.UpdateUser(ctx, upstream.UserPatch{ID: r.ID, Active: upstream.Set(false)})
				return struct{}{}, err
			}
		})},
	}
}
