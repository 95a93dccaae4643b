package ratelimit_test

import (
	"context"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/ratelimit"
)

func TestATenantGetsItsBurstThenWaitsForItsRate(t *testing.T) {
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	l := ratelimit.NewLocal(map[string]ratelimit.Limit{"hr": {Rate: 2, Burst: 3}}, func() time.Time { return now })
	for want := 2; want >= 0; want-- {
		if d := l.Take(context.Background(), "hr"); !d.Allowed || d.Remaining != want {
			t.Fatalf("within the burst: got %+v, want allowed with %d left", d, want)
		}
	}
	d := l.Take(context.Background(), "hr")
	if d.Allowed || d.RetryAfter != 500*time.Millisecond {
		t.Fatalf("over the burst: got %+v, want refused for 500ms", d)
	}
	now = now.Add(d.RetryAfter)
	if d := l.Take(context.Background(), "hr"); !d.Allowed {
		t.Fatalf("after waiting as told: got %+v, want allowed", d)
	}
}

func TestOneTenantsRequestsAreNotAnothers(t *testing.T) {
	now := func() time.Time { return time.Unix(0, 0) }
	l := ratelimit.NewLocal(map[string]ratelimit.Limit{"loud": {Rate: 1, Burst: 1}, "quiet": {Rate: 1, Burst: 1}}, now)
	l.Take(context.Background(), "loud")
	if l.Take(context.Background(), "loud").Allowed {
		t.Error("the loud tenant got more than its limit")
	}
	if !l.Take(context.Background(), "quiet").Allowed {
		t.Error("the quiet tenant paid for the loud one")
	}
}

func TestATenantWithoutALimitIsAlwaysAllowed(t *testing.T) {
	l := ratelimit.NewLocal(nil, time.Now)
	for range 1000 {
		if d := l.Take(context.Background(), "free"); !d.Allowed || d.Limit.Rate != 0 {
			t.Fatalf("got %+v, want allowed without a limit", d)
		}
	}
}

func TestNewLimitsGiveBackNothingWhereTheLimitStays(t *testing.T) {
	now := func() time.Time { return time.Unix(0, 0) }
	l := ratelimit.NewLocal(map[string]ratelimit.Limit{"same": {Rate: 1, Burst: 1}, "wider": {Rate: 1, Burst: 1}, "gone": {Rate: 1, Burst: 1}}, now)
	for _, tenant := range []string{"same", "wider", "gone"} {
		l.Take(context.Background(), tenant)
	}
	l.SetLimits(map[string]ratelimit.Limit{"same": {Rate: 1, Burst: 1}, "wider": {Rate: 1, Burst: 2}})
	for tenant, want := range map[string]bool{"same": false, "wider": true, "gone": true} {
		if got := l.Take(context.Background(), tenant).Allowed; got != want {
			t.Errorf("%s: allowed %v, want %v", tenant, got, want)
		}
	}
}
