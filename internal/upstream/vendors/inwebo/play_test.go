package inwebo

import (
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

// apiToken is the token of the vendor's own samples.
const apiToken = "xxxxxxyyyyyyzzzzzz"

// step is one answer of the vendor.
type step struct {
	status int
	body   string
}

// script plays answers in turn and keeps what it was asked.
type script struct {
	mu    sync.Mutex
	steps []step
	asked []string
}

func (s *script) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked = append(s.asked, written(r, body))
	if len(s.asked) > len(s.steps) {
		w.WriteHeader(http.StatusTeapot)
		return
	}
	next := s.steps[len(s.asked)-1]
	w.Header().Set("Content-Type", "application/json")
	if next.status >= 300 {
		w.Header().Set("Location", "/elsewhere")
		w.Header().Set("Retry-After", "7")
	}
	w.WriteHeader(next.status)
	_, _ = io.WriteString(w, next.body)
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

// requests returns what the vendor was asked so far.
func (s *script) requests() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.asked)
}

// lines returns the first line of every request.
func (s *script) lines() []string {
	var lines []string
	for _, request := range s.requests() {
		line, _, _ := strings.Cut(request, "\n")
		lines = append(lines, line)
	}
	return lines
}

// play opens a connector on a vendor that answers these steps.
func play(t *testing.T, steps ...step) (*connector, *script) {
	t.Helper()
	s := &script{steps: steps}
	return dial(t, s, settings{APIToken: upstream.NewSecret(apiToken)}), s
}

// dial opens a connector on a vendor that stands behind a path.
func dial(t *testing.T, vendor http.Handler, s settings) *connector {
	t.Helper()
	server := httptest.NewServer(vendor)
	t.Cleanup(server.Close)
	opened, err := Vendor().Open(connection(t, server.URL+"/kiwi", s))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = opened.Close() })
	return opened.(*connector)
}

func connection(t *testing.T, base string, s settings) upstream.Connection {
	t.Helper()
	u, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	return upstream.Connection{
		Name: "inwebo", BaseURL: u, Timeout: 5 * time.Second, Now: time.Now,
		Settings: func(into any) error { *into.(*settings) = s; return nil },
	}
}

// file returns a file of testdata.
func file(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// golden compares text with a file of testdata, byte for byte.
func golden(t *testing.T, name, got string) {
	t.Helper()
	if want := file(t, name); got != want {
		t.Errorf("not as testdata/%s:\n got:\n%s\nwant:\n%s", name, got, want)
	}
}

// goldenJSON compares the complete marshalled value with a file of testdata.
func goldenJSON(t *testing.T, name string, v any) {
	t.Helper()
	out, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, name, string(out)+"\n")
}

// failure returns err as the only error that a connector may return.
func failure(t *testing.T, err error) *upstream.Error {
	t.Helper()
	var e *upstream.Error
	if !errors.As(err, &e) {
		t.Fatalf("got %T %v, want an *upstream.Error", err, err)
	}
	return e
}
