package upstreamtest_test

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

func lifeMutants() []mutant {
	const (
		stillborn  = "a call that was cancelled before it began is canceled"
		cancelled  = "a call that is cancelled on the way returns at once"
		concurrent = "many readers at once get what one gets"
		closed     = "nothing runs after Close"
	)
	return []mutant{
		{"ignores its context", stillborn, bentFake(func(b *bent) {
			b.remove = func(ctx context.Context, r upstream.UserRef) (struct{}, error) {
				return b.whole.DeleteUser(context.WithoutCancel(ctx), r)
			}
		})},
		{"takes leaving for a timeout", cancelled, bentError(func(e *upstream.Error) error {
			return otherKind(e, upstream.Canceled, upstream.Timeout)
		})},
		{"goes on for a while when its caller left", cancelled, bentError(func(e *upstream.Error) error {
			time.Sleep(grace)
			return e
		})},
		{"mixes up its callers", concurrent, bentFake(func(b *bent) {
			var calls atomic.Int64
			b.get = func(ctx context.Context, r upstream.UserRef) (upstream.User, error) {
				u, err := b.whole.GetUser(ctx, r)
				if calls.Add(1)%10 == 0 {
					u.Phone = nil
				}
				return u, err
			}
		})},
		{"keeps its connections after Close", closed, bentMini(func(b *bent, _ *mini) {
			b.close = func() error { return nil }
		})},
		{"keeps asking after Close", closed, bentMini(func(b *bent, _ *mini) {
			b.close = func() error {
				go func() {
					// Once Close is over: before, it would be no fault.
					time.Sleep(20 * time.Millisecond)
					_, _ = b.whole.ListUsers(context.Background(), upstream.UserQuery{Limit: 1})
				}()
				return b.whole.Close()
			}
		})},
	}
}
