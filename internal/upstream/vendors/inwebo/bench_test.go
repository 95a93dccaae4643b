package inwebo

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
	"github.com/dragoman-gateway/dragoman/internal/upstream/vendors/inwebo/sim"
)

// BenchmarkMapPage is what a vendor's page of 50 accounts costs from its bytes to
// the model.
func BenchmarkMapPage(b *testing.B) {
	vendor := sim.New(simkit.Options{People: 50, Seed: 1})
	server := httptest.NewServer(vendor)
	defer server.Close()
	c := openOn(b, server, string(vendor.Settings["apiToken"].(simkit.Credential)))
	defer c.Close()
	answer, err := c.page(b.Context(), 0, 50)
	if err != nil || answer.Status != http.StatusOK {
		b.Fatal(answer, err)
	}
	b.ReportAllocs()
	for b.Loop() {
		users, _, err := usersOf(answer, false)
		if err != nil || len(users) != 50 {
			b.Fatal(len(users), err)
		}
	}
}

// openOn opens a connector on a server.
func openOn(t testing.TB, server *httptest.Server, token string) *connector {
	t.Helper()
	base, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	opened, err := open(upstream.Connection{
		Name: "inwebo", BaseURL: base, Timeout: 5 * time.Second, Now: time.Now,
		Settings: func(into any) error {
			into.(*settings).APIToken = upstream.NewSecret(token)
			return nil
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return bare(t, opened)
}
