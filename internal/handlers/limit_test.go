package handlers

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/dragoman-gateway/dragoman/internal/ratelimit"
)

// decided is a limiter with one answer.
type decided ratelimit.Decision

// Take gives it.
func (d decided) Take(context.Context, string) ratelimit.Decision { return ratelimit.Decision(d) }

// pass sends one request of the tenant hr through the limit to a handler.
func pass(t *testing.T, s *server, handler echo.HandlerFunc) (http.Header, *failure) {
	t.Helper()
	ctx := context.WithValue(context.Background(), callerKey{}, &Caller{Tenant: "hr"})
	c := echo.New().NewContext(httptest.NewRequestWithContext(ctx, http.MethodGet, "/", nil), httptest.NewRecorder())
	err := s.limit(handler)(c)
	var f *failure
	if err != nil && !errors.As(err, &f) {
		t.Fatal(err)
	}
	return c.Response().Header(), f
}

func limited(l ratelimit.Limiter, atOnce map[string]int) *server {
	return &server{Config: Config{Limiter: l, Concurrency: ratelimit.NewConcurrency(atOnce)}}
}

func nothing(echo.Context) error { return nil }

func TestTheHeadersTellWhatIsLeftOfTheRate(t *testing.T) {
	limit := ratelimit.Limit{Rate: 0.1, Burst: 5}
	for situation, row := range map[string]struct {
		decision ratelimit.Decision
		left     string
	}{
		"some left, the next in a while":     {ratelimit.Decision{Allowed: true, Limit: limit, Remaining: 3, Next: 6100 * time.Millisecond}, `"tenant";r=3;t=7`},
		"none left, the next within a blink": {ratelimit.Decision{Allowed: true, Limit: limit, Next: time.Millisecond}, `"tenant";r=0;t=1`},
		"refused":                            {ratelimit.Decision{Limit: limit, Next: 9 * time.Second, RetryAfter: 9 * time.Second}, `"tenant";r=0;t=9`},
	} {
		t.Run(situation, func(t *testing.T) {
			header, f := pass(t, limited(decided(row.decision), nil), nothing)
			if got := header.Get("RateLimit"); got != row.left {
				t.Errorf("got %q, want %q", got, row.left)
			}
			if got, want := header.Get("RateLimit-Policy"), `"tenant";q=5;w=50`; got != want {
				t.Errorf("got %q, want %q", got, want)
			}
			if !row.decision.Allowed && (f == nil || f.code != codeRateLimited || f.header.Get("Retry-After") != "9" || f.detail != "It has sent more requests than its rate allows.") {
				t.Errorf("got %+v", f)
			}
		})
	}
	if header, _ := pass(t, limited(decided{Allowed: true}, nil), nothing); len(header) != 0 {
		t.Errorf("a tenant without a limit is told %v", header)
	}
}

func TestAPolicyTellsTheRateInWholeSeconds(t *testing.T) {
	for limit, want := range map[ratelimit.Limit][2]int{
		{Rate: 50, Burst: 100}:    {100, 2},
		{Rate: 50, Burst: 60}:     {100, 2},
		{Rate: 50, Burst: 1}:      {50, 1},
		{Rate: 0.5, Burst: 1}:     {1, 2},
		{Rate: 0.3, Burst: 3}:     {3, 10},
		{Rate: 0.3, Burst: 1}:     {1, 4},
		{Rate: 0.7, Burst: 7}:     {7, 10},
		{Rate: 1.0 / 3, Burst: 1}: {1, 3},
		{Rate: 0.001, Burst: 1}:   {1, 1000},
		{Rate: 1e6, Burst: 1e6}:   {1000000, 1},
	} {
		if quota, window := policy(limit); [2]int{quota, window} != want {
			t.Errorf("%v: got %d in %d seconds, want %v", limit, quota, window, want)
		}
	}
}

func TestATenantHasOnlySoManyRequestsUnderWay(t *testing.T) {
	s := limited(decided{Allowed: true, Limit: ratelimit.Limit{Rate: 1, Burst: 9}, Remaining: 8, Next: time.Second}, map[string]int{"hr": 1})
	_, f := pass(t, s, func(echo.Context) error {
		header, f := pass(t, s, nothing)
		if f == nil || f.code != codeRateLimited || f.header.Get("Retry-After") != "1" || f.detail != "It has as many requests under way as it may have at once." {
			t.Errorf("a second at once: got %+v", f)
		}
		if got := header.Get("RateLimit"); got != `"tenant";r=8;t=1` {
			t.Errorf("a second at once is told %q", got)
		}
		return nil
	})
	if f != nil {
		t.Errorf("the first: got %+v", f)
	}
	if _, f := pass(t, s, nothing); f != nil {
		t.Errorf("after the first: got %+v", f)
	}
}

func TestAPanicLeavesNobodyUnderWay(t *testing.T) {
	s := limited(decided{Allowed: true}, map[string]int{"hr": 1})
	func() {
		defer func() { _ = recover() }()
		pass(t, s, func(echo.Context) error { panic("at the vendor") })
	}()
	if _, f := pass(t, s, nothing); f != nil {
		t.Errorf("got %+v", f)
	}
}
