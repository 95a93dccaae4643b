package ratelimit_test

import (
	"context"
	"math"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/ratelimit"
	"github.com/dragoman-gateway/dragoman/internal/redisconn/redistest"
)

// changeable is what both limiters are.
type changeable interface {
	ratelimit.Limiter
	SetLimits(map[string]ratelimit.Limit)
}

// subject is a limiter and a way to let time pass for it.
type subject struct {
	changeable
	wait func(time.Duration)
}

// subjects are the limiters that one suite holds to one contract.
func subjects() map[string]func(*testing.T, map[string]ratelimit.Limit) subject {
	return map[string]func(*testing.T, map[string]ratelimit.Limit) subject{
		"in this process": func(_ *testing.T, limits map[string]ratelimit.Limit) subject {
			now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
			return subject{ratelimit.NewLocal(limits, func() time.Time { return now }), func(d time.Duration) { now = now.Add(d) }}
		},
		"in Redis": func(t *testing.T, limits map[string]ratelimit.Limit) subject {
			client := patient{redistest.Start(t).Client()}
			return subject{join(t, client, limits, 0), time.Sleep}
		},
		"in Redis that is lost": func(t *testing.T, limits map[string]ratelimit.Limit) subject {
			server := redistest.Start(t)
			server.Kill()
			return subject{join(t, impatient(t, server), limits, 0), time.Sleep}
		},
	}
}

// each runs a test for every limiter.
func each(t *testing.T, limits map[string]ratelimit.Limit, test func(*testing.T, subject)) {
	t.Helper()
	for where, start := range subjects() {
		t.Run(where, func(t *testing.T) {
			t.Parallel()
			test(t, start(t, limits))
		})
	}
}

var ctx = context.Background()

func TestANameGetsItsBurstThenWaitsForItsRate(t *testing.T) {
	limit := ratelimit.Limit{Rate: 0.5, Burst: 3}
	each(t, map[string]ratelimit.Limit{"hr": limit}, func(t *testing.T, l subject) {
		for want := 2; want >= 0; want-- {
			if d := l.Take(ctx, "hr"); !d.Allowed || d.Remaining != want || d.Limit != limit || d.RetryAfter != 0 || d.Next <= 0 || d.Next > 2*time.Second {
				t.Fatalf("within the burst: got %+v, want allowed with %d left", d, want)
			}
		}
		d := l.Take(ctx, "hr")
		if d.Allowed || d.Remaining != 0 || d.Limit != limit || d.RetryAfter <= 0 || d.RetryAfter > 2*time.Second+time.Millisecond || d.Next != d.RetryAfter {
			t.Fatalf("over the burst: got %+v, want refused for two seconds at most", d)
		}
		l.wait(d.RetryAfter)
		if d := l.Take(ctx, "hr"); !d.Allowed {
			t.Errorf("after waiting as told: got %+v, want allowed", d)
		}
		if d := l.Take(ctx, "hr"); d.Allowed {
			t.Errorf("at once after that: got %+v, want refused", d)
		}
	})
}

func TestOneNamesRequestsAreNotAnothers(t *testing.T) {
	limit := ratelimit.Limit{Rate: ratelimit.MinRate, Burst: 1}
	each(t, map[string]ratelimit.Limit{"loud": limit, "quiet": limit}, func(t *testing.T, l subject) {
		if n := takeAll(t, l, "loud"); n != 1 {
			t.Errorf("the loud one got %d, want 1", n)
		}
		if !l.Take(ctx, "quiet").Allowed {
			t.Error("the quiet one paid for the loud one")
		}
	})
}

func TestANameWithoutALimitIsAlwaysAllowed(t *testing.T) {
	each(t, map[string]ratelimit.Limit{"hr": {Rate: 1, Burst: 1}}, func(t *testing.T, l subject) {
		for range 1000 {
			if d := l.Take(ctx, "free"); d != (ratelimit.Decision{Allowed: true}) {
				t.Fatalf("got %+v, want allowed without a limit", d)
			}
		}
	})
}

func TestManyAtOnceGetNoMoreThanTheBurst(t *testing.T) {
	each(t, map[string]ratelimit.Limit{"hr": {Rate: ratelimit.MinRate, Burst: 50}}, func(t *testing.T, l subject) {
		var allowed atomic.Int64
		var workers sync.WaitGroup
		for range 8 {
			workers.Go(func() {
				for range 25 {
					if l.Take(ctx, "hr").Allowed {
						allowed.Add(1)
					}
				}
			})
		}
		workers.Wait()
		if n := allowed.Load(); n != 50 {
			t.Errorf("%d were allowed, want 50", n)
		}
	})
}

// A limit of nothing makes redis_rate allow everything.
func TestALimitThatIsNoneIsNeverOpen(t *testing.T) {
	limits := map[string]ratelimit.Limit{
		"zero": {}, "no rate": {Burst: 1}, "negative": {Rate: -1, Burst: -1}, "no number": {Rate: math.NaN(), Burst: 1},
		"hardly any": {Rate: math.SmallestNonzeroFloat64, Burst: 0},
	}
	each(t, limits, func(t *testing.T, l subject) {
		for name := range limits {
			if n := takeAll(t, l, name); n != 1 {
				t.Errorf("%s: %d were allowed, want 1", name, n)
			}
		}
	})
}

func TestARateWithoutBoundsIsBounded(t *testing.T) {
	each(t, map[string]ratelimit.Limit{"inf": {Rate: math.Inf(1), Burst: math.MaxInt}}, func(t *testing.T, l subject) {
		if d := l.Take(ctx, "inf"); !d.Allowed || d.Limit != (ratelimit.Limit{Rate: ratelimit.MaxRate, Burst: ratelimit.MaxBurst}) || d.Next <= 0 {
			t.Errorf("got %+v", d)
		}
	})
}

func TestNewLimitsHoldFromTheNextRequestOn(t *testing.T) {
	few := ratelimit.Limit{Rate: ratelimit.MinRate, Burst: 2}
	each(t, map[string]ratelimit.Limit{"kept": few, "freed": few}, func(t *testing.T, l subject) {
		takeAll(t, l, "kept")
		takeAll(t, l, "freed")
		l.SetLimits(map[string]ratelimit.Limit{"kept": few, "caught": few})
		if d := l.Take(ctx, "kept"); d.Allowed {
			t.Errorf("a limit that did not change starts anew: %+v", d)
		}
		if d := l.Take(ctx, "freed"); !d.Allowed || d.Limit.Rate != 0 {
			t.Errorf("a name whose limit was taken away: got %+v", d)
		}
		if n := takeAll(t, l, "caught"); n != 2 {
			t.Errorf("a name that has a limit now got %d, want 2", n)
		}
	})
}

func TestLimitsMayChangeUnderLoad(t *testing.T) {
	each(t, nil, func(t *testing.T, l subject) {
		var workers sync.WaitGroup
		for i := range 4 {
			workers.Go(func() {
				for n := range 200 {
					if i == 0 {
						l.SetLimits(map[string]ratelimit.Limit{"hr": {Rate: float64(1 + n), Burst: 1 + n}})
					}
					if d := l.Take(ctx, "hr"); d.Limit.Rate > 0 && d.Next <= 0 {
						t.Errorf("got %+v", d)
					}
				}
			})
		}
		workers.Wait()
	})
}
