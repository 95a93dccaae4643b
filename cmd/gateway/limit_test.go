package main

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

func TestATenantOverItsRateIsToldWhenToComeAgain(t *testing.T) {
	w := start(t, setup{rateLimit: "{rate: 0.01, burst: 2}"})
	for range 2 {
		if got := w.get("admin", "/v1/connections"); got.status != http.StatusOK || got.header.Get("RateLimit-Policy") != `"tenant";q=2;w=200` {
			t.Fatalf("within the burst: got %d %v", got.status, got.header)
		}
	}
	got := w.get("reader", "/v1/connections")
	got.want(t, http.StatusTooManyRequests, "rate-limited")
	if wait := got.header.Get("Retry-After"); wait == "" || got.header.Get("RateLimit") != `"tenant";r=0;t=`+wait {
		t.Errorf("got %v", got.header)
	}
	w.send("", http.MethodGet, "/v1/connections", "", "").want(t, http.StatusUnauthorized, "unauthenticated")
	if got := w.get("twin", "/v1/connections"); got.status != http.StatusOK || got.header.Get("RateLimit") != "" {
		t.Errorf("another tenant, without a limit: got %d %v", got.status, got.header)
	}
}

func TestWhoIsNotAuthenticatedCostsTheTenantNothing(t *testing.T) {
	w := start(t, setup{rateLimit: "{rate: 0.001, burst: 1}", keys: map[string][]string{"narrow": {"icons:read"}}})
	w.keys["wrong"] = strings.Replace(w.keys["admin"], "admin", "nobody", 1)
	for range 5 {
		w.send("", http.MethodGet, "/v1/connections", "", "").want(t, http.StatusUnauthorized, "unauthenticated")
		w.get("wrong", "/v1/connections").want(t, http.StatusUnauthorized, "unauthenticated")
		w.get("narrow", "/v1/connections").want(t, http.StatusForbidden, "insufficient-scope")
	}
	if got := w.get("admin", "/v1/connections"); got.status != http.StatusOK {
		t.Errorf("got %d %s", got.status, got.body)
	}
}

func TestATenantWithAllItsRequestsAtASlowVendorHoldsUpNobodyElse(t *testing.T) {
	w := start(t, setup{concurrency: 2})
	slow := w.sims["inwebo"]
	slow.Faults.Schedule(simkit.Fault{Hang: true})
	ctx, leave := context.WithCancel(t.Context())
	defer leave()
	var waiting sync.WaitGroup
	for range 2 {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, w.url+"/v1/users?connection=inwebo", nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Authorization", "Bearer "+w.keys["admin"])
		waiting.Go(func() {
			if response, err := w.client.Do(request); err == nil {
				_ = response.Body.Close()
				t.Errorf("at the slow vendor: got %d", response.StatusCode)
			}
		})
	}
	eventually(t, func() bool { return len(slow.Log.All()) == 2 })

	got := w.get("reader", "/v1/users?connection=iw")
	got.want(t, http.StatusTooManyRequests, "rate-limited")
	if got.header.Get("Retry-After") != "1" || !strings.Contains(string(got.body), "under way") {
		t.Errorf("got %v %s", got.header, got.body)
	}
	for _, key := range []string{"twin", "foreign"} {
		if got := w.get(key, "/v1/connections"); got.status != http.StatusOK {
			t.Errorf("%s, of another tenant: got %d %s", key, got.status, got.body)
		}
	}

	leave()
	waiting.Wait()
	eventually(t, func() bool { return w.get("reader", "/v1/connections").status == http.StatusOK })
}
