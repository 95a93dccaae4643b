package redisconn

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"sync/atomic"

	"github.com/redis/go-redis/v9"
)

// ErrDown is the error of a command that was not sent, since Redis was lost and
// has not been heard of again.
var ErrDown = errors.New("redisconn: Redis is down")

// guard is a hook that lets no command wait for a Redis that is known to be lost,
// and none longer than [patience] for one that is not.
type guard struct {
	log  *slog.Logger
	down atomic.Bool
}

type probeKey struct{}

// probing marks the one command that is sent although Redis is down.
func probing(ctx context.Context) context.Context { return context.WithValue(ctx, probeKey{}, true) }

// DialHook leaves dialling as it is.
func (g *guard) DialHook(next redis.DialHook) redis.DialHook { return next }

// ProcessHook holds one command back while Redis is down.
func (g *guard) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		if g.holds(ctx) {
			cmd.SetErr(ErrDown)
			return ErrDown
		}
		brief, end := context.WithTimeout(ctx, patience)
		defer end()
		err := next(brief, cmd)
		g.hear(ctx, err)
		return err
	}
}

// ProcessPipelineHook holds several commands back while Redis is down. go-redis
// also sets a new connection up with it.
func (g *guard) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, cmds []redis.Cmder) error {
		if g.holds(ctx) {
			for _, cmd := range cmds {
				cmd.SetErr(ErrDown)
			}
			return ErrDown
		}
		brief, end := context.WithTimeout(ctx, patience)
		defer end()
		err := next(brief, cmds)
		g.hear(ctx, err)
		return err
	}
}

func (g *guard) holds(ctx context.Context) bool { return g.down.Load() && ctx.Value(probeKey{}) == nil }

// hear learns from the outcome of a command whether Redis is there.
func (g *guard) hear(ctx context.Context, err error) {
	switch lost := isLost(ctx, err); {
	case lost && !g.down.Swap(true):
		g.log.Warn("redis lost", "cause", causeOf(err))
	// Only a probe's answer counts as its return: answers to what was sent before
	// the loss may still come in.
	case !lost && ctx.Err() == nil && ctx.Value(probeKey{}) != nil && g.down.Swap(false):
		g.log.Info("redis back")
	}
}

// isLost tells whether an error means that Redis cannot be reached or does not
// answer. What Redis itself said is an answer, and a caller who left says nothing
// about Redis.
func isLost(ctx context.Context, err error) bool {
	var said redis.Error
	switch {
	case err == nil, errors.As(err, &said), errors.Is(err, redis.ErrClosed), errors.Is(err, context.Canceled):
		return false
	}
	return !errors.Is(ctx.Err(), context.Canceled)
}

// causeOf is what the log is told: what failed, without an address.
func causeOf(err error) string {
	var op *net.OpError
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return "timeout"
	case errors.As(err, &op) && op.Timeout():
		return "timeout"
	case errors.As(err, &op):
		return op.Op
	}
	return "connection"
}
