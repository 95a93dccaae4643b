package ratelimit

import (
	"context"
	"sync/atomic"

	"github.com/go-redis/redis_rate/v10"
)

// debt is what this replica allowed of a name while Redis was lost to it, and has
// yet to spend there. Redis may have been lost to nobody else, on a busy machine for
// a moment: then the others go on to get all of the limit.
type debt struct {
	owed atomic.Int64
	// due tells that it has grown since it was last tried to pay all of it.
	due atomic.Bool
}

// owe adds one. More than a burst is never owed: a Redis that was lost to all has
// filled up meanwhile.
func (d *debt) owe(burst int) {
	if d.owed.Load() < int64(burst) {
		d.owed.Add(1)
		d.due.Store(true)
	}
}

// payAll spends in Redis what is owed, where there is as much. Where others paid
// parts of it meanwhile that was too much, and the next debt is smaller for it.
func (d *debt) payAll(ctx context.Context, gcra *redis_rate.Limiter, q quota) {
	if !d.due.Load() || !d.due.Swap(false) {
		return
	}
	owed := d.owed.Load()
	if owed <= 0 {
		return
	}
	if said, err := gcra.AllowN(ctx, q.key, q.gcra, int(owed)); err == nil && said.Allowed > 0 {
		d.owed.Add(-owed)
	}
}

// payOne takes what a request was given by Redis for what is owed, and reports
// whether it did.
func (d *debt) payOne() bool {
	for owed := d.owed.Load(); owed > 0; owed = d.owed.Load() {
		if d.owed.CompareAndSwap(owed, owed-1) {
			return true
		}
	}
	return false
}
