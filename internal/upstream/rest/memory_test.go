package rest

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/url"
	"sync/atomic"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// vendor is one in memory, for tests on a clock of their own: no socket keeps
// synctest's time from passing.
type vendor struct {
	*Client
	requests atomic.Int64
	conns    chan net.Conn
	closed   chan struct{}
}

// serve opens a connection to a vendor that answers so. Its call has ten seconds.
func serve(t *testing.T, c upstream.Connection, h http.HandlerFunc) *vendor {
	t.Helper()
	v := &vendor{conns: make(chan net.Conn), closed: make(chan struct{})}
	server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v.requests.Add(1)
		h(w, r)
	})}
	go func() { _ = server.Serve(v) }()
	c.BaseURL, c.Timeout = &url.URL{Scheme: "http", Host: "vendor.example"}, 10*time.Second
	v.Client = NewClient(c)
	v.transport.DialContext = v.dial
	t.Cleanup(func() {
		v.Client.Close()
		_ = server.Close()
	})
	return v
}

// serveSturdy is serve with the default resilience, as edit changes it.
func serveSturdy(t *testing.T, h http.HandlerFunc, edit ...func(*upstream.Resilience)) *vendor {
	t.Helper()
	r := upstream.DefaultResilience()
	for _, change := range edit {
		change(&r)
	}
	return serve(t, upstream.Connection{Resilience: &r}, h)
}

// neverOpens takes the breaker out of a test that is about something else.
func neverOpens(r *upstream.Resilience) { r.Failures, r.Window = 1<<20, 1<<20 }

func (v *vendor) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	ours, theirs := net.Pipe()
	select {
	case v.conns <- theirs:
		return ours, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Accept and what follows make the vendor its server's listener.
func (v *vendor) Accept() (net.Conn, error) {
	select {
	case c := <-v.conns:
		return c, nil
	case <-v.closed:
		return nil, net.ErrClosed
	}
}

func (v *vendor) Close() error {
	close(v.closed)
	return nil
}

func (v *vendor) Addr() net.Addr { return &net.UnixAddr{Name: "memory"} }

// replies answers with these statuses in turn; zero breaks the connection off. The
// last one stays.
func replies(statuses ...int) http.HandlerFunc {
	next := &atomic.Int64{}
	return func(w http.ResponseWriter, _ *http.Request) {
		status := statuses[min(int(next.Add(1))-1, len(statuses)-1)]
		if status == 0 {
			panic(http.ErrAbortHandler)
		}
		w.WriteHeader(status)
	}
}

func stalls(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }

func to(verb string, write bool) Call {
	return Call{Route: Route{Name: "user", Verb: verb, Path: "/users/{id}", Write: write}, Params: []string{"u"}}
}

// ends is what became of a call: a status, or an error.
func (v *vendor) ends(ctx context.Context, call Call) (int, *upstream.Error) {
	answer, err := v.Do(ctx, call)
	var e *upstream.Error
	if errors.As(err, &e) {
		return 0, e
	}
	return answer.Status, nil
}

func isSpared(e *upstream.Error) bool { return e != nil && e.Kind == upstream.Throttled }
