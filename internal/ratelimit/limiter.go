package ratelimit

import (
	"context"
	"math"
	"time"
)

// Limiter decides whether a tenant or a connection may make a request now. It is
// safe for concurrent use.
type Limiter interface {
	// Take spends one request of the name, where one is left. A name without a
	// limit is always allowed. There is no error: a limiter that cannot ask the
	// others decides on its own.
	Take(ctx context.Context, name string) Decision
}

// Limit is how often something may be done: a bucket that holds Burst requests and
// gains Rate a second.
type Limit struct {
	// Rate is in requests a second, from MinRate to MaxRate.
	Rate float64
	// Burst is how many can come at once, from 1 to MaxBurst.
	Burst int
}

// The bounds of a limit. Within them the arithmetic of every limiter is exact to a
// thousandth; a limit beyond them is taken for the nearest within.
const (
	MinRate  = 0.001
	MaxRate  = 1e6
	MaxBurst = 1e6
)

// Decision is what a limiter says to one request.
type Decision struct {
	Allowed bool
	// Limit is the name's, the zero Limit where it has none.
	Limit Limit
	// Remaining is how many more requests would be allowed at once now: never more
	// than the burst, 0 where this one was not allowed.
	Remaining int
	// Next is how long until Remaining grows by one, above zero; 0 without a limit.
	Next time.Duration
	// RetryAfter is how long until the next request is allowed, if nobody else of
	// that name is faster: above zero where this one was not allowed, else 0.
	RetryAfter time.Duration
}

// bounded returns the nearest limit within the bounds. A limit of nothing would
// let redis_rate allow everything.
func (l Limit) bounded() Limit {
	if math.IsNaN(l.Rate) || l.Rate < MinRate {
		l.Rate = MinRate
	}
	return Limit{Rate: min(l.Rate, MaxRate), Burst: min(max(l.Burst, 1), MaxBurst)}
}

// interval is how long one request takes to come back.
func (l Limit) interval() time.Duration {
	return time.Duration(float64(time.Second) / l.Rate)
}

// share returns what one of so many replicas may do of the limit on its own. Each
// may do one at once, however many they are.
func (l Limit) share(replicas int) Limit {
	return Limit{Rate: l.Rate / float64(replicas), Burst: max(1, l.Burst/replicas)}
}
