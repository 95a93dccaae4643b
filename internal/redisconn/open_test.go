package redisconn_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"go.uber.org/goleak"

	"github.com/dragoman-gateway/dragoman/internal/redisconn"
	"github.com/dragoman-gateway/dragoman/internal/redisconn/redistest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// journal is a log that can be read while it is written.
type journal struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.Write(p)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.String()
}

func open(t *testing.T, url string) (*redisconn.Client, *journal) {
	t.Helper()
	log := &journal{}
	c, err := redisconn.Open(url, slog.New(slog.NewTextHandler(log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c, log
}

// until waits for a state that a process outside brings about.
func until(t *testing.T, what string, reached func() bool) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); !reached(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("never came: %s", what)
		}
	}
}

func TestACommandIsAnswered(t *testing.T) {
	server := redistest.Start(t)
	c, _ := open(t, server.URL())
	if err := c.Set(context.Background(), "k", "v", time.Minute).Err(); err != nil {
		t.Fatal(err)
	}
	if got, err := server.Client().Get(context.Background(), "k").Result(); got != "v" || err != nil {
		t.Errorf("got %q, %v", got, err)
	}
	if !c.Up() {
		t.Error("a Redis that answers counts as down")
	}
}

func TestALostRedisIsAskedNoMoreUntilAProbeIsAnswered(t *testing.T) {
	for how, lose := range map[string]struct{ lose, find func(*redistest.Server) }{
		"killed": {(*redistest.Server).Kill, (*redistest.Server).Restart},
		"hung":   {(*redistest.Server).Hang, (*redistest.Server).Resume},
	} {
		t.Run(how, func(t *testing.T) {
			server := redistest.Start(t)
			c, log := open(t, server.URL())
			if err := c.Ping(context.Background()).Err(); err != nil {
				t.Fatal(err)
			}
			lose.lose(server)
			if err := c.Ping(context.Background()).Err(); err == nil || errors.Is(err, redisconn.ErrDown) {
				t.Fatalf("the first command after the loss: got %v, want the failure itself", err)
			}
			if err := c.Ping(context.Background()).Err(); !errors.Is(err, redisconn.ErrDown) || c.Up() {
				t.Fatalf("the second command: got %v, up %v", err, c.Up())
			}
			_, err := c.Pipelined(context.Background(), func(p redis.Pipeliner) error { return p.Ping(context.Background()).Err() })
			if !errors.Is(err, redisconn.ErrDown) {
				t.Errorf("a pipeline: got %v", err)
			}
			lose.find(server)
			until(t, "the end of the outage", c.Up)
			if err := c.Ping(context.Background()).Err(); err != nil {
				t.Errorf("after the outage: %v", err)
			}
			if text := log.String(); strings.Count(text, "redis lost") != 1 || strings.Count(text, "redis back") != 1 {
				t.Errorf("want one line for the loss and one for the return:\n%s", text)
			}
		})
	}
}

func TestWhatRedisSaysIsNoLoss(t *testing.T) {
	c, _ := open(t, redistest.Start(t).URL())
	ctx := context.Background()
	if err := c.Get(ctx, "absent").Err(); !errors.Is(err, redis.Nil) {
		t.Fatal(err)
	}
	if err := c.Do(ctx, "NOSUCHCOMMAND").Err(); err == nil {
		t.Fatal("Redis knows NOSUCHCOMMAND")
	}
	if !c.Up() {
		t.Error("an error reply counts as a loss")
	}
}

func TestACallerWhoLeavesIsNoLoss(t *testing.T) {
	server := redistest.Start(t)
	c, _ := open(t, server.URL())
	ctx, leave := context.WithCancel(context.Background())
	leave()
	if err := c.Ping(ctx).Err(); err == nil {
		t.Fatal("a command of a caller who left was sent")
	}
	if !c.Up() {
		t.Error("a caller who left counts as a loss")
	}
}

func TestAURLThatIsNoneIsRefusedAndNotQuoted(t *testing.T) {
	for _, url := range []string{"", "localhost:6379", "http://u:hush-hush@h", "redis://u:hush-hush@h:port", "unix:///tmp/hush-hush", "redis://h/hush-hush"} {
		err := redisconn.Check(url)
		if err == nil {
			t.Errorf("%q is taken", url)
		} else if strings.Contains(err.Error(), "hush-hush") {
			t.Errorf("the fault quotes the URL: %v", err)
		}
	}
	for _, url := range []string{"redis://h", "redis://u:p@h:1/2", "rediss://h:6380"} {
		if err := redisconn.Check(url); err != nil {
			t.Errorf("%q: %v", url, err)
		}
	}
}
