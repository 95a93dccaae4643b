package rest_test

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// configured is a credential that reads differently in every encoding: plain,
// escaped for a path or a query, base64 with and without its padding, JSON.
const configured = `s3cret&<Pa ss>"?é+/V4lue~~?>`

// personal is an id that no error text may hold.
const personal = "jane.doe@corp.example"

// line is one connection in a test: a vendor that counts what it received, and
// the client that talks to it.
type line struct {
	*rest.Client
	server *httptest.Server

	mu       sync.Mutex
	received []received
}

// received is one request as it came over the wire.
type received struct {
	*http.Request
	body string
}

// connect opens a connection to a vendor that answers with h.
func connect(t testing.TB, h http.HandlerFunc) *line {
	return connectFor(t, 10*time.Second, h, configured)
}

// connectFor is connect with another timeout of each call and other secrets.
func connectFor(t testing.TB, timeout time.Duration, h http.HandlerFunc, secrets ...string) *line {
	t.Helper()
	l := &line{}
	l.server = httptest.NewServer(l.recording(h))
	var hidden []upstream.Secret
	for _, s := range secrets {
		hidden = append(hidden, upstream.NewSecret(s))
	}
	l.Client = rest.NewClient(upstream.Connection{BaseURL: mustParse(t, l.server.URL+"/base"), Timeout: timeout}, hidden...)
	t.Cleanup(func() {
		l.Close()
		l.server.CloseClientConnections()
		l.server.Close()
	})
	return l
}

func (l *line) recording(h http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		l.mu.Lock()
		l.received = append(l.received, received{r, string(body)})
		l.mu.Unlock()
		h(w, r)
	}
}

// all returns what the vendor received so far.
func (l *line) all() []received {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append([]received(nil), l.received...)
}

// answers is a vendor that always answers the same.
func answers(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

// resets is a vendor that breaks the connection off.
func resets(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }

// hangs is a vendor that never answers.
func hangs(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }

// speaks is a vendor that writes these bytes, HTTP or not, in which %AUTH% is
// the credential that it was sent.
func speaks(write func(authorization string) string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		conn, buffer, err := http.NewResponseController(w).Hijack()
		if err != nil {
			return
		}
		defer conn.Close()
		reply(buffer, write(r.Header.Get("Authorization")))
	}
}

func reply(buffer *bufio.ReadWriter, text string) {
	_, _ = buffer.WriteString(text)
	_ = buffer.Flush()
}

// reading and writing are the two kinds of call, both about one person.
func reading() rest.Call {
	return rest.Call{
		Route: rest.Route{Name: "getUser", Verb: "GET", Path: "/users/{id}"}, Params: []string{personal},
		Auth: rest.Headers{"Authorization": upstream.NewSecret("Bearer " + configuredHeader)},
	}
}

func writing() rest.Call {
	call := reading()
	call.Route = rest.Route{Name: "putUser", Verb: "PUT", Path: "/users/{id}", Write: true}
	call.JSON = map[string]any{"email": personal}
	return call
}

// configuredHeader is a credential of a form that a header can hold.
const configuredHeader = "h3ader-credential-0042"

// get asks for an answer that must come.
func get(t testing.TB, h http.HandlerFunc) *rest.Answer {
	t.Helper()
	return must(t, connect(t, h))
}

// answerOf is any answer on a connection that was configured with a secret.
func answerOf(t testing.TB, secret string) *rest.Answer {
	t.Helper()
	return must(t, connectFor(t, 10*time.Second, answers(200, ""), secret))
}

func must(t testing.TB, l *line) *rest.Answer {
	t.Helper()
	answer, err := l.Do(context.Background(), reading())
	if err != nil {
		t.Fatal(err)
	}
	return answer
}

// failureOf returns the error of a call that must fail.
func failureOf(t testing.TB, _ *rest.Answer, err error) *upstream.Error {
	t.Helper()
	var e *upstream.Error
	if !errors.As(err, &e) {
		t.Fatalf("got error %v, want an *upstream.Error", err)
	}
	return e
}

func mustParse(t testing.TB, text string) *url.URL {
	t.Helper()
	u, err := url.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return u
}
