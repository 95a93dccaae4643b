package rest_test

import (
	"bytes"
	"context"
	"crypto/x509"
	"io"
	"log"
	"net"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// wiretap keeps every byte that a server's connections received.
type wiretap struct {
	net.Listener
	mu   sync.Mutex
	seen bytes.Buffer
}

func (w *wiretap) Accept() (net.Conn, error) {
	conn, err := w.Listener.Accept()
	return tapped{conn, w}, err
}

func (w *wiretap) saw(text string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return bytes.Contains(w.seen.Bytes(), []byte(text))
}

type tapped struct {
	net.Conn
	tap *wiretap
}

func (c tapped) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	c.tap.mu.Lock()
	defer c.tap.mu.Unlock()
	c.tap.seen.Write(p[:n])
	return n, err
}

// encrypted is a line over TLS whose client trusts the vendor or not.
func encrypted(t *testing.T, trusted bool) (*line, *wiretap) {
	l := &line{}
	l.server = httptest.NewUnstartedServer(l.recording(answers(200, "{}")))
	tap := &wiretap{Listener: l.server.Listener}
	l.server.Listener = tap
	l.server.Config.ErrorLog = log.New(io.Discard, "", 0)
	l.server.StartTLS()
	t.Cleanup(l.server.Close)
	roots := x509.NewCertPool()
	if trusted {
		roots.AddCert(l.server.Certificate())
	}
	l.Client = rest.NewClient(upstream.Connection{BaseURL: mustParse(t, l.server.URL), Timeout: 5 * time.Second, RootCAs: roots})
	t.Cleanup(l.Close)
	return l, tap
}

func TestAVendorWithACertificateOfAConfiguredAuthorityIsTrusted(t *testing.T) {
	l, tap := encrypted(t, true)
	if answer, err := l.Do(context.Background(), writing()); err != nil || answer.Status != 200 {
		t.Fatalf("got %v, %v; want 200", answer, err)
	}
	if tap.saw(configuredHeader) {
		t.Error("the credential went over the wire in the clear")
	}
}

func TestAVendorOfAnUnknownAuthorityIsToldNothing(t *testing.T) {
	l, tap := encrypted(t, false)
	answer, err := l.Do(context.Background(), writing())
	if e := failureOf(t, answer, err); e.Kind != upstream.Failed || e.Outcome != upstream.NotSent {
		t.Errorf("got %v, outcome %q; want failed, not sent", e, e.Outcome)
	}
	if len(l.all()) != 0 || tap.saw(configuredHeader) || tap.saw(personal) {
		t.Error("the vendor was told something before it proved who it is")
	}
}

func TestACredentialForTLSIsNotSentToAPlainServer(t *testing.T) {
	plain := connect(t, answers(200, "{}"))
	base := mustParse(t, plain.server.URL)
	base.Scheme = "https"
	c := rest.NewClient(upstream.Connection{BaseURL: base, Timeout: 5 * time.Second})
	defer c.Close()
	answer, err := c.Do(context.Background(), writing())
	if e := failureOf(t, answer, err); e.Kind != upstream.Failed || len(plain.all()) != 0 {
		t.Errorf("got %v and %d requests; want failed and none", e, len(plain.all()))
	}
}
