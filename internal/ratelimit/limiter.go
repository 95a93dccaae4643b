package ratelimit

import (
	"context"
	"time"
)

// Limiter decides whether a tenant may make a request now. It is safe for
// concurrent use.
type Limiter interface {
	// Take spends one request of the tenant, where one is left. A tenant without
	// a limit is always allowed.
	Take(ctx context.Context, tenant string) Decision
}

// Limit is a tenant's limit.
type Limit struct {
	// Rate is in requests a second, above zero.
	Rate float64
	// Burst is how many can come at once, at least one.
	Burst int
}

// Decision is what a limiter says to one request.
type Decision struct {
	Allowed bool
	// Limit is the tenant's, the zero Limit where it has none.
	Limit Limit
	// Remaining is how many requests would be allowed at once now.
	Remaining int
	// RetryAfter is how long until the next one is allowed, where this one was not.
	RetryAfter time.Duration
}
