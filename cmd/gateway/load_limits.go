package main

import "github.com/dragoman-gateway/dragoman/internal/ratelimit"

// rateLimit puts the limit of a name, where it has one, among those of its kind.
func (l *loader) rateLimit(path, name string, c *rateLimitConfig, limits map[string]ratelimit.Limit) {
	if c == nil {
		return
	}
	if c.Rate < ratelimit.MinRate || c.Rate > ratelimit.MaxRate {
		l.fault(path+".rateLimit.rate", "want a number from %v to %.0f", ratelimit.MinRate, ratelimit.MaxRate)
	}
	if c.Burst < 1 || c.Burst > ratelimit.MaxBurst {
		l.fault(path+".rateLimit.burst", "want 1 to %.0f", ratelimit.MaxBurst)
	}
	limits[name] = ratelimit.Limit{Rate: c.Rate, Burst: c.Burst}
}

// concurrency puts how many may be under way at once for a name, where that is
// given, among those of its kind.
func (l *loader) concurrency(path, name string, limit *int, limits map[string]int) {
	if limit == nil {
		return
	}
	if *limit < 1 {
		l.fault(path+".concurrency", "want at least 1")
	}
	limits[name] = *limit
}
