package main

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/ratelimit"
)

// quota holds the vendor calls of a configuration's connections to their rates. The
// connections are opened before the configuration is in force, and the limiter
// comes when it is: until then nothing is sent.
type quota struct {
	limiter atomic.Pointer[ratelimit.Limiter]
}

// held begins to hold calls to a limiter.
func (q *quota) held(limiter ratelimit.Limiter) { q.limiter.Store(&limiter) }

// of returns what a connection asks before each call.
func (q *quota) of(connection string) func() (wait time.Duration, ok bool) {
	return func() (time.Duration, bool) {
		limiter := q.limiter.Load()
		if limiter == nil {
			return 0, true
		}
		d := (*limiter).Take(context.Background(), connection)
		return d.RetryAfter, d.Allowed
	}
}
