package rest

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

func TestAVendorThatFailsIsSparedAndTheAnswerComesAtOnce(t *testing.T) {
	for name, sick := range map[string]http.HandlerFunc{
		"500": replies(500), "a reset": replies(0), "no answer in time": stalls, "half a body": breaksOff,
		"no HTTP": func(w http.ResponseWriter, _ *http.Request) {
			conn, _, _ := http.NewResponseController(w).Hijack()
			_, _ = conn.Write([]byte("220 mail.example ESMTP\r\n"))
			_ = conn.Close()
		},
	} {
		synctest.Test(t, func(t *testing.T) {
			v := serveSturdy(t, sick)
			for range 5 {
				if _, e := v.ends(t.Context(), to("POST", true)); isSpared(e) {
					t.Fatalf("%s: spared too early", name)
				}
			}
			began, before := time.Now(), v.requests.Load()
			_, e := v.ends(t.Context(), to("POST", true))
			if !isSpared(e) || e.Outcome != upstream.NotSent || e.RetryAfter <= 0 || e.RetryAfter > time.Second || e.Detail == "" {
				t.Errorf("%s: got %+v; want throttled, not sent, for at most a second", name, e)
			}
			if took := time.Since(began); took > 0 || v.requests.Load() != before {
				t.Errorf("%s: took %v and %d requests, want neither", name, took, v.requests.Load()-before)
			}
		})
	}
}

func breaksOff(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Length", "1000")
	_, _ = w.Write([]byte(`{"half":`))
}

func TestFiveFailuresOfTenAreEnough(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := serveSturdy(t, replies(200, 500, 200, 500, 200, 500, 200, 500, 200, 500, 200))
		for range 10 {
			_, _ = v.ends(t.Context(), to("POST", true))
		}
		if _, e := v.ends(t.Context(), to("POST", true)); !isSpared(e) {
			t.Errorf("got %v, want it spared", e)
		}
	})
}

func TestWhatIsNotTheVendorsFailureOpensNothing(t *testing.T) {
	leaving := func(t *testing.T, v *vendor) {
		ctx, leave := context.WithCancel(t.Context())
		time.AfterFunc(9*time.Second, leave)
		_, _ = v.ends(ctx, to("GET", false))
	}
	hurried := func(t *testing.T, v *vendor) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, _ = v.ends(ctx, to("GET", false))
	}
	unproven := func(t *testing.T, v *vendor) {
		call := to("GET", false)
		call.Auth = &Session{Now: time.Now, Mint: func(context.Context) (Token, error) {
			return Token{}, &upstream.Error{Kind: upstream.Failed, Err: errors.New("no login")}
		}}
		_, _ = v.ends(t.Context(), call)
	}
	plainly := func(t *testing.T, v *vendor) { _, _ = v.ends(t.Context(), to("GET", false)) }
	for name, c := range map[string]struct {
		answer http.HandlerFunc
		call   func(*testing.T, *vendor)
	}{
		"callers who leave":                {stalls, leaving},
		"a caller's own shorter time":      {stalls, hurried},
		"a login that failed":              {replies(200), unproven},
		"a vendor that asks to come later": {replies(429), plainly},
		"a vendor that says no":            {replies(403), plainly},
		"an answer that is too large":      {func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(make([]byte, maxAnswer+1)) }, plainly},
	} {
		synctest.Test(t, func(t *testing.T) {
			v := serveSturdy(t, c.answer)
			for range 5 {
				c.call(t, v)
			}
			if _, ok := v.guards.sturdy.breaker.enter(); !ok {
				t.Errorf("%s: the breaker has opened", name)
			}
		})
	}
}

func TestWhatAGuardHeldBackSaysNothingOfTheVendor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := upstream.DefaultResilience()
		v := serve(t, upstream.Connection{Resilience: &r, Admit: func() (time.Duration, bool) { return time.Second, false }}, replies(200))
		for range 20 {
			_, _ = v.ends(t.Context(), to("GET", false))
		}
		v.guards.admit = nil
		if got, e := v.ends(t.Context(), to("GET", false)); got != 200 {
			t.Errorf("got %d, %v; want 200", got, e)
		}
	})
}

func TestAVendorThatHasHealedIsBackWithinFiveSeconds(t *testing.T) {
	for name, sick := range map[string]http.HandlerFunc{"503": replies(503), "no answer": stalls} {
		synctest.Test(t, func(t *testing.T) {
			var healed atomic.Bool
			v := serveSturdy(t, func(w http.ResponseWriter, r *http.Request) {
				if !healed.Load() {
					sick(w, r)
				}
			})
			stop := load(t, v)
			time.Sleep(20 * time.Second)
			healed.Store(true)
			time.Sleep(5 * time.Second)
			for range 100 {
				if got, e := v.ends(t.Context(), to("GET", false)); got != 200 {
					t.Fatalf("%s: got %d, %v; want 200", name, got, e)
				}
				time.Sleep(100 * time.Millisecond)
			}
			stop()
		})
	}
}

// load makes ten calls a second, answered or not, until it is stopped.
func load(t *testing.T, v *vendor) (stop func()) {
	ctx, cancel := context.WithCancel(t.Context())
	var calls sync.WaitGroup
	calls.Go(func() {
		for ctx.Err() == nil {
			calls.Go(func() { _, _ = v.ends(ctx, to("GET", false)) })
			time.Sleep(100 * time.Millisecond)
		}
	})
	return func() { cancel(); calls.Wait() }
}

// TestATrialWhoseCallerLeavesIsNoVerdict: failsafe's own policy takes what is no
// failure for a success, and would close.
func TestATrialWhoseCallerLeavesIsNoVerdict(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := serveSturdy(t, stalls)
		for range 5 {
			v.guards.sturdy.breaker.circuit.RecordFailure()
		}
		time.Sleep(time.Second)
		ctx, leave := context.WithTimeout(t.Context(), 10*time.Millisecond)
		defer leave()
		if _, e := v.ends(ctx, to("GET", false)); isSpared(e) {
			t.Fatalf("got %v, want a trial", e)
		}
		if _, e := v.ends(t.Context(), to("GET", false)); !isSpared(e) {
			t.Errorf("got %v, want it still spared", e)
		}
		time.Sleep(time.Second)
		if _, e := v.ends(t.Context(), to("GET", false)); isSpared(e) {
			t.Errorf("got %v, want the next trial", e)
		}
	})
}

func TestOneTrialIsLetOutAtATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := serveSturdy(t, stalls)
		for range 5 {
			v.guards.sturdy.breaker.circuit.RecordFailure()
		}
		time.Sleep(time.Second)
		var calls sync.WaitGroup
		for range 50 {
			calls.Go(func() { _, _ = v.ends(t.Context(), to("GET", false)) })
		}
		calls.Wait()
		if got := v.requests.Load(); got != 1 {
			t.Errorf("got %d trials, want 1", got)
		}
	})
}

func TestWhatHungBeforeTheBreakerOpenedTellsNothingOfTheTimeAfter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBreaker(upstream.DefaultResilience())
		before, _ := b.enter()
		for range 5 {
			b.leave(before, sick)
		}
		b.leave(before, well)
		if _, ok := b.enter(); ok {
			t.Fatal("an early success has closed the breaker")
		}
		time.Sleep(time.Second)
		trial, _ := b.enter()
		b.leave(trial, well)
		for range 50 {
			b.leave(before, sick)
			b.leave(trial, sick)
		}
		if _, ok := b.enter(); !ok {
			t.Error("late failures have opened the breaker again")
		}
	})
}
