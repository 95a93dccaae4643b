package redisconn

import (
	"context"
	"crypto/tls"
	"errors"
	"log/slog"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/logging"
	"github.com/redis/go-redis/v9/maintnotifications"
)

const (
	// patience bounds every wait for Redis: to connect, to be given a connection,
	// to write, to read, and all of a command's together. go-redis's own five
	// seconds would stall every request while Redis hangs.
	patience = 50 * time.Millisecond
	// probeEvery is how often a Redis that was lost is asked whether it is back,
	// after it was asked once right away.
	probeEvery = 500 * time.Millisecond
)

// Client is a Redis client that knows whether Redis is there. It is safe for
// concurrent use.
type Client struct {
	*redis.Client
	guard *guard
	stop  context.CancelFunc
	done  chan struct{}
}

// errURL quotes nothing: a URL of Redis holds its password.
var errURL = errors.New("want redis://[user:password@]host[:port][/database], or rediss:// for TLS")

// Check returns the fault of a URL that [Open] would refuse, or nil. It quotes
// nothing of the URL.
func Check(url string) error {
	_, err := optionsOf(url)
	return err
}

// Open returns a client of the Redis at this URL. It sends nothing: a Redis that
// is down at the start is found to be down by the first command. The log is told
// when Redis is lost and when it is back.
func Open(url string, log *slog.Logger) (*Client, error) {
	options, err := optionsOf(url)
	if err != nil {
		return nil, err
	}
	logging.Disable() // it prints addresses to stderr in a format of its own; the guard tells what matters
	return watched(options, log, time.Tick(probeEvery)), nil
}

// watched returns a client whose Redis is probed at each tick while it is lost.
func watched(options *redis.Options, log *slog.Logger, tick <-chan time.Time) *Client {
	ctx, stop := context.WithCancel(context.Background())
	c := &Client{Client: redis.NewClient(options), guard: newGuard(log), stop: stop, done: make(chan struct{})}
	c.AddHook(c.guard)
	go c.probe(ctx, tick)
	return c
}

// Up tells whether the last that was heard of Redis was an answer.
func (c *Client) Up() bool { return !c.guard.down.Load() }

// Close ends the probe and drops the connections.
func (c *Client) Close() error {
	c.stop()
	<-c.done
	return c.Client.Close()
}

// probe asks a Redis that was lost whether it is back, so that no request has to.
// It first asks at once: on a busy machine it may be this process that was late.
func (c *Client) probe(ctx context.Context, tick <-chan time.Time) {
	defer close(c.done)
	for {
		select {
		case <-ctx.Done():
			return
		case <-c.guard.lost:
		case <-tick:
		}
		if !c.Up() {
			_ = c.Ping(probing(ctx)).Err() // the guard hears the answer
		}
	}
}

func optionsOf(url string) (*redis.Options, error) {
	o, err := redis.ParseURL(url)
	if err != nil || o.Network != "tcp" {
		return nil, errURL
	}
	o.DialTimeout, o.ReadTimeout, o.WriteTimeout, o.PoolTimeout = patience, patience, patience, patience
	// Without it go-redis waits for its own timeouts, whatever the caller's deadline.
	o.ContextTimeoutEnabled = true
	o.MaxRetries, o.DialerRetries = -1, 1
	// A late answer to what a client says of itself was once taken for the answer to
	// another's command (CVE-2025-29923); nothing here needs to be said.
	o.DisableIdentity = true
	o.MaintNotificationsConfig = &maintnotifications.Config{Mode: maintnotifications.ModeDisabled}
	if o.TLSConfig != nil {
		o.TLSConfig.MinVersion = tls.VersionTLS12
	}
	return o, nil
}
