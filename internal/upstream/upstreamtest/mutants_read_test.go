package upstreamtest_test

import (
	"context"
	"net/url"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

func readMutants() []mutant {
	const (
		listed  = "a listed user says what the directory says"
		read    = "a user that is read says what the directory says"
		awkward = "a user with an awkward id is found"
		unknown = "what nobody knows is not found"
	)
	return []mutant{
		{"says false for an unknown active", listed, bentUser(func(u *upstream.User) {
			if u.Active == nil {
				u.Active = new(false)
			}
		})},
		{"says no groups for unknown groups", listed, bentUser(func(u *upstream.User) {
			if u.Groups == nil {
				u.Groups = []upstream.Membership{}
			}
		})},
		{"says the zero date for an unknown one", read, bentUser(func(u *upstream.User) {
			if u.CreatedAt == nil {
				u.CreatedAt = &time.Time{}
			}
		})},
		{"says an empty text for an unknown one", read, bentUser(func(u *upstream.User) {
			if u.Title == nil {
				u.Title = new("")
			}
		})},
		{"says dates in another zone", listed, bentUser(func(u *upstream.User) {
			if u.ModifiedAt != nil {
				u.ModifiedAt = new(u.ModifiedAt.In(time.FixedZone("CET", 3600)))
			}
		})},
		{"drops the role in a group", read, bentUser(func(u *upstream.User) {
			for i := range u.Groups {
				u.Groups[i].RoleID = nil
			}
		})},
		{"says an extension that it does not describe", read, bentUser(func(u *upstream.User) {
			u.Extensions = map[string]any{"shoeSize": 43}
		})},
		{"unescapes the id once more", awkward, bentFake(func(b *bent) {
			b.get = func(ctx context.Context, r upstream.UserRef) (upstream.User, error) {
				if id, err := url.PathUnescape(r.ID); err == nil {
					r.ID = id
				}
				return b.whole.GetUser(ctx, r)
			}
		})},
		{"makes an empty user of an unknown one", unknown, bentFake(func(b *bent) {
			b.get = func(ctx context.Context, r upstream.UserRef) (upstream.User, error) {
				u, err := b.whole.GetUser(ctx, r)
				if upstream.IsKind(err, upstream.NotFound) {
					return upstream.User{NativeID: r.ID}, nil
				}
				return u, err
			}
		})},
		{"rejects an unknown user", unknown, bentFake(func(b *bent) {
			b.remove = func(ctx context.Context, r upstream.UserRef) (struct{}, error) {
				_, err := b.whole.DeleteUser(ctx, r)
				return struct{}{}, otherKind(err, upstream.NotFound, upstream.Rejected)
			}
		})},
	}
}
