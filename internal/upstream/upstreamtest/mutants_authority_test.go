package upstreamtest_test

import (
	"context"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

func authorityMutants() []mutant {
	const (
		nothing   = "what the caller's credential opens is asked with nothing of the connection's"
		refused   = "a caller's credential that is refused is the caller's to mend"
		malformed = "an answer that is not the vendor's is malformed and never a success"
		echo      = "no error repeats a credential that the vendor echoes"
		segment   = "an awkward id is one segment of its operation's path"
		exactly   = "a dry run plans exactly what a real call sends"
	)
	asking := func(spoil func(upstream.PresentedToken, upstream.Introspection, error) (upstream.Introspection, error)) func(*bent, *mini) {
		return func(b *bent, _ *mini) {
			b.ask = func(ctx context.Context, t upstream.PresentedToken) (upstream.Introspection, error) {
				verdict, err := b.whole.IntrospectToken(ctx, t)
				return spoil(t, verdict, err)
			}
		}
	}
	return []mutant{
		{"asks with its own key too", nothing, bentMini(func(b *bent, m *mini) {
			b.ask = func(ctx context.Context, t upstream.PresentedToken) (upstream.Introspection, error) {
				m.follow(ctx, "self")
				return b.whole.IntrospectToken(ctx, t)
			}
		})},
		{"knows a login without asking", nothing, bentMini(func(b *bent, _ *mini) {
			b.issue = func(context.Context, upstream.PasswordGrant) (upstream.Token, error) { return upstream.Token{}, nil }
		})},
		{"takes a refused login for its own key", refused, bentMini(func(b *bent, _ *mini) {
			b.issue = func(ctx context.Context, g upstream.PasswordGrant) (upstream.Token, error) {
				t, err := b.whole.IssueToken(ctx, g)
				return t, otherKind(err, upstream.InvalidGrant, upstream.Credentials)
			}
		})},
		{"takes a refused token for an error", refused, bentMini(asking(func(_ upstream.PresentedToken, i upstream.Introspection, err error) (upstream.Introspection, error) {
			if err == nil && !i.Active {
				err = &upstream.Error{Kind: upstream.InvalidGrant}
			}
			return i, err
		}))},
		{"takes an unreadable verdict for a no", malformed, bentMini(asking(func(_ upstream.PresentedToken, i upstream.Introspection, err error) (upstream.Introspection, error) {
			if upstream.IsKind(err, upstream.Malformed) {
				return upstream.Introspection{}, nil
			}
			return i, err
		}))},
		{"takes an unreadable login for a token", malformed, bentMini(func(b *bent, _ *mini) {
			b.issue = func(ctx context.Context, g upstream.PasswordGrant) (upstream.Token, error) {
				t, err := b.whole.IssueToken(ctx, g)
				if upstream.IsKind(err, upstream.Malformed) {
					return upstream.Token{}, nil
				}
				return t, err
			}
		})},
		{"says which token it is that is not good", echo, bentMini(asking(func(t upstream.PresentedToken, i upstream.Introspection, err error) (upstream.Introspection, error) {
			if err == nil && !i.Active {
				i.TokenID = new(t.Token.Reveal())
			}
			return i, err
		}))},
		{"puts the second id into a path as it is", segment, bentMini(func(b *bent, m *mini) {
			b.join = func(ctx context.Context, r upstream.MemberRef) (struct{}, error) {
				m.follow(ctx, "groups/old/members/"+r.UserID)
				return b.whole.AddGroupMember(ctx, r)
			}
		})},
		{"sends another group than it was given", segment, bentMini(func(b *bent, _ *mini) {
			b.join = func(ctx context.Context, r upstream.MemberRef) (struct{}, error) {
				r.GroupID += " "
				return b.whole.AddGroupMember(ctx, r)
			}
		})},
		{"sends a group of its own", segment, bentMini(func(b *bent, _ *mini) {
			b.join = func(ctx context.Context, r upstream.MemberRef) (struct{}, error) {
				r.GroupID = "old"
				return b.whole.AddGroupMember(ctx, r)
			}
		})},
		{"plans a member of another group", exactly, bentMini(func(b *bent, _ *mini) {
			b.join = func(ctx context.Context, r upstream.MemberRef) (struct{}, error) {
				if upstream.PlanFrom(ctx) != nil {
					r.GroupID = "other"
				}
				return b.whole.AddGroupMember(ctx, r)
			}
		})},
	}
}
