package ratelimit

import (
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// bucket holds what one name has left in this process.
type bucket struct {
	mu     sync.Mutex
	limit  Limit
	tokens *rate.Limiter
}

// newBucket returns a full bucket.
func newBucket(limit Limit) *bucket {
	return &bucket{limit: limit, tokens: rate.NewLimiter(rate.Limit(limit.Rate), limit.Burst)}
}

// take spends one token, where there is one.
func (b *bucket) take(now func() time.Time) Decision {
	b.mu.Lock()
	// The clock is read under the lock: an earlier time after a later one would fill
	// the bucket twice for what lies between.
	at := now()
	allowed := b.tokens.AllowN(at, 1)
	left, limit := b.tokens.TokensAt(at), b.limit
	b.mu.Unlock()
	return decide(limit, allowed, left)
}

// change sets another limit. The tokens stay, as far as the new burst holds them.
func (b *bucket) change(limit Limit, now func() time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.limit == limit {
		return
	}
	at := now()
	b.tokens.SetLimitAt(at, rate.Limit(limit.Rate))
	b.tokens.SetBurstAt(at, limit.Burst)
	b.limit = limit
}

// hair is less than any token, and more than the rounding of their sums.
const hair = 1e-6

func decide(limit Limit, allowed bool, left float64) Decision {
	d := Decision{Allowed: allowed, Limit: limit}
	if allowed {
		d.Remaining = int(max(0, left) + hair)
	}
	const toNearest = 0.5
	d.Next = time.Duration((float64(d.Remaining+1)-left)*float64(time.Second)/limit.Rate + toNearest)
	if !allowed {
		d.RetryAfter = d.Next
	}
	return d
}
