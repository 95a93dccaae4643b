package ratelimit

import (
	"context"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Local is a [Limiter] in this process.
type Local struct {
	now     func() time.Time
	mu      sync.RWMutex
	buckets map[string]bucket
}

// bucket is what a tenant has left of its limit.
type bucket struct {
	limit Limit
	*rate.Limiter
}

// NewLocal returns a limiter with these limits by tenant.
func NewLocal(limits map[string]Limit, now func() time.Time) *Local {
	l := &Local{now: now}
	l.SetLimits(limits)
	return l
}

// SetLimits replaces the limits. A tenant whose limit stays as it is does not get
// back what it spent.
func (l *Local) SetLimits(limits map[string]Limit) {
	l.mu.Lock()
	defer l.mu.Unlock()
	buckets := map[string]bucket{}
	for tenant, limit := range limits {
		if old, known := l.buckets[tenant]; known && old.limit == limit {
			buckets[tenant] = old
			continue
		}
		buckets[tenant] = bucket{limit, rate.NewLimiter(rate.Limit(limit.Rate), limit.Burst)}
	}
	l.buckets = buckets
}

// Take spends one request of the tenant.
func (l *Local) Take(_ context.Context, tenant string) Decision {
	l.mu.RLock()
	bucket, limited := l.buckets[tenant]
	l.mu.RUnlock()
	if !limited {
		return Decision{Allowed: true}
	}
	now := l.now()
	d := Decision{Limit: bucket.limit, Allowed: bucket.AllowN(now, 1)}
	tokens := bucket.TokensAt(now)
	d.Remaining = max(0, int(tokens))
	if !d.Allowed {
		d.RetryAfter = time.Duration((1 - tokens) / d.Limit.Rate * float64(time.Second))
	}
	return d
}
