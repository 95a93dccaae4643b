package main

import (
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
	inwebosim "github.com/dragoman-gateway/dragoman/internal/upstream/vendors/inwebo/sim"
	"time"
)

// BenchmarkListUsers is one page of 50 users through the whole stack: a real
// listener, a key, the rate limit, validation, one call to a vendor that answers
// a page made by its simulator, mapping and encoding. The time includes the
// client and the vendor, which run in the same process.
func BenchmarkListUsers(b *testing.B) {
	url, key := benchGateway(b)
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}}
	defer client.CloseIdleConnections()
	b.ReportAllocs()
	for b.Loop() {
		request, err := http.NewRequest(http.MethodGet, url+"/v1/users?limit=50&connection=inwebo", nil)
		if err != nil {
			b.Fatal(err)
		}
		request.Header.Set("Authorization", "Bearer "+key)
		response, err := client.Do(request)
		if err != nil {
			b.Fatal(err)
		}
		size, err := io.Copy(io.Discard, response.Body)
		_ = response.Body.Close()
		if err != nil || response.StatusCode != http.StatusOK || size < 10_000 {
			b.Fatalf("got %d with %d bytes, %v", response.StatusCode, size, err)
		}
	}
}

// benchGateway serves a gateway before a vendor that always answers the same page.
func benchGateway(b *testing.B) (url, key string) {
	sim := inwebosim.New(simkit.Options{People: 50, Seed: 1})
	request := httptest.NewRequest(http.MethodGet, "/auth/v1/customer/services/accounts?page=0&limit=50", nil)
	token := string(sim.Settings["apiToken"].(simkit.Credential))
	request.Header.Set("Authorization", "Bearer "+token)
	recorder := httptest.NewRecorder()
	sim.ServeHTTP(recorder, request)
	page := recorder.Body.Bytes()
	vendor := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(page)
	}))
	b.Cleanup(vendor.Close)

	key, hash := newKey("bench")
	s, err := load(fmt.Appendf(nil, `
connections: {inwebo: {vendor: inwebo, baseURL: %q, settings: {apiToken: {env: TOKEN}}}}
tenants: {bench: {connections: [inwebo], keys: [{id: bench, sha256: %s, scopes: ["users:read"]}], rateLimit: {rate: 1000000, burst: 1000000}}}
`, vendor.URL, hash), func(string) string { return token })
	if err != nil {
		b.Fatal(err)
	}
	g, err := begin(s, slog.New(slog.NewJSONHandler(io.Discard, nil)), time.Now)
	if err != nil {
		b.Fatal(err)
	}
	gateway := httptest.NewServer(g)
	b.Cleanup(func() {
		gateway.Close()
		_ = g.close()
	})
	return gateway.URL, key
}
