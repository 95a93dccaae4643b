package cache

import (
	"math"
	"strconv"
	"time"
)

// Status tells how [Through] came by a value.
type Status struct {
	// Hit: it was stored and fresh, and nothing was loaded.
	Hit bool
	// Stale: one past its freshness was stored. It is the value itself where
	// loading failed (TTL is then below zero), else it was replaced.
	Stale bool
	// Stored: the value was loaded and is now in the cache.
	Stored bool
	// TTL is how long the stored value is fresh, below zero where it is no more,
	// and zero where the value is not stored.
	TTL time.Duration
}

// Header returns the value of Cache-Status (RFC 9211) for the cache "dragoman".
// A stale value that is served since loading failed is no hit there: the request
// went forward.
func (s Status) Header() string {
	text := "dragoman"
	switch {
	case s.Hit:
		text += "; hit"
	case s.Stale:
		text += "; fwd=stale"
	default:
		text += "; fwd=miss"
	}
	if s.Stored {
		text += "; stored"
	}
	if s.Hit || s.Stored || s.TTL < 0 {
		text += "; ttl=" + strconv.Itoa(int(math.Floor(s.TTL.Seconds())))
	}
	return text
}
