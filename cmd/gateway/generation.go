package main

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/cache"
	"github.com/dragoman-gateway/dragoman/internal/handlers"
)

// generation is one configuration and what is made of it. It counts its requests,
// so that its connections stay open until the last has ended.
type generation struct {
	*settled
	public http.Handler
	tokens *handlers.Issuers
	cache  *cache.Cache

	mu       sync.Mutex
	requests int
	retired  bool
	// idle is closed when it is retired and has no requests.
	idle chan struct{}
}

// enter begins a request, and reports false where the generation is retired.
func (g *generation) enter() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.retired {
		return false
	}
	g.requests++
	return true
}

// leave ends a request.
func (g *generation) leave() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.requests--
	g.settleIdle()
}

// retire lets no more requests in.
func (g *generation) retire() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.retired = true
	g.settleIdle()
}

func (g *generation) settleIdle() {
	if g.retired && g.requests == 0 {
		close(g.idle)
	}
}

// close closes the connections and ends what is being fetched.
func (g *generation) close() error {
	g.tokens.Close()
	return g.pool.Close()
}

// maxRetirement is how long a generation may wait for its last request, which may
// be of a client that reads no answer: longer than any list takes.
const maxRetirement = 5 * time.Minute

// generations serves the generation in force. A request stays with the one that
// it began with.
type generations struct {
	shared  *shared
	current atomic.Pointer[generation]
	// patience is how long an old generation's connections stay open for its
	// requests.
	patience time.Duration
	ended    chan struct{}
	retiring sync.WaitGroup
}

// begin puts the first configuration into force. Its connections are closed where
// that fails.
func begin(s *settled, log *slog.Logger, now func() time.Time) (*generations, error) {
	with, err := newShared(log, now, s.redisURL.Reveal())
	if err != nil {
		return nil, errors.Join(err, s.pool.Close())
	}
	g := &generations{shared: with, patience: maxRetirement, ended: make(chan struct{})}
	if err := g.swap(s); err != nil {
		return nil, errors.Join(err, with.close())
	}
	with.metrics.watch(g)
	return g, nil
}

// swap puts a configuration into force in place of the current one, or changes
// nothing and closes its connections.
func (g *generations) swap(s *settled) error {
	next, err := assemble(s, g.shared)
	if err != nil {
		return errors.Join(err, s.pool.Close())
	}
	g.shared.adopt(s)
	if old := g.current.Load(); old != nil {
		next.tokens.Inherit(old.tokens)
	}
	if old := g.current.Swap(next); old != nil {
		g.retiring.Go(func() { g.bury(old) })
	}
	return nil
}

// bury closes an old generation's connections when its requests have ended, or
// have had their time.
func (g *generations) bury(old *generation) {
	old.retire()
	patience := time.NewTimer(g.patience)
	defer patience.Stop()
	select {
	case <-old.idle:
	case <-patience.C:
	case <-g.ended:
	}
	if err := old.close(); err != nil {
		g.shared.log.Error("a connection cannot be closed", "type", fmt.Sprintf("%T", err))
	}
}

// ServeHTTP serves a request with the generation in force.
func (g *generations) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	now := g.current.Load()
	for !now.enter() {
		now = g.current.Load() // it was swapped in between
	}
	defer now.leave()
	now.public.ServeHTTP(w, r)
}

// close closes every connection, and what the generations share. Nothing may be
// swapped in afterwards.
func (g *generations) close() error {
	close(g.ended)
	g.retiring.Wait()
	return errors.Join(g.current.Load().close(), g.shared.close())
}
