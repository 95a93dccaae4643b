package ratelimit_test

import (
	"context"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/dragoman-gateway/dragoman/internal/ratelimit"
	"github.com/dragoman-gateway/dragoman/internal/redisconn/redistest"
)

// mistaken answers every script with somebody else's reply.
type mistaken struct {
	redis.Cmdable
	reply any
}

// Up says yes.
func (mistaken) Up() bool { return true }

// Eval and EvalSha answer.
func (m mistaken) Eval(ctx context.Context, _ string, _ []string, _ ...any) *redis.Cmd {
	return redis.NewCmdResult(m.reply, nil)
}

func (m mistaken) EvalSha(ctx context.Context, _ string, _ []string, _ ...any) *redis.Cmd {
	return redis.NewCmdResult(m.reply, nil)
}

// redis_rate would panic.
func TestAnothersReplyIsNoDecision(t *testing.T) {
	server := redistest.Start(t)
	server.Kill()
	alone := ratelimit.Announce(impatient(t, server))
	t.Cleanup(alone.Close)
	for what, reply := range map[string]any{
		"a text": "OK", "a number": int64(1), "nothing": nil, "an empty list": []any{},
		"texts":       []any{"1", "9", "-1", "1"},
		"numbers":     []any{int64(1), int64(9), int64(-1), int64(1)},
		"a long list": []any{int64(1), int64(9), "-1", "1", "1"},
		"a word":      []any{int64(1), int64(9), "-1", "soon"},
		"no wait":     []any{int64(1), int64(9), "-1", "0"},
	} {
		l := ratelimit.NewFleet(mistaken{reply: reply}, ratelimit.Tenants, alone, map[string]ratelimit.Limit{"hr": {Rate: ratelimit.MinRate, Burst: 3}}, time.Now)
		if n := takeAll(t, l, "hr"); n != 3 {
			t.Errorf("%s: %d were allowed, want 3", what, n)
		}
	}
}
