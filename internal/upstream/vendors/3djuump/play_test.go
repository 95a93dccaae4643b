package juump

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// apiKey is base64 of "infinite:p%40ss+word", as the vendor's script makes it.
const apiKey = "aW5maW5pdGU6cCU0MHNzK3dvcmQ="

// ines is the id of the user in testdata/ines.json.
const ines = "auth0|6a11b2c3d4e5f60718293a4b"

// step is one answer of the vendor.
type step struct {
	status int
	body   string
}

// script plays answers in turn and writes down what it was asked.
type script struct {
	mu    sync.Mutex
	steps []step
	asked []string
}

func (s *script) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked = append(s.asked, requestText(r, body))
	if len(s.asked) > len(s.steps) {
		w.WriteHeader(http.StatusTeapot)
		return
	}
	next := s.steps[len(s.asked)-1]
	w.Header().Set("Content-Type", contentType)
	w.WriteHeader(next.status)
	_, _ = io.WriteString(w, next.body)
}

// requestText is a request as the golden files hold it: verb, path as it was
// escaped, query, the headers that matter and the body.
func requestText(r *http.Request, body []byte) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s\n", r.Method, r.RequestURI)
	for _, h := range []string{"Accept", "Authorization", "Content-Length", "Content-Type", "X-Infinite-Apikey"} {
		if v := r.Header.Get(h); v != "" {
			fmt.Fprintf(&b, "%s: %s\n", h, v)
		}
	}
	if len(r.TransferEncoding) > 0 {
		fmt.Fprintf(&b, "Transfer-Encoding: %v\n", r.TransferEncoding)
	}
	return b.String() + "\n" + string(body) + "\n"
}

func (s *script) log() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Join(s.asked, "---\n")
}

// play opens a connector on a vendor that answers these steps.
func play(t *testing.T, steps ...step) (*connector, *script) {
	t.Helper()
	s := &script{steps: steps}
	return dial(t, s, settings{APIKey: upstream.NewSecret(apiKey)}), s
}

// dial opens a connector on a vendor.
func dial(t *testing.T, vendor http.Handler, s settings) *connector {
	t.Helper()
	server := httptest.NewServer(vendor)
	t.Cleanup(server.Close)
	opened, err := Vendor().Open(connection(t, server.URL+"/directory", s))
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
	assign := func(into any) error {
		*into.(*settings) = s
		return nil
	}
	return upstream.Connection{Name: "juump", BaseURL: u, Timeout: 5 * time.Second, Settings: assign, Now: time.Now}
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
		t.Errorf("testdata/%s:\n got:\n%s\nwant:\n%s", name, got, want)
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

// failure returns the error as the contract's own, or fails the test.
func failure(t *testing.T, err error) *upstream.Error {
	t.Helper()
	e, ok := err.(*upstream.Error)
	if !ok {
		t.Fatalf("got %T %v, want an *upstream.Error", err, err)
	}
	return e
}

// operations calls every operation once, by operationId.
func operations() map[string]func(context.Context, *connector) error {
	return map[string]func(context.Context, *connector) error{
		"listUsers": func(ctx context.Context, c *connector) error {
			_, err := c.ListUsers(ctx, upstream.UserQuery{Limit: 16})
			return err
		},
		"getUser": func(ctx context.Context, c *connector) error {
			_, err := c.GetUser(ctx, upstream.UserRef{ID: ines})
			return err
		},
		"createUser": func(ctx context.Context, c *connector) error {
			_, err := c.CreateUser(ctx, upstream.UserDraft{NativeID: ines})
			return err
		},
		"putUser": func(ctx context.Context, c *connector) error {
			_, err := c.PutUser(ctx, upstream.UserDraft{NativeID: ines, Active: new(true)})
			return err
		},
		"updateUser": func(ctx context.Context, c *connector) error {
			_, err := c.UpdateUser(ctx, upstream.UserPatch{ID: ines, Active: upstream.Set(false)})
			return err
		},
		"deleteUser": func(ctx context.Context, c *connector) error {
			_, err := c.DeleteUser(ctx, upstream.UserRef{ID: ines})
			return err
		},
		"checkConnection": func(ctx context.Context, c *connector) error {
			checks, err := c.CheckConnection(ctx, struct{}{})
			if err != nil {
				return err
			}
			return checks[0].Err
		},
	}
}
