package rest

import (
	"context"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

func TestInAStormTheVendorGetsATenthMoreThanItsCallersAskAtMost(t *testing.T) {
	for _, calls := range []int64{100, 500} {
		synctest.Test(t, func(t *testing.T) {
			v := serveSturdy(t, replies(503), neverOpens)
			for range calls {
				_, _ = v.ends(t.Context(), to("GET", false))
			}
			if got := v.requests.Load(); got <= calls || got > calls+calls/10 {
				t.Errorf("got %d requests for %d calls, want a few more and at most a tenth", got, calls)
			}
		})
	}
}

func TestASavedReserveCarriesAFewBrokenCallsAndIsEarnedAgain(t *testing.T) {
	b := newBudget(upstream.DefaultResilience())
	spent := func() (n int) {
		for n < 100 && b.spend() {
			n++
		}
		return n
	}
	if got := spent(); got != 5 {
		t.Errorf("got %d repeats at the start, want 5", got)
	}
	for range 21 {
		b.earn()
	}
	if got := spent(); got != 1 {
		t.Errorf("got %d repeats for 21 calls, want 1", got)
	}
	for range 1000 {
		b.earn()
	}
	if got := spent(); got != 5 {
		t.Errorf("got %d repeats for a thousand calls, want no more than 5 at once", got)
	}
}

func TestASlotIsHeldUntilTheBodyIsRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		finish := make(chan struct{})
		v := serveSturdy(t, func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusOK)
			_ = http.NewResponseController(w).Flush()
			<-finish
		}, func(r *upstream.Resilience) { r.Concurrency = 2 })
		var calls sync.WaitGroup
		for range 2 {
			calls.Go(func() {
				if got, e := v.ends(t.Context(), to("GET", false)); got != 200 {
					t.Errorf("got %d, %v; want 200", got, e)
				}
			})
		}
		synctest.Wait()
		began := time.Now()
		_, e := v.ends(t.Context(), to("PUT", true))
		if e == nil || e.Kind != upstream.Throttled || e.Outcome != upstream.NotSent || e.RetryAfter <= 0 || time.Since(began) > 0 {
			t.Errorf("got %+v after %v; want throttled, not sent, at once", e, time.Since(began))
		}
		close(finish)
		calls.Wait()
		if got, e := v.ends(t.Context(), to("GET", false)); got != 200 || v.requests.Load() != 3 {
			t.Errorf("got %d, %v and %d requests; want 200 and 3", got, e, v.requests.Load())
		}
	})
}

func TestAFullConnectionIsNotASickOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := serveSturdy(t, func(w http.ResponseWriter, _ *http.Request) { time.Sleep(time.Second) },
			func(r *upstream.Resilience) { r.Concurrency = 1 })
		var calls sync.WaitGroup
		for range 50 {
			calls.Go(func() { _, _ = v.ends(t.Context(), to("GET", false)) })
		}
		calls.Wait()
		if got, e := v.ends(t.Context(), to("GET", false)); got != 200 {
			t.Errorf("got %d, %v; want 200", got, e)
		}
	})
}

func TestEveryRequestAsksForAdmissionRepeatsAndLoginsIncluded(t *testing.T) {
	for name, r := range map[string]*upstream.Resilience{"sturdy": new(upstream.DefaultResilience()), "plain": nil} {
		synctest.Test(t, func(t *testing.T) {
			asked := int64(0)
			v := serve(t, upstream.Connection{Resilience: r, Admit: func() (time.Duration, bool) { asked++; return 0, true }}, replies(200, 503, 401, 200, 200))
			call := to("GET", false)
			call.Auth = v.loggingIn()
			if got, e := v.ends(t.Context(), call); e != nil || asked != v.requests.Load() || asked < 2 {
				t.Errorf("%s: got %d, %v; asked %d times for %d requests", name, got, e, asked, v.requests.Load())
			}
		})
	}
}

// loggingIn is a session that mints by a call of the same connection.
func (v *vendor) loggingIn() *Session {
	s := &Session{Now: time.Now, StaleOn: []int{http.StatusUnauthorized}}
	s.Mint = func(ctx context.Context) (Token, error) {
		call := to("GET", false)
		call.Mints = true
		if _, err := v.Do(ctx, call); err != nil {
			return Token{}, err
		}
		return Token{Value: upstream.NewSecret("t"), Expires: time.Now().Add(time.Hour)}, nil
	}
	return s
}

func TestARequestThatIsNotAdmittedDoesNotGoOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := serve(t, upstream.Connection{Admit: func() (time.Duration, bool) { return 7 * time.Second, false }}, replies(200))
		_, e := v.ends(t.Context(), to("POST", true))
		if e == nil || e.Kind != upstream.Throttled || e.Outcome != upstream.NotSent || e.RetryAfter != 7*time.Second || v.requests.Load() != 0 {
			t.Errorf("got %+v and %d requests; want throttled, not sent, for seven seconds", e, v.requests.Load())
		}
	})
}

func TestALoginNeedsNoSlotOfTheCallThatWaitsForIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := serveSturdy(t, replies(200), func(r *upstream.Resilience) { r.Concurrency = 1 })
		call := to("GET", false)
		call.Auth = v.loggingIn()
		if got, e := v.ends(t.Context(), call); got != 200 {
			t.Errorf("got %d, %v; want 200", got, e)
		}
	})
}

func TestARenewalAndARepeatAreThreeRequestsAtMost(t *testing.T) {
	for _, statuses := range [][]int{{401, 503, 503}, {503, 401, 503}, {503, 401, 200}, {401, 401, 401}, {0, 401, 0}, {401, 0, 0}} {
		synctest.Test(t, func(t *testing.T) {
			v := serveSturdy(t, replies(statuses...))
			// No GET: net/http itself sends one anew where a kept connection broke.
			call := to("DELETE", true)
			call.Auth = tireless{}
			got, _ := v.ends(t.Context(), call)
			if n := v.requests.Load(); n > 3 || n < 2 || got != statuses[n-1] {
				t.Errorf("%v: got %d after %d requests", statuses, got, n)
			}
		})
	}
}

// tireless is a credential that may always be renewed.
type tireless struct{}

func (tireless) Apply(context.Context, http.Header) error { return nil }
func (tireless) Stale(status int) bool                    { return status == http.StatusUnauthorized }
func (tireless) Renew(http.Header) bool                   { return true }
