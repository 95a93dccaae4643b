package cache_test

import (
	"bytes"
	"context"
	"log/slog"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/dragoman-gateway/dragoman/internal/cache"
	"github.com/dragoman-gateway/dragoman/internal/redisconn"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const room = 8 << 20

// clock is a time that a test moves.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *clock { return &clock{now: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func secret(fill byte) []byte { return bytes.Repeat([]byte{fill}, 32) }

func newBox(t testing.TB, fills ...byte) *cache.Box {
	t.Helper()
	var secrets [][]byte
	for _, fill := range fills {
		secrets = append(secrets, secret(fill))
	}
	box, err := cache.NewBox(secrets...)
	if err != nil {
		t.Fatal(err)
	}
	return box
}

func newMemory(t testing.TB, now func() time.Time) *cache.Memory {
	t.Helper()
	m := cache.NewMemory(room, now)
	t.Cleanup(m.Close)
	return m
}

func newRedis(t testing.TB, url string) *cache.Redis {
	t.Helper()
	client, err := redisconn.Open(url, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Close() })
	return cache.NewRedis(client.Client)
}

// newTiered returns one replica's store over the Redis at the URL.
func newTiered(t testing.TB, url string, now func() time.Time) *cache.Tiered {
	t.Helper()
	tiered := cache.NewTiered(newMemory(t, now), newRedis(t, url), now)
	t.Cleanup(tiered.Close)
	return tiered
}

// until waits for a state that another process or goroutine brings about.
func until(t testing.TB, what string, reached func() bool) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); !reached(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("never came: %s", what)
		}
	}
}

// get returns one value, nil where it is not there.
func get(t testing.TB, s cache.Store, key string) []byte {
	t.Helper()
	values, err := s.Get(context.Background(), key)
	if err != nil || len(values) != 1 {
		t.Fatalf("get: %d values, %v", len(values), err)
	}
	return values[0]
}

func strict(t testing.TB, s cache.Replica, key string) string {
	t.Helper()
	values, err := s.GetStrict(context.Background(), key)
	if err != nil {
		t.Fatal(err)
	}
	return string(values[0])
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
