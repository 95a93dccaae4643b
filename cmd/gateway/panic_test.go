package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/api/apitest"
	"github.com/dragoman-gateway/dragoman/internal/cache"
	"github.com/dragoman-gateway/dragoman/internal/handlers"
	"github.com/dragoman-gateway/dragoman/internal/ratelimit"
	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// panicking is a connector that panics with its credential in its hands.
type panicking struct {
	upstream.Connector
	credential string
}

// ListUsers panics.
func (p panicking) ListUsers(context.Context, upstream.UserQuery) (upstream.Page[upstream.User], error) {
	panic("with " + p.credential)
}

// GetUser panics.
func (p panicking) GetUser(context.Context, upstream.UserRef) (upstream.User, error) {
	panic(fmt.Errorf("with %s", p.credential))
}

// CheckConnection panics.
func (p panicking) CheckConnection(context.Context, struct{}) ([]upstream.Check, error) {
	panic(p)
}

// Describe tells nothing.
func (panicking) Describe() upstream.Description { return upstream.Description{} }

// Close does nothing.
func (panicking) Close() error { return nil }

// startPanicking runs the handlers before a connector that panics.
func startPanicking(t *testing.T, credential string) *whole {
	t.Helper()
	return startBefore(t, panicking{credential: credential})
}

// startBefore runs the handlers before a connector, the connection sick of the key k.
func startBefore(t *testing.T, connector upstream.Connector) *whole {
	t.Helper()
	vendor := upstream.Vendor{Name: "panicking", Open: func(upstream.Connection) (upstream.Connector, error) { return connector, nil }}
	pool, err := upstream.NewPool([]upstream.Vendor{vendor}, []upstream.NamedConnection{{Vendor: vendor.Name, Connection: upstream.Connection{Name: "sick"}}})
	if err != nil {
		t.Fatal(err)
	}
	cursors, err := handlers.NewCursors(make([]byte, handlers.CursorKeySize))
	if err != nil {
		t.Fatal(err)
	}
	w := &whole{t: t, keys: map[string]string{}, log: &output{}, client: apitest.Client(t)}
	key, _ := newKey("k")
	w.keys["k"] = key
	caller := handlers.Caller{Tenant: "t", Key: "k", Scopes: handlers.Scopes(), Connections: []string{"sick"}}
	box, err := cache.NewBox(make([]byte, handlers.CursorKeySize))
	if err != nil {
		t.Fatal(err)
	}
	store := cache.NewMemory(1<<20, time.Now)
	public, err := handlers.New(handlers.Config{
		Cache: cache.New(store, box, time.Now), Ledger: cache.NewLedger(store, box),
		Connections: pool, Keys: handlers.NewKeys([]handlers.Key{{Caller: caller, SHA256: sha256.Sum256([]byte(key))}}), Limiter: ratelimit.NewLocal(nil, time.Now), Cursors: cursors, AuditKey: []byte("key"),
		Log: slog.New(slog.NewJSONHandler(w.log, &slog.HandlerOptions{Level: slog.LevelDebug})), Now: time.Now,
	})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(public)
	t.Cleanup(server.Close)
	w.url = server.URL
	return w
}

func TestAPanicIsAProblemThatTellsNothing(t *testing.T) {
	const credential = "the-credential-of-a-vendor"
	w := startPanicking(t, credential)
	for _, path := range []string{"/v1/users/sick:u", "/v1/connections/sick/health"} {
		got := w.get("k", path)
		if got.status != http.StatusInternalServerError || got.code() != "internal" || bytes.Contains(got.body, []byte(credential)) {
			t.Errorf("%s: got %d %s", path, got.status, got.body)
		}
	}
	log := w.log.String()
	if strings.Count(log, `"msg":"panic"`) != 2 || !strings.Contains(log, "panic_test.go") {
		t.Errorf("the log does not say where it happened:\n%s", log)
	}
	expectNone(t, map[string]string{"the credential": credential}, map[string]string{"log": log})
}

func TestAPanicInAListDoesNotEndTheProgram(t *testing.T) {
	const inside = "DRAGOMAN_TEST_PANIC"
	if os.Getenv(inside) != "" {
		if got := startPanicking(t, "the-credential-of-a-vendor").get("k", "/v1/users"); got.status != http.StatusInternalServerError || got.code() != "internal" {
			t.Errorf("got %d %s", got.status, got.body)
		}
		return
	}
	// A panic of a goroutine would end all tests, so this one has a process of its own.
	command := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+t.Name()+"$")
	command.Env = append(os.Environ(), inside+"=1")
	if text, err := command.CombinedOutput(); err != nil {
		t.Errorf("%v\n%.1000s", err, text)
	}
}
