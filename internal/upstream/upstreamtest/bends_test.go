package upstreamtest_test

import (
	"context"
	"errors"
	"strings"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest"
)

// bentPage spoils every page of a list in memory.
func bentPage(spoil func(upstream.UserQuery, *page)) upstreamtest.Subject {
	return bentFake(func(b *bent) {
		b.list = func(ctx context.Context, q upstream.UserQuery) (page, error) {
			out, err := b.whole.ListUsers(ctx, q)
			spoil(q, &out)
			return out, err
		}
	})
}

// bentPosition puts a text before every position.
func bentPosition(prefix string) upstreamtest.Subject {
	return bentFake(func(b *bent) {
		b.list = func(ctx context.Context, q upstream.UserQuery) (page, error) {
			q.At = strings.TrimPrefix(q.At, prefix)
			out, err := b.whole.ListUsers(ctx, q)
			if out.Next != "" {
				out.Next = prefix + out.Next
			}
			return out, err
		}
	})
}

// bentUser spoils every user that is read or listed in memory.
func bentUser(spoil func(*upstream.User)) upstreamtest.Subject {
	return bentFake(func(b *bent) {
		b.list = func(ctx context.Context, q upstream.UserQuery) (page, error) {
			out, err := b.whole.ListUsers(ctx, q)
			for i := range out.Items {
				spoil(&out.Items[i])
			}
			return out, err
		}
		b.get = func(ctx context.Context, r upstream.UserRef) (upstream.User, error) {
			u, err := b.whole.GetUser(ctx, r)
			if err == nil {
				spoil(&u)
			}
			return u, err
		}
	})
}

// bentError spoils every error of reading one user over the wire.
func bentError(spoil func(*upstream.Error) error) upstreamtest.Subject {
	return bentMini(func(b *bent, _ *mini) {
		b.get = func(ctx context.Context, r upstream.UserRef) (upstream.User, error) {
			u, err := b.whole.GetUser(ctx, r)
			var e *upstream.Error
			if errors.As(err, &e) {
				err = spoil(e)
			}
			return u, err
		}
	})
}

// otherKind returns err, of another kind where it is of this one.
func otherKind(err error, was, is upstream.Kind) error {
	if upstream.IsKind(err, was) {
		return &upstream.Error{Kind: is}
	}
	return err
}

// bentDraft spoils every draft of a create in memory.
func bentDraft(spoil func(*upstream.UserDraft)) upstreamtest.Subject {
	return bentFake(func(b *bent) {
		b.create = func(ctx context.Context, d upstream.UserDraft) (upstream.User, error) {
			spoil(&d)
			return b.whole.CreateUser(ctx, d)
		}
	})
}

// bentPut spoils the result of every put in memory.
func bentPut(spoil func(context.Context, whole, *upstream.PutResult)) upstreamtest.Subject {
	return bentFake(func(b *bent) {
		b.put = func(ctx context.Context, d upstream.UserDraft) (upstream.PutResult, error) {
			r, err := b.whole.PutUser(ctx, d)
			if err == nil {
				spoil(ctx, b.whole, &r)
			}
			return r, err
		}
	})
}

// bentPatch spoils every patch in memory.
func bentPatch(spoil func(*upstream.UserPatch)) upstreamtest.Subject {
	return bentFake(func(b *bent) {
		b.update = func(ctx context.Context, p upstream.UserPatch) (upstream.User, error) {
			spoil(&p)
			return b.whole.UpdateUser(ctx, p)
		}
	})
}

// bentPlan spoils every request that a create plans.
func bentPlan(spoil func(*upstream.PlannedRequest)) upstreamtest.Subject {
	return bentMini(func(b *bent, _ *mini) {
		b.create = func(ctx context.Context, d upstream.UserDraft) (upstream.User, error) {
			plan := upstream.PlanFrom(ctx)
			if plan == nil {
				return b.whole.CreateUser(ctx, d)
			}
			ctx, honest := upstream.WithPlan(ctx)
			u, err := b.whole.CreateUser(ctx, d)
			for _, r := range honest.Requests() {
				spoil(&r)
				plan.Record(r)
			}
			return u, err
		}
	})
}
