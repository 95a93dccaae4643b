package rest

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// TestARefusalOfTheRepeatLeavesOpenWhatTheFirstDid: a DELETE that meets a 404 the
// second time may have deleted, and may have had nothing to delete.
func TestARefusalOfTheRepeatLeavesOpenWhatTheFirstDid(t *testing.T) {
	table := Statuses{"404": {Kind: upstream.NotFound}}
	for _, c := range []struct {
		first, second int
		kind          upstream.Kind
		want          upstream.Outcome
	}{
		{502, 404, upstream.NotFound, upstream.Unknown},
		{504, 404, upstream.NotFound, upstream.Unknown},
		{0, 404, upstream.NotFound, upstream.Unknown},
		{504, 403, upstream.Rejected, upstream.Unknown},
		{504, 405, upstream.Failed, upstream.Unknown},
		{504, 503, upstream.Throttled, upstream.Unknown},
		{503, 404, upstream.NotFound, upstream.Refused},
		{404, 404, upstream.NotFound, upstream.Refused},
	} {
		synctest.Test(t, func(t *testing.T) {
			answer, err := serveSturdy(t, replies(c.first, c.second)).Do(t.Context(), to("DELETE", true))
			if err != nil {
				t.Fatal(err)
			}
			if e := table.Translate(answer); e.Kind != c.kind || e.Outcome != c.want {
				t.Errorf("%d, then %d: got %v, outcome %q; want %v, %q", c.first, c.second, e, e.Outcome, c.kind, c.want)
			}
		})
	}
}

// TestAWriteThatMayHaveBeenCarriedOutStaysUnknownWhereItsRepeatIsHeldBack: what
// the guards say of the repeat is not what became of the write.
func TestAWriteThatMayHaveBeenCarriedOutStaysUnknownWhereItsRepeatIsHeldBack(t *testing.T) {
	during := func(hold func(*sturdy)) func(*vendor) {
		return func(v *vendor) { time.AfterFunc(pauseMin/2, func() { hold(v.guards.sturdy) }) }
	}
	for name, holdBack := range map[string]func(*vendor){
		"by the breaker": during(func(s *sturdy) { s.breaker.circuit.Open() }),
		"by the bulkhead": during(func(s *sturdy) {
			for s.slots.TryAcquirePermit() {
			}
		}),
		"by the rate": func(v *vendor) {
			asked := 0
			v.guards.admit = func() (time.Duration, bool) { asked++; return time.Second, asked == 1 }
		},
	} {
		synctest.Test(t, func(t *testing.T) {
			v := serveSturdy(t, replies(0))
			holdBack(v)
			_, e := v.ends(t.Context(), to("PUT", true))
			if e == nil || e.Kind != upstream.Failed || e.Outcome != upstream.Unknown || v.requests.Load() != 1 {
				t.Errorf("%s: got %v after %d requests; want failed, outcome unknown, after one", name, e, v.requests.Load())
			}
		})
	}
}

func TestAWriteThatMayHaveBeenCarriedOutStaysUnknownWhereTheNextOneNeverLeft(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		// A reset, then the token has worn out, then nobody is admitted.
		v := serveSturdy(t, replies(0, 401))
		asked := 0
		v.guards.admit = func() (time.Duration, bool) { asked++; return time.Second, asked < 3 }
		call := to("DELETE", true)
		call.Auth = tireless{}
		if _, e := v.ends(t.Context(), call); e == nil || e.Kind != upstream.Throttled || e.Outcome != upstream.Unknown {
			t.Errorf("got %v; want throttled, outcome unknown", e)
		}
	})
}

func TestARepeatOfAReadHasNoOutcome(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		answer, err := serveSturdy(t, replies(504, 404)).Do(t.Context(), to("GET", false))
		if err != nil || answer.Refusal(upstream.NotFound).Outcome != "" {
			t.Errorf("got %v, %v; want no outcome", answer, err)
		}
		if _, e := serveSturdy(t, replies(0)).ends(t.Context(), to("GET", false)); e.Outcome != "" {
			t.Errorf("got outcome %q, want none", e.Outcome)
		}
	})
}

func TestADryRunPlansOnceAndAsksNoGuard(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := serveSturdy(t, replies(http.StatusServiceUnavailable))
		v.guards.sturdy.breaker.circuit.Open()
		ctx, plan := upstream.WithPlan(t.Context())
		if _, err := v.Do(ctx, to("PUT", true)); err != nil || len(plan.Requests()) != 1 {
			t.Errorf("got %v and %d planned requests, want one", err, len(plan.Requests()))
		}
	})
}
