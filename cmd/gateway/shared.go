package main

import (
	"crypto/rand"
	"errors"
	"log/slog"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/cache"
	"github.com/dragoman-gateway/dragoman/internal/handlers"
	"github.com/dragoman-gateway/dragoman/internal/ratelimit"
	"github.com/dragoman-gateway/dragoman/internal/redisconn"
)

// How many bytes a process keeps of answers, and of what was sent under
// Idempotency-Keys: a wave of the first must not push the second out.
const (
	answersSize = 64 << 20
	writesSize  = 64 << 20
)

// shared is what outlives a configuration. A reload makes everything else anew.
type shared struct {
	log     *slog.Logger
	now     func() time.Time
	metrics *metrics
	// cursorKey is for a configuration without one: a cursor is good as long as the
	// process is.
	cursorKey []byte
	// tenants and connections remember what each has spent, concurrency how many
	// requests of each tenant are under way.
	tenants, connections limiter
	concurrency          *ratelimit.Concurrency
	// answers are what caches keep, writes what must not be done twice, and own what
	// of that no other process could read.
	answers, writes, own cache.Store
	// peers is nil for a process alone.
	peers *peers
	// closers are what has to be closed, the last first.
	closers []func() error
}

// peers are what a process has of the others.
type peers struct {
	redis    *redisconn.Client
	replicas *ratelimit.Replicas
}

// limiter is one that can be told other limits.
type limiter interface {
	ratelimit.Limiter
	SetLimits(limits map[string]ratelimit.Limit)
}

// newShared makes the parts of a process, in this process alone or around the Redis
// of this URL. It waits for nothing.
func newShared(log *slog.Logger, now func() time.Time, redisURL string) (*shared, error) {
	s := &shared{log: log, now: now, metrics: newMetrics(), cursorKey: make([]byte, handlers.CursorKeySize), concurrency: ratelimit.NewConcurrency(nil)}
	_, _ = rand.Read(s.cursorKey) // never fails: crypto/rand ends the program instead
	answers, writes := s.memory(answersSize), s.memory(writesSize)
	s.own = writes
	if redisURL == "" {
		s.answers, s.writes = answers, writes
		s.tenants, s.connections = ratelimit.NewLocal(nil, now), ratelimit.NewLocal(nil, now)
		return s, nil
	}
	client, err := redisconn.Open(redisURL, log)
	if err != nil {
		return nil, errors.Join(err, s.close())
	}
	s.closers = append(s.closers, client.Close)
	far := cache.NewRedis(client.Client)
	s.answers, s.writes = s.tiered(answers, far), s.tiered(writes, far)
	replicas := ratelimit.Announce(client)
	s.closers = append(s.closers, ending(replicas.Close))
	s.peers = &peers{client, replicas}
	s.tenants = ratelimit.NewFleet(client, ratelimit.Tenants, replicas, nil, now)
	s.connections = ratelimit.NewFleet(client, ratelimit.Connections, replicas, nil, now)
	return s, nil
}

// memory is a store that is closed with the process.
func (s *shared) memory(size int64) *cache.Memory {
	m := cache.NewMemory(size, s.now)
	s.closers = append(s.closers, ending(m.Close))
	return m
}

// tiered is a store of both that is closed with the process.
func (s *shared) tiered(near *cache.Memory, far *cache.Redis) *cache.Tiered {
	t := cache.NewTiered(near, far, s.now)
	s.closers = append(s.closers, ending(t.Close))
	return t
}

func ending(end func()) func() error {
	return func() error {
		end()
		return nil
	}
}

// close ends what runs. Nothing may be served any more.
func (s *shared) close() error {
	var all error
	for n := len(s.closers) - 1; n >= 0; n-- {
		all = errors.Join(all, s.closers[n]())
	}
	return all
}

// adopt tells the shared parts what a configuration that comes into force says of
// them.
func (s *shared) adopt(c *settled) {
	s.tenants.SetLimits(c.limits)
	s.connections.SetLimits(c.connectionLimits)
	s.concurrency.SetLimits(c.tenantConcurrency)
	c.quota.held(s.connections)
}

// ledger is where a configuration keeps what must not be done twice. Without
// cursorKeys no other replica could read it: then it says that it is alone.
func (s *shared) ledger(c *settled) cache.Store {
	if len(c.cursorKeys) == 0 {
		return s.own
	}
	return s.writes
}

// cursorKeys are a configuration's, or the process's own.
func (s *shared) cursorKeys(c *settled) [][]byte {
	if len(c.cursorKeys) == 0 {
		return [][]byte{s.cursorKey}
	}
	return c.cursorKeys
}
