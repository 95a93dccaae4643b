package ratelimit

import (
	"context"
	"time"

	"golang.org/x/time/rate"
)

// Local is a [Limiter] in this process.
type Local struct {
	now     func() time.Time
	limits  map[string]Limit
	buckets map[string]*rate.Limiter
}

// NewLocal returns a limiter with these limits by tenant.
func NewLocal(limits map[string]Limit, now func() time.Time) *Local {
	l := &Local{now: now, limits: limits, buckets: map[string]*rate.Limiter{}}
	for tenant, limit := range limits {
		l.buckets[tenant] = rate.NewLimiter(rate.Limit(limit.Rate), limit.Burst)
	}
	return l
}

// Take spends one request of the tenant.
func (l *Local) Take(_ context.Context, tenant string) Decision {
	bucket, limited := l.buckets[tenant]
	if !limited {
		return Decision{Allowed: true}
	}
	now := l.now()
	d := Decision{Limit: l.limits[tenant], Allowed: bucket.AllowN(now, 1)}
	tokens := bucket.TokensAt(now)
	d.Remaining = max(0, int(tokens))
	if !d.Allowed {
		d.RetryAfter = time.Duration((1 - tokens) / d.Limit.Rate * float64(time.Second))
	}
	return d
}
