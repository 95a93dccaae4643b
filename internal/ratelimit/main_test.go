package ratelimit_test

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"go.uber.org/goleak"

	"github.com/dragoman-gateway/dragoman/internal/ratelimit"
	"github.com/dragoman-gateway/dragoman/internal/redisconn"
	"github.com/dragoman-gateway/dragoman/internal/redisconn/redistest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// patient is a client that waits as long as a busy machine needs and never counts
// Redis as lost, for tests of what Redis decides.
type patient struct{ redis.Cmdable }

// Up says yes.
func (patient) Up() bool { return true }

// impatient returns the client that the gateway has.
func impatient(t testing.TB, server *redistest.Server) *redisconn.Client {
	t.Helper()
	client, err := redisconn.Open(server.URL(), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Close() })
	return client
}

// replica is one process of the fleet.
type replica struct {
	*ratelimit.Fleet
	replicas *ratelimit.Replicas
}

// join starts a replica whose clock is off by skew.
func join(t testing.TB, client ratelimit.Redis, limits map[string]ratelimit.Limit, skew time.Duration) replica {
	t.Helper()
	replicas := ratelimit.Announce(client)
	t.Cleanup(replicas.Close)
	now := func() time.Time { return time.Now().Add(skew) }
	return replica{ratelimit.NewFleet(client, ratelimit.Tenants, replicas, limits, now), replicas}
}

// three starts three replicas that know of each other, each with a client of its
// own.
func three(t testing.TB, client func() ratelimit.Redis, limits map[string]ratelimit.Limit) []replica {
	t.Helper()
	var all []replica
	for _, skew := range []time.Duration{-5 * time.Minute, 0, 5 * time.Minute} {
		all = append(all, join(t, client(), limits, skew))
	}
	for _, r := range all {
		until(t, "three replicas", func() bool { return r.replicas.Count() == 3 })
	}
	return all
}

// until waits for a state that others bring about.
func until(t testing.TB, what string, reached func() bool) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); !reached(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("never came: %s", what)
		}
	}
}

// takeAll takes until the limiter refuses, and returns how many it allowed.
func takeAll(t testing.TB, l ratelimit.Limiter, name string) int {
	t.Helper()
	for n := range 1000 {
		if !l.Take(context.Background(), name).Allowed {
			return n
		}
	}
	t.Fatal("a thousand requests at once are allowed")
	return 0
}
