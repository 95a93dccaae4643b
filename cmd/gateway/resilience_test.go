package main

import (
	"net/http"
	"strings"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

func TestABrokenReadIsRepeatedAndACreateIsNot(t *testing.T) {
	w := start(t, setup{resilient: true})
	w.sims["inwebo"].Faults.Schedule(simkit.Fault{Reset: true, Times: 1})
	w.get("admin", "/v1/users?connection=inwebo").want(t, http.StatusOK, "")
	w.sims["w365"].Faults.Schedule(simkit.Fault{Reset: true, Times: 1})
	if p := w.post("admin", activities, anActivity).want(t, http.StatusBadGateway, "vendor-failed"); p["outcome"] != "unknown" || w.written("w365") != 1 {
		t.Errorf("outcome %v after %d writes", p["outcome"], w.written("w365"))
	}
}

func TestASickVendorIsSparedAndTheOthersServe(t *testing.T) {
	w := start(t, setup{resilient: true})
	w.sims["iw"].Faults.Schedule(simkit.Fault{Status: http.StatusInternalServerError})
	for range 8 {
		w.get("admin", "/v1/users?connection=iw")
	}
	heard := len(w.sims["iw"].Log.All())
	got := w.get("admin", "/v1/users?connection=iw")
	p := got.want(t, http.StatusServiceUnavailable, "vendor-throttled")
	if got.header.Get("Retry-After") == "" || p["retryable"] != true || len(w.sims["iw"].Log.All()) != heard {
		t.Errorf("Retry-After %q, retryable %v, %d calls", got.header.Get("Retry-After"), p["retryable"], len(w.sims["iw"].Log.All())-heard)
	}
	w.get("admin", "/v1/users?connection=juump").want(t, http.StatusOK, "")
}

func TestAConnectionsOwnLimitHoldsForAllTenantsTogether(t *testing.T) {
	w := start(t, setup{})
	w.text = strings.Replace(w.text, "  inwebo:\n", "  inwebo:\n    rateLimit: {rate: 0.01, burst: 3}\n", 1)
	w.reload()
	for n, key := range []string{"admin", "twin", "admin", "twin"} {
		got := w.get(key, "/v1/users?connection=inwebo&limit=1")
		if n < 3 {
			got.want(t, http.StatusOK, "")
			continue
		}
		p := got.want(t, http.StatusServiceUnavailable, "vendor-throttled")
		if got.header.Get("Retry-After") == "" || !strings.Contains(p["detail"].(string), "limit") {
			t.Errorf("Retry-After %q, detail %v", got.header.Get("Retry-After"), p["detail"])
		}
	}
	w.get("foreign", "/v1/users?connection=x-inwebo&limit=1").want(t, http.StatusOK, "")
}

func TestACheckThatIsHeldBackSaysNothingOfTheCredential(t *testing.T) {
	w := start(t, setup{})
	w.text = strings.Replace(w.text, "  inwebo:\n", "  inwebo:\n    rateLimit: {rate: 0.01, burst: 1}\n", 1)
	w.reload()
	w.get("admin", "/v1/users?connection=inwebo&limit=1").want(t, http.StatusOK, "")
	state := w.get("admin", "/v1/connections/inwebo/health").want(t, http.StatusOK, "")
	check := state["checks"].([]any)[0].(map[string]any)
	if state["status"] != "degraded" || check["status"] != "unverifiable" || check["problem"] == nil {
		t.Errorf("got %v", state)
	}
}
