package ratelimit_test

import (
	"runtime"
	"strconv"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/ratelimit"
)

func TestAChangedLimitStartsWithWhatWasLeft(t *testing.T) {
	now := func() time.Time { return time.Unix(0, 0) }
	l := ratelimit.NewLocal(map[string]ratelimit.Limit{"hr": {Rate: 1, Burst: 10}}, now)
	for range 4 {
		l.Take(ctx, "hr")
	}
	l.SetLimits(map[string]ratelimit.Limit{"hr": {Rate: 2, Burst: 20}})
	if d := l.Take(ctx, "hr"); !d.Allowed || d.Remaining != 5 || d.Limit.Burst != 20 {
		t.Errorf("after a raise: got %+v, want 5 left", d)
	}
	l.SetLimits(map[string]ratelimit.Limit{"hr": {Rate: 2, Burst: 3}})
	if d := l.Take(ctx, "hr"); !d.Allowed || d.Remaining != 2 {
		t.Errorf("after a cut: got %+v, want 2 left", d)
	}
}

func TestWhoWaitsAsToldDoesNotComeTooEarly(t *testing.T) {
	now := time.Unix(0, 0)
	for _, rate := range []float64{0.3, 3, 7, 1e5 / 3} {
		l := ratelimit.NewLocal(map[string]ratelimit.Limit{"hr": {Rate: rate, Burst: 1}}, func() time.Time { return now })
		l.Take(ctx, "hr")
		for range 100 {
			now = now.Add(l.Take(ctx, "hr").RetryAfter)
			if d := l.Take(ctx, "hr"); !d.Allowed {
				t.Fatalf("%v a second: got %+v, want allowed", rate, d)
			}
		}
	}
}

func TestNextTellsWhenOneMoreIsLeft(t *testing.T) {
	now := time.Unix(0, 0)
	l := ratelimit.NewLocal(map[string]ratelimit.Limit{"hr": {Rate: 0.1, Burst: 5}}, func() time.Time { return now })
	if d := l.Take(ctx, "hr"); d.Remaining != 4 || d.Next != 10*time.Second {
		t.Errorf("got %+v, want 10s", d)
	}
	now = now.Add(4 * time.Second)
	if d := l.Take(ctx, "hr"); d.Remaining != 3 || d.Next != 6*time.Second {
		t.Errorf("4s later: got %+v, want 6s", d)
	}
}

// The clock of a replica can be set back; what was spent stays spent.
func TestAClockThatGoesBackFillsNothing(t *testing.T) {
	now := time.Unix(1000, 0)
	l := ratelimit.NewLocal(map[string]ratelimit.Limit{"hr": {Rate: 1, Burst: 5}}, func() time.Time { return now })
	takeAll(t, l, "hr")
	now = now.Add(-5 * time.Minute)
	if d := l.Take(ctx, "hr"); d.Allowed {
		t.Errorf("got %+v, want refused", d)
	}
}

func TestNamesWithoutALimitAreNotKept(t *testing.T) {
	l, c := ratelimit.NewLocal(nil, time.Now), ratelimit.NewConcurrency(nil)
	before := heap()
	for i := range 1_000_000 {
		name := strconv.Itoa(i)
		l.Take(ctx, name)
		leave, _ := c.Enter(name)
		leave()
	}
	if after := heap(); after > before+1<<20 {
		t.Errorf("a million names grew the heap by %d bytes", after-before)
	}
	runtime.KeepAlive(l)
	runtime.KeepAlive(c)
}

func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func TestADecisionAllocatesNothing(t *testing.T) {
	l := ratelimit.NewLocal(map[string]ratelimit.Limit{"hr": {Rate: 10, Burst: 10}}, time.Now)
	if n := testing.AllocsPerRun(1000, func() { l.Take(ctx, "hr") }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkLocal(b *testing.B) {
	l := ratelimit.NewLocal(map[string]ratelimit.Limit{"hr": {Rate: ratelimit.MaxRate, Burst: ratelimit.MaxBurst}}, time.Now)
	b.ReportAllocs()
	for b.Loop() {
		l.Take(ctx, "hr")
	}
}
