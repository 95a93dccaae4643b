package main

import (
	"crypto/rand"
	"log/slog"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/handlers"
	"github.com/dragoman-gateway/dragoman/internal/ratelimit"
)

// shared is what outlives a configuration. A reload makes everything else anew.
type shared struct {
	log *slog.Logger
	now func() time.Time
	// cursorKey is for a configuration without one: a cursor is good as long as the
	// process is.
	cursorKey []byte
	// limiter remembers what each tenant has spent.
	limiter *ratelimit.Local
}

func newShared(log *slog.Logger) *shared {
	s := &shared{log: log, now: time.Now, cursorKey: make([]byte, handlers.CursorKeySize), limiter: ratelimit.NewLocal(nil, time.Now)}
	_, _ = rand.Read(s.cursorKey) // never fails: crypto/rand ends the program instead
	return s
}

// adopt tells the shared parts what a configuration that comes into force says of
// them.
func (s *shared) adopt(c *settled) { s.limiter.SetLimits(c.limits) }

// cursorKeys are a configuration's, or the process's own.
func (s *shared) cursorKeys(c *settled) [][]byte {
	if len(c.cursorKeys) == 0 {
		return [][]byte{s.cursorKey}
	}
	return c.cursorKeys
}
