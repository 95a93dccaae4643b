package ratelimit

import (
	"context"
	"sync"
	"sync/atomic"
	"time"
)

// Local is a [Limiter] in this process.
type Local struct {
	now func() time.Time
	// changing is held by those who set limits; a decision reads the map as it is.
	changing sync.Mutex
	buckets  atomic.Pointer[map[string]*bucket]
}

// NewLocal returns a limiter with these limits by name, every bucket full.
func NewLocal(limits map[string]Limit, now func() time.Time) *Local {
	l := &Local{now: now}
	l.buckets.Store(&map[string]*bucket{})
	l.SetLimits(limits)
	return l
}

// Take spends one request of the name.
func (l *Local) Take(_ context.Context, name string) Decision {
	b, limited := (*l.buckets.Load())[name]
	if !limited {
		return Decision{Allowed: true}
	}
	return b.take(l.now)
}

// SetLimits replaces all limits, as a configuration that is read again does. What
// a name has left stays: a limit that did not change goes on as it was, a changed
// one starts with as many requests as were left, at most its burst. A name that
// had no limit starts with its whole burst.
func (l *Local) SetLimits(limits map[string]Limit) {
	bounded := make(map[string]Limit, len(limits))
	for name, limit := range limits {
		bounded[name] = limit.bounded()
	}
	l.set(bounded)
}

// set takes the limits as they are: a share may lie below the bounds.
func (l *Local) set(limits map[string]Limit) {
	l.changing.Lock()
	defer l.changing.Unlock()
	old, buckets := *l.buckets.Load(), make(map[string]*bucket, len(limits))
	for name, limit := range limits {
		if b, known := old[name]; known {
			b.change(limit, l.now)
			buckets[name] = b
		} else {
			buckets[name] = newBucket(limit)
		}
	}
	l.buckets.Store(&buckets)
}
