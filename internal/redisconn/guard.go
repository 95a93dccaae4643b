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
	// answers counts what was heard of Redis.
	answers atomic.Uint64
	// lost has a token when Redis has just been lost.
	lost chan struct{}
}

func newGuard(log *slog.Logger) *guard { return &guard{log: log, lost: make(chan struct{}, 1)} }

type probeKey struct{}

// probing marks the one command that is sent although Redis is down.
func probing(ctx context.Context) context.Context { return context.WithValue(ctx, probeKey{}, true) }

// DialHook leaves dialling as it is.
func (g *guard) DialHook(next redis.DialHook) redis.DialHook { return next }

// ProcessHook holds one command back while Redis is down.
func (g *guard) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		err := g.pass(ctx, func(ctx context.Context) error { return next(ctx, cmd) })
		if errors.Is(err, ErrDown) {
			cmd.SetErr(err)
		}
		return err
	}
}

// ProcessPipelineHook holds several commands back while Redis is down.
func (g *guard) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, cmds []redis.Cmder) error {
		err := g.pass(ctx, func(ctx context.Context) error { return next(ctx, cmds) })
		if errors.Is(err, ErrDown) {
			for _, cmd := range cmds {
				cmd.SetErr(err)
			}
		}
		return err
	}
}

type passingKey struct{}

// pass sends what may be sent now. go-redis also greets a new connection through
// the hooks, within the command that needs it: that is all one wait.
func (g *guard) pass(ctx context.Context, send func(context.Context) error) error {
	if g.down.Load() && ctx.Value(probeKey{}) == nil {
		return ErrDown
	}
	if ctx.Value(passingKey{}) != nil {
		return send(ctx)
	}
	brief, end := context.WithTimeout(context.WithValue(ctx, passingKey{}, true), patience)
	defer end()
	before := g.answers.Load()
	err := send(brief)
	g.hear(ctx, before, err)
	return err
}

// hear learns from the outcome of a command whether Redis is there; before is how
// many answers had been heard when it was sent.
func (g *guard) hear(ctx context.Context, before uint64, err error) {
	switch {
	case isAnswer(err):
		g.answers.Add(1)
		// Only a probe's answer counts as its return: answers to what was sent before
		// the loss may still come in.
		if ctx.Value(probeKey{}) != nil && g.down.Swap(false) {
			g.log.Info("redis back")
		}
	// Where others were answered meanwhile, it is one connection that failed, or
	// this process that was late.
	case isLost(ctx, err) && g.answers.Load() == before && !g.down.Swap(true):
		g.log.Warn("redis lost", "cause", causeOf(err))
		select {
		case g.lost <- struct{}{}:
		default: // the probe is about to ask already
		}
	}
}

// isAnswer tells whether Redis itself said this.
func isAnswer(err error) bool {
	var said redis.Error
	return err == nil || errors.As(err, &said)
}

// isLost tells whether an error that is no answer means that Redis cannot be
// reached or does not answer: a caller who left says nothing about Redis.
func isLost(ctx context.Context, err error) bool {
	if errors.Is(err, redis.ErrClosed) || errors.Is(err, context.Canceled) {
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
