package rest_test

import (
	"context"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// truncates announces more than it sends.
func truncates(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Length", "1000")
	_, _ = w.Write([]byte(`{"half":`))
}

func TestWhatBecameOfAWriteThatBroughtNoAnswer(t *testing.T) {
	for _, c := range []struct {
		name    string
		vendor  http.HandlerFunc
		params  []string
		kind    upstream.Kind
		outcome upstream.Outcome
	}{
		{"reset after it was sent", resets, []string{"u"}, upstream.Failed, upstream.Unknown},
		{"no answer in time", hangs, []string{"u"}, upstream.Timeout, upstream.Unknown},
		{"a body that does not end in time", drips, []string{"u"}, upstream.Timeout, upstream.Unknown},
		{"a body that breaks off", truncates, []string{"u"}, upstream.Malformed, upstream.Unknown},
		{"an id that cannot be one", resets, []string{".."}, upstream.Rejected, upstream.NotSent},
		{"a missing id", resets, nil, upstream.Rejected, upstream.NotSent},
	} {
		l := connectFor(t, 150*time.Millisecond, c.vendor)
		for _, call := range []rest.Call{writing(), reading()} {
			want := c.outcome
			if !call.Route.Write {
				want = ""
			}
			call.Params = c.params
			answer, err := l.Do(context.Background(), call)
			if e := failureOf(t, answer, err); e.Kind != c.kind || e.Outcome != want {
				t.Errorf("%s, %s: got %v, outcome %q; want %v, %q", c.name, call.Route.Verb, e, e.Outcome, c.kind, want)
			}
		}
	}
}

func TestARefusedConnectionNeverCarriedAWrite(t *testing.T) {
	l := connect(t, resets)
	l.server.Close()
	answer, err := l.Do(context.Background(), writing())
	if e := failureOf(t, answer, err); e.Kind != upstream.Failed || e.Outcome != upstream.NotSent {
		t.Errorf("got %v, outcome %q; want failed, not sent", e, e.Outcome)
	}
}

func TestNoErrorQuotesAURLAnIDOrACredential(t *testing.T) {
	const ok = "HTTP/1.1 200 OK\r\n"
	for name, vendor := range map[string]http.HandlerFunc{
		"reset": resets, "hang": hangs, "drip": drips, "truncated": truncates,
		"status line":  speaks(func(a string) string { return "HTTP/1.1 " + a + " " + personal + "\r\n\r\n" }),
		"not HTTP":     speaks(func(a string) string { return a + " " + personal + "\r\n\r\n" }),
		"header line":  speaks(func(a string) string { return ok + a + " " + personal + "\r\n\r\n" }),
		"length":       speaks(func(a string) string { return ok + "Content-Length: " + a + "\r\n\r\n" }),
		"transfer":     speaks(func(a string) string { return ok + "Transfer-Encoding: " + a + "\r\n\r\n" }),
		"chunk length": speaks(func(a string) string { return ok + "Transfer-Encoding: chunked\r\n\r\n" + a + "\r\n" }),
		"gzip":         speaks(func(a string) string { return ok + "Content-Encoding: gzip\r\n\r\n" + a }),
	} {
		l := connectFor(t, 150*time.Millisecond, vendor)
		answer, err := l.Do(context.Background(), writing())
		text := failureOf(t, answer, err).Error()
		for _, secret := range []string{personal, configuredHeader, l.server.URL, "/base/users"} {
			if strings.Contains(text, secret) {
				t.Errorf("%s: the error holds %q: %s", name, secret, text)
			}
		}
	}
}

// TestAVendorThatAcceptsAndSaysNothingIsSlowAndNotBroken: the connection stands,
// no answer ever starts.
func TestAVendorThatAcceptsAndSaysNothingIsSlowAndNotBroken(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	c := rest.NewClient(upstream.Connection{BaseURL: mustParse(t, "http://"+listener.Addr().String()), Timeout: 60 * time.Millisecond})
	defer c.Close()
	answer, err := c.Do(context.Background(), writing())
	if e := failureOf(t, answer, err); e.Kind != upstream.Timeout || e.Outcome != upstream.Unknown {
		t.Errorf("got %v, outcome %q; want a timeout, outcome unknown", e, e.Outcome)
	}
}
