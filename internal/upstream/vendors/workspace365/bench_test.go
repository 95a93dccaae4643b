package workspace365

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

const (
	apiToken  = "99999999-8888-7777-6666-555555555555"
	syncToken = "11111111-2222-3333-4444-555555555555"
	// basicForm is the sync token in the form that the vendor's sheet works out.
	basicForm = "MTExMTExMTEtMjIyMi0zMzMzLTQ0NDQtNTU1NTU1NTU1NTU1Og=="
	// objectID is the vendor's own example, which is no valid GUID.
	objectID = "4dcvcd74-9103-45ac-b0fe-a0aa0b1d00a"
)

// server plays the vendor: it answers every request alike and keeps what it got.
type server struct {
	url    *url.URL
	status int
	header http.Header
	body   string

	mu   sync.Mutex
	seen []string
}

// serve starts a vendor that answers a status and a body.
func serve(t *testing.T, status int, body string) *server {
	t.Helper()
	s := &server{status: status, body: body, header: http.Header{"Content-Type": {"application/json; charset=utf-8"}}}
	httpServer := httptest.NewServer(s)
	t.Cleanup(httpServer.Close)
	s.url, _ = url.Parse(httpServer.URL)
	return s
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	s.mu.Lock()
	s.seen = append(s.seen, written(r, body))
	s.mu.Unlock()
	maps.Copy(w.Header(), s.header)
	w.WriteHeader(s.status)
	_, _ = io.WriteString(w, s.body)
}

// written is a request as the golden files have it: everything but what Go's
// client adds on its own.
func written(r *http.Request, body []byte) string {
	var out strings.Builder
	fmt.Fprintf(&out, "%s %s\n", r.Method, r.RequestURI)
	for _, name := range slices.Sorted(maps.Keys(r.Header)) {
		if !slices.Contains([]string{"User-Agent", "Accept-Encoding", "Content-Length"}, name) {
			fmt.Fprintf(&out, "%s: %s\n", name, strings.Join(r.Header[name], ", "))
		}
	}
	out.WriteString("\n")
	if len(body) > 0 {
		fmt.Fprintf(&out, "%s\n", body)
	}
	return out.String()
}

// bothTokens are the settings of a connection that can do everything.
func bothTokens() settings {
	return settings{Environment: "acme", APIToken: upstream.NewSecret(apiToken), SyncToken: upstream.NewSecret(syncToken)}
}

func connection(base *url.URL, s settings) upstream.Connection {
	return upstream.Connection{
		Name: "w365", BaseURL: base, Timeout: 5 * time.Second, Now: time.Now,
		Settings: func(into any) error { *into.(*settings) = s; return nil },
	}
}

func opened(t *testing.T, base *url.URL, s settings) upstream.Connector {
	t.Helper()
	c, err := Vendor().Open(connection(base, s))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

// openDirectory opens a connection that has the directory's operations.
func openDirectory(t *testing.T, s *server) *directoryConnector {
	t.Helper()
	return opened(t, s.url, bothTokens()).(*directoryConnector)
}

func golden(t *testing.T, path string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("testdata", path))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// sameAs compares with a golden file, byte for byte.
func sameAs(t *testing.T, path, got string) {
	t.Helper()
	if want := golden(t, path); got != want {
		t.Errorf("not as %s:\ngot  %s\nwant %s", path, got, want)
	}
}

// sent compares the only request that the vendor got.
func (s *server) sent(t *testing.T, path string) {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.seen) != 1 {
		t.Fatalf("%d requests, want one: %q", len(s.seen), s.seen)
	}
	sameAs(t, path, s.seen[0])
}

func (s *server) sentNothing(t *testing.T) {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.seen) != 0 {
		t.Fatalf("something was sent: %q", s.seen)
	}
}

func marshalled(t *testing.T, value any) string {
	t.Helper()
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(value); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// failure returns err as the only error a connector may return.
func failure(t *testing.T, err error) *upstream.Error {
	t.Helper()
	var e *upstream.Error
	if !errors.As(err, &e) {
		t.Fatalf("error is %v, want an *upstream.Error", err)
	}
	return e
}

// leastDraft mentions what the vendor needs and nothing else.
func leastDraft() upstream.UserDraft {
	return upstream.UserDraft{
		NativeID: objectID, UserName: new("sarah@acme.example"), GivenName: new("Sarah"), FamilyName: new("de Vries"),
	}
}

// fullDraft mentions everything that the vendor can hold.
func fullDraft() upstream.UserDraft {
	d := leastDraft()
	d.Email, d.Title, d.Phone = new("s.devries@acme.example"), new("Engineer"), new("+31 6 1")
	d.Active, d.Roles = new(true), []string{"admin"}
	d.Extensions = json.RawMessage(`{"secondaryEmail":"sarah@home.example"}`)
	return d
}
