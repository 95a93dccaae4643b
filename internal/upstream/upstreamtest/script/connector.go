package script

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// Start starts a server that ends with the test.
func Start(t testing.TB, handler http.Handler) *httptest.Server {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server
}

// Silent starts a vendor that takes every request and answers none before the
// test ends.
func Silent(t testing.TB) *httptest.Server {
	t.Helper()
	release := make(chan struct{})
	server := Start(t, http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-release }))
	t.Cleanup(func() { close(release) })
	return server
}

// Connection returns a connection to base whose settings are decoded to these. It
// has five seconds a call and the clock of the machine.
func Connection[Settings any](t testing.TB, base string, settings Settings) upstream.Connection {
	t.Helper()
	u, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	assign := func(into any) error {
		target, ok := into.(*Settings)
		if !ok {
			return fmt.Errorf("the settings are decoded into a %T, want a %T", into, target)
		}
		*target = settings
		return nil
	}
	return upstream.Connection{Name: "scripted", BaseURL: u, Timeout: 5 * time.Second, Settings: assign, Now: time.Now}
}

// Open opens a connector, which is closed with the test. It ends a test whose
// connection has faults.
func Open(t testing.TB, v upstream.Vendor, c upstream.Connection) upstream.Connector {
	t.Helper()
	opened, err := v.Open(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = opened.Close() })
	return opened
}

// Operations returns the operations that a connector has, in the contract's
// order.
func Operations(c upstream.Connector) []string {
	var ids []string
	for _, operation := range upstream.Operations() {
		if operation.Supported(c) {
			ids = append(ids, operation.ID)
		}
	}
	return ids
}
