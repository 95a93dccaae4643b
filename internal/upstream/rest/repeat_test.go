package rest

import (
	"context"
	"net/http"
	"net/url"
	"testing"
	"testing/synctest"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

func TestARequestIsRepeatedOnceWhereThatIsSafeAndMayHelp(t *testing.T) {
	minting, once, onceHere := to("GET", false), to("DELETE", true), to("PUT", true)
	minting.Mints, once.Route.Once, onceHere.Once = true, true, true
	for name, c := range map[string]struct {
		call   Call
		repeat bool
	}{
		"a read":              {to("GET", false), true},
		"a list by POST":      {to("POST", false), true},
		"a PUT":               {to("PUT", true), true},
		"a DELETE":            {to("DELETE", true), true},
		"a POST":              {to("POST", true), false},
		"a PATCH":             {to("PATCH", true), false},
		"a write by GET":      {to("GET", true), false},
		"a GET that mints":    {minting, false},
		"a DELETE for once":   {once, false},
		"a PUT for this once": {onceHere, false},
		"a create":            {Call{Route: Route{Verb: "POST", Path: "/users", Write: true}}, false},
	} {
		for status, passing := range map[int]bool{
			0: true, 502: true, 503: true, 504: true, 500: false, 501: false, 429: false, 409: false, 404: false, 401: false, 302: false, 200: false,
		} {
			synctest.Test(t, func(t *testing.T) {
				v := serveSturdy(t, replies(status))
				got, e := v.ends(t.Context(), c.call)
				if got != status || status == 0 && (e == nil || e.Kind != upstream.Failed) {
					t.Errorf("%s: got %d, %v; want the vendor's %d", name, got, e, status)
				}
				want := int64(1)
				if c.repeat && passing {
					want = 2
				}
				if got := v.requests.Load(); got != want {
					t.Errorf("%s, %d: got %d requests, want %d", name, status, got, want)
				}
			})
		}
	}
}

func TestARepeatThatIsAnsweredIsTheAnswer(t *testing.T) {
	for _, first := range []int{0, 502, 503, 504} {
		synctest.Test(t, func(t *testing.T) {
			v := serveSturdy(t, replies(first, 200))
			began := time.Now()
			if got, e := v.ends(t.Context(), to("PUT", true)); got != 200 {
				t.Errorf("after %d: got %d, %v; want 200", first, got, e)
			}
			if took := time.Since(began); took < pauseMin || took > pauseMax {
				t.Errorf("after %d: came again after %v, want a short pause", first, took)
			}
		})
	}
}

func TestARefusedConnectionIsTriedOnceMore(t *testing.T) {
	sturdy, asked := upstream.DefaultResilience(), 0
	c := NewClient(upstream.Connection{
		BaseURL: &url.URL{Scheme: "http", Host: "127.0.0.1:1"}, Timeout: 10 * time.Second, Resilience: &sturdy,
		Admit: func() (time.Duration, bool) { asked++; return 0, true },
	})
	_, err := c.Do(t.Context(), to("DELETE", true))
	if !upstream.IsKind(err, upstream.Failed) || asked != 2 {
		t.Errorf("got %v after %d requests, want failed after 2", err, asked)
	}
}

func TestNothingIsRepeatedForACallerWhoLeftOrWhenTheTimeIsUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := serveSturdy(t, stalls)
		if _, e := v.ends(t.Context(), to("GET", false)); e.Kind != upstream.Timeout {
			t.Errorf("got %v, want a timeout", e)
		}
		ctx, leave := context.WithTimeout(t.Context(), time.Second)
		defer leave()
		if _, e := v.ends(ctx, to("GET", false)); e.Kind != upstream.Timeout {
			t.Errorf("got %v, want a timeout", e)
		}
		if got := v.requests.Load(); got != 2 {
			t.Errorf("got %d requests for two calls", got)
		}
	})
}

func TestABodyThatBreaksOffIsNotAskedForAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := serveSturdy(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "1000")
			_, _ = w.Write([]byte(`{"half":`))
		})
		if _, e := v.ends(t.Context(), to("GET", false)); e.Kind != upstream.Malformed || v.requests.Load() != 1 {
			t.Errorf("got %v after %d requests, want malformed after one", e, v.requests.Load())
		}
	})
}

func TestARetryAfterIsSatOutWhereItFitsAndPassedOnWhereNot(t *testing.T) {
	for after, c := range map[string]struct {
		left     time.Duration
		want     int
		min, max time.Duration
	}{
		"1":                             {10 * time.Second, 200, time.Second, time.Second},
		"2":                             {10 * time.Second, 200, 2 * time.Second, 2 * time.Second},
		"3":                             {10 * time.Second, 503, 0, 0},
		"3600":                          {10 * time.Second, 503, 0, 0},
		"0":                             {10 * time.Second, 200, pauseMin, pauseMax},
		"soon":                          {10 * time.Second, 200, pauseMin, pauseMax},
		"Sat, 01 Jan 2000 00:00:01 GMT": {10 * time.Second, 200, time.Second, time.Second},
		"Sat, 01 Jan 2000 01:00:00 GMT": {10 * time.Second, 503, 0, 0},
		"":                              {150 * time.Millisecond, 503, 0, 0},
	} {
		// The bubble's clock begins with the year 2000.
		synctest.Test(t, func(t *testing.T) {
			first := true
			v := serveSturdy(t, func(w http.ResponseWriter, _ *http.Request) {
				if first {
					w.Header().Set("Retry-After", after)
					w.WriteHeader(http.StatusServiceUnavailable)
				}
				first = false
			})
			ctx, cancel := context.WithTimeout(t.Context(), c.left)
			defer cancel()
			began := time.Now()
			got, e := v.ends(ctx, to("GET", false))
			if took := time.Since(began); got != c.want || took < c.min || took > c.max {
				t.Errorf("Retry-After %q: got %d, %v after %v; want %d after %v to %v", after, got, e, took, c.want, c.min, c.max)
			}
		})
	}
}

// TestTheLastAnswerIsNotLostWithTheCaller: failsafe answers with the context's
// error, also where the vendor's answer is there.
func TestTheLastAnswerIsNotLostWithTheCaller(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := serveSturdy(t, replies(502))
		ctx, leave := context.WithTimeout(t.Context(), time.Second)
		defer leave()
		time.AfterFunc(pauseMin/2, leave)
		if got, e := v.ends(ctx, to("PUT", true)); got != 502 || v.requests.Load() != 1 {
			t.Errorf("got %d, %v after %d requests; want the 502 after one", got, e, v.requests.Load())
		}
	})
}

func TestTheTimeOfACallIsThatOfAllItsRequests(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		first := true
		v := serveSturdy(t, func(w http.ResponseWriter, r *http.Request) {
			if !first {
				stalls(w, r)
				return
			}
			first = false
			time.Sleep(6 * time.Second)
			w.WriteHeader(http.StatusBadGateway)
		})
		began := time.Now()
		_, e := v.ends(t.Context(), to("PUT", true))
		if took := time.Since(began); e == nil || e.Kind != upstream.Timeout || e.Outcome != upstream.Unknown || took != 10*time.Second {
			t.Errorf("got %v after %v, want a timeout, outcome unknown, after ten seconds", e, took)
		}
	})
}

// TestAReadThatNetHTTPSentAgainIsNotRepeatedAsWell: where a kept connection breaks,
// net/http makes a GET again without being asked.
func TestAReadThatNetHTTPSentAgainIsNotRepeatedAsWell(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := serveSturdy(t, replies(200, 0))
		for range 2 {
			_, _ = v.ends(t.Context(), to("GET", false))
		}
		if got := v.requests.Load(); got != 3 {
			t.Errorf("got %d requests, want one for the first call and two for the second", got)
		}
	})
}
