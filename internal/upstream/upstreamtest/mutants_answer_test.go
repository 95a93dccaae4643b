package upstreamtest_test

import (
	"context"
	"errors"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

func answerMutants() []mutant {
	const (
		malformed = "an answer that is not the vendor's is malformed and never a success"
		endless   = "an answer without end is malformed and not read on"
		failing   = "a vendor that fails is a failure"
		breaking  = "a connection that breaks is a failure"
		throttled = "a vendor that asks to wait is throttled for as long as it says"
		refused   = "a refused credential is a credentials error"
		outcome   = "a failed write says what became of it"
		silence   = "a vendor that is silent is a timeout, in time"
		drip      = "a vendor that drips is a timeout, in time"
		echo      = "no error repeats a credential that the vendor echoes"
	)
	return []mutant{
		{"takes an unreadable answer for an empty list", malformed, bentMini(func(b *bent, _ *mini) {
			b.list = func(ctx context.Context, q upstream.UserQuery) (page, error) {
				out, err := b.whole.ListUsers(ctx, q)
				if upstream.IsKind(err, upstream.Malformed) {
					return page{}, nil
				}
				return out, err
			}
		})},
		{"takes an unreadable answer for nobody", malformed, bentError(func(e *upstream.Error) error {
			return otherKind(e, upstream.Malformed, upstream.NotFound)
		})},
		{"reads on until its time is over", endless, bentError(func(e *upstream.Error) error {
			return otherKind(e, upstream.Malformed, upstream.Timeout)
		})},
		{"takes a failing vendor for nobody", failing, bentError(func(e *upstream.Error) error {
			return otherKind(e, upstream.Failed, upstream.NotFound)
		})},
		{"returns an error that is not the contract's", breaking, bentError(func(e *upstream.Error) error { return e.Err })},
		{"wraps the contract's error", breaking, bentError(func(e *upstream.Error) error { return errors.Join(e) })},
		{"forgets how long to wait", throttled, bentError(func(e *upstream.Error) error {
			e.RetryAfter = 0
			return e
		})},
		{"takes a refused credential for a forbidden account", refused, bentError(func(e *upstream.Error) error {
			return otherKind(e, upstream.Credentials, upstream.Forbidden)
		})},
		{"says that a failed write was refused", outcome, bentMini(func(b *bent, _ *mini) {
			b.remove = func(ctx context.Context, r upstream.UserRef) (struct{}, error) {
				_, err := b.whole.DeleteUser(ctx, r)
				var e *upstream.Error
				if errors.As(err, &e) {
					e.Outcome = upstream.Refused
				}
				return struct{}{}, err
			}
		})},
		{"takes silence for a failure", silence, bentError(func(e *upstream.Error) error {
			return otherKind(e, upstream.Timeout, upstream.Failed)
		})},
		{"gives up late", silence, bentError(func(e *upstream.Error) error {
			time.Sleep(grace)
			return e
		})},
		{"takes dripping for half an answer", drip, bentError(func(e *upstream.Error) error {
			return otherKind(e, upstream.Timeout, upstream.Malformed)
		})},
		{"shows its key", echo, bentError(func(e *upstream.Error) error {
			e.Detail = "Bearer " + miniKey + " was refused."
			return e
		})},
		{"shows its key where a write fails", echo, bentMini(func(b *bent, _ *mini) {
			b.update = func(ctx context.Context, p upstream.UserPatch) (upstream.User, error) {
				u, err := b.whole.UpdateUser(ctx, p)
				var e *upstream.Error
				if errors.As(err, &e) && e.Outcome == upstream.Refused {
					e.Detail = "Sent with " + miniKey
				}
				return u, err
			}
		})},
		{"shows its key to the log", echo, bentError(func(e *upstream.Error) error {
			e.Err = errors.New("sent with " + miniKey)
			return e
		})},
	}
}

// grace is longer than what the suite allows a late call.
const grace = 250 * time.Millisecond
