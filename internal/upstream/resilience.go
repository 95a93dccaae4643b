package upstream

import "time"

// Resilience is how far a sick vendor may reach into the gateway, and the gateway
// into a sick vendor. Every number is of one connection in one process.
type Resilience struct {
	// Concurrency is how many requests may be under way at once, each until its
	// body has been read. There is no queue: one more is refused.
	Concurrency uint
	// Failures is how many of the last Window requests must have failed (5xx, no
	// answer in time, a broken connection) for the circuit breaker to open.
	Failures, Window uint
	// Recovery is how long an open breaker keeps all requests back; then it lets one
	// out. That one's success closes it, anything else begins the time anew.
	Recovery time.Duration
	// RepeatShare is the part of a repeat that each call earns, RepeatReserve how
	// many repeats can be saved up and are there at the start: n calls in a row have
	// at most RepeatReserve + n × RepeatShare repeats.
	RepeatShare, RepeatReserve float64
}

// DefaultResilience opens the breaker at five failures of ten, since a vendor that
// fails every other call helps nobody, and heals within about a second. Any
// hundred calls in a row have at most ten repeats, and the reserve still carries a
// quiet connection over a handful of broken ones.
func DefaultResilience() Resilience {
	return Resilience{
		Concurrency: 64,
		Failures:    5, Window: 10,
		Recovery:    time.Second,
		RepeatShare: 0.05, RepeatReserve: 5,
	}
}
