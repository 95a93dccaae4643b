package upstream

import (
	"context"
	"sync"
	"time"
)

// Timing measures how long a request waited for vendors: the time in which at
// least one call was under way. It is safe for concurrent use, and a nil Timing
// measures nothing.
type Timing struct {
	mu    sync.Mutex
	under int
	since time.Time
	total time.Duration
}

type timingKey struct{}

// WithTiming returns a context whose vendor calls are measured, and the measure.
func WithTiming(ctx context.Context) (context.Context, *Timing) {
	t := &Timing{}
	return context.WithValue(ctx, timingKey{}, t), t
}

// TimingFrom returns the measure of a request, or nil.
func TimingFrom(ctx context.Context) *Timing {
	t, _ := ctx.Value(timingKey{}).(*Timing)
	return t
}

// Start begins a call, at now; Stop ends it.
func (t *Timing) Start(now time.Time) {
	if t == nil {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.under++; t.under == 1 {
		t.since = now
	}
}

// Stop ends a call, at now.
func (t *Timing) Stop(now time.Time) {
	if t == nil {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.under--; t.under == 0 {
		t.total += now.Sub(t.since)
	}
}

// Total is the time measured so far, without the stretch still under way.
func (t *Timing) Total() time.Duration {
	if t == nil {
		return 0
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.total
}
