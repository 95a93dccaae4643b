package redisconn

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/dragoman-gateway/dragoman/internal/redisconn/redistest"
)

func TestACommandThatFailsWhileAnotherIsAnsweredIsNoLoss(t *testing.T) {
	g, ctx := newGuard(slog.New(slog.DiscardHandler)), context.Background()
	cmd := redis.NewCmd(ctx, "ping")
	answered := g.ProcessHook(func(context.Context, redis.Cmder) error { return nil })
	meanwhile := func() {}
	late := g.ProcessHook(func(context.Context, redis.Cmder) error {
		meanwhile()
		return context.DeadlineExceeded
	})
	meanwhile = func() { _ = answered(ctx, cmd) }
	_ = late(ctx, cmd)
	if g.down.Load() {
		t.Error("a command that was late alone counts as the loss of Redis")
	}
	meanwhile = func() {}
	_ = late(ctx, cmd)
	if !g.down.Load() {
		t.Error("nobody was answered, and Redis is not lost")
	}
}

// The loss may be this machine's own slowness, which is over at once.
func TestALossIsProbedBeforeTheNextTick(t *testing.T) {
	options, err := optionsOf(redistest.Start(t).URL())
	if err != nil {
		t.Fatal(err)
	}
	c := watched(options, slog.New(slog.DiscardHandler), nil)
	defer func() { _ = c.Close() }()
	if err := c.BLPop(context.Background(), time.Minute, "nothing").Err(); err == nil {
		t.Fatal("it blocks longer than its patience")
	}
	for deadline := time.Now().Add(20 * time.Second); !c.Up(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("a Redis that answers stays lost until the next tick")
		}
	}
}
