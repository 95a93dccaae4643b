package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/redisconn/redistest"
	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// measured is what /metrics says.
func (w *whole) measured() string {
	w.t.Helper()
	got := httptest.NewRecorder()
	(&readiness{}).handler(w.gateway.shared.metrics.handler()).ServeHTTP(got, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	if got.Code != http.StatusOK {
		w.t.Fatalf("/metrics answers %d", got.Code)
	}
	return got.Body.String()
}

func TestMetricsTellWhatWasDone(t *testing.T) {
	w := start(t, setup{redis: redistest.Start(t).URL()})
	token := w.bearerOf("iw", w.sims["iw"].World.People()[0])
	w.introspected("admin", token)
	w.introspected("admin", token)
	w.sims["iw"].Faults.Schedule(simkit.Fault{Status: http.StatusInternalServerError, Times: 1})
	w.get("admin", "/v1/users/iw:nobody").want(t, http.StatusBadGateway, "vendor-failed")
	text := w.measured()
	for _, want := range []string{
		`dragoman_request_duration_seconds_count{method="POST",route="/v1/tokens/introspect",status="200"} 2`,
		`dragoman_problems_total{code="vendor-failed",connection="iw"} 1`,
		"dragoman_cache_hits_total 1", "dragoman_cache_misses_total 1", "dragoman_cache_poisoned_total 0",
		"dragoman_redis_up 1", "dragoman_replicas 1", `dragoman_reloads_total{result="refused"} 0`, "go_goroutines ",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("there is no %q", want)
		}
	}
}

func TestCallersCannotMakeMetricsGrow(t *testing.T) {
	w := start(t, setup{})
	sizeAfter := func(path, method string) int {
		w.send("admin", method, path, "", "")
		return strings.Count(w.measured(), "\n")
	}
	w.send("admin", "GET", "/v1/nothing", "", "")
	w.send("admin", "BREW", "/v1/users", "", "")
	w.get("admin", "/v1/users/inwebo:nobody")
	before := strings.Count(w.measured(), "\n")
	for path, method := range map[string]string{"/v1/users/inwebo:somebody": "GET", "/v1/something": "GET", "/v1/groups": "STEEP", "/v1/users/nowhere:x": "GET"} {
		if after := sizeAfter(path, method); after > before+20 {
			t.Errorf("%s %s: %d lines became %d", method, path, before, after)
		}
	}
	if text := w.measured(); strings.Contains(text, "nobody") || strings.Contains(text, "BREW") || strings.Contains(text, "nowhere") {
		t.Errorf("a caller's words stand in the metrics")
	}
}

func TestMetricsTellWhatRedisDidNotDo(t *testing.T) {
	server := redistest.Start(t)
	w := start(t, setup{redis: server.URL()})
	server.Kill()
	w.introspected("admin", "a-token")
	if text := w.measured(); strings.Contains(text, "dragoman_cache_failures_total 0\n") || !strings.Contains(text, "dragoman_redis_up 0\n") {
		t.Errorf("after the loss of Redis:\n%s", text)
	}
}
