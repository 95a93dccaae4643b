package handlers

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"
)

// login is an issuer whose keys and whose mood a test sets, and the gateway's
// clock.
type login struct {
	server  *httptest.Server
	fetches atomic.Int32
	mu      sync.Mutex
	clock   time.Time
	kids    []string
	answer  http.HandlerFunc
}

func newLogin(t testing.TB, kids ...string) *login {
	l := &login{clock: time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC), kids: kids}
	l.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		l.fetches.Add(1)
		l.mu.Lock()
		answer, kids := l.answer, l.kids
		l.mu.Unlock()
		if answer != nil {
			answer(w, r)
			return
		}
		_, _ = w.Write(publicKeys(kids...))
	}))
	t.Cleanup(l.server.Close)
	return l
}

// publicKeys is the set of these keys.
func publicKeys(kids ...string) []byte {
	keys := []map[string]any{}
	for _, kid := range kids {
		public := keyCalled(kid).Public().(ed25519.PublicKey)
		keys = append(keys, map[string]any{"kid": kid, "kty": "OKP", "crv": "Ed25519", "x": base64.RawURLEncoding.EncodeToString(public)})
	}
	text, _ := json.Marshal(map[string]any{"keys": keys})
	return text
}

// keyCalled returns the key of an id.
func keyCalled(kid string) ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed(fmt.Appendf(nil, "%032s", kid))
}

func (l *login) issuers(t testing.TB) *Issuers {
	t.Helper()
	s := NewIssuers([]Issuer{{
		Name: "login", JWKSURL: l.server.URL, Audience: "dragoman", Algorithms: []string{"EdDSA"},
		TenantClaim: "tenant", Tenants: map[string][]string{"hr": {"iw", "inwebo"}},
	}}, slog.New(slog.DiscardHandler), l.now)
	t.Cleanup(s.Close)
	return s
}

func (l *login) now() time.Time {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.clock
}

func (l *login) pass(d time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.clock = l.clock.Add(d)
}

// turn changes the issuer's keys and how it answers; nil: as it should.
func (l *login) turn(answer http.HandlerFunc, kids ...string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.answer, l.kids = answer, kids
}

// token returns a good token that a key signed.
func (l *login) token(kid string) string {
	claims := fmt.Sprintf(`{"iss":"login","aud":"dragoman","sub":"nora","tenant":"hr","scope":"users:read openid","exp":%d}`, l.now().Unix()+60)
	input := base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, `{"alg":"EdDSA","kid":%q}`, kid)) + "." + base64.RawURLEncoding.EncodeToString([]byte(claims))
	return input + "." + base64.RawURLEncoding.EncodeToString(ed25519.Sign(keyCalled(kid), []byte(input)))
}

// wants demands what a new token of a key gets: "good", "nobody", or a problem's
// code.
func (l *login) wants(t testing.TB, s *Issuers, kid, want string) {
	t.Helper()
	caller, err := s.Find(context.Background(), l.token(kid))
	got := "nobody"
	switch {
	case err != nil:
		got = string(asFailure(err).code)
	case caller != nil:
		got = "good"
	}
	if got != want {
		t.Errorf("a token of %s: got %s, want %s", kid, got, want)
	}
}

// fetched waits until the issuer was asked so often.
func (l *login) fetched(t testing.TB, times int32) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); l.fetches.Load() < times; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%d fetches, want %d", l.fetches.Load(), times)
		}
	}
	if got := l.fetches.Load(); got > times {
		t.Errorf("%d fetches, want %d", got, times)
	}
}

func unwell(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) }

func TestATokenSaysWhoItsCallerIs(t *testing.T) {
	l := newLogin(t, "a")
	caller, err := l.issuers(t).Find(context.Background(), l.token("a"))
	if err != nil || caller == nil {
		t.Fatal(caller, err)
	}
	if got, want := fmt.Sprintf("%+v", *caller), "{Tenant:hr Key: Issuer:login Subject:nora Scopes:[users:read] Connections:[iw inwebo]}"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestANewKeyCountsWithoutARestart(t *testing.T) {
	l := newLogin(t, "a")
	s := l.issuers(t)
	l.wants(t, s, "a", "good")
	l.turn(nil, "a", "b")
	l.wants(t, s, "b", "nobody") // the issuer was asked a moment ago
	l.fetched(t, 1)
	l.pass(keysPace)
	l.wants(t, s, "b", "good")
	l.wants(t, s, "a", "good")
	l.fetched(t, 2)
}

func TestAKeyThatIsWithdrawnCountsNoMore(t *testing.T) {
	l := newLogin(t, "a", "b")
	s := l.issuers(t)
	l.wants(t, s, "a", "good")
	l.turn(nil, "b")
	l.pass(keysFresh)
	l.wants(t, s, "a", "good") // nobody waits for the fetch that it begins
	l.fetched(t, 2)
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(time.Millisecond) {
		if caller, _ := s.Find(context.Background(), l.token("a")); caller == nil {
			break
		}
	}
	l.wants(t, s, "a", "nobody")
	l.wants(t, s, "b", "good")
	l.fetched(t, 2)
}

func TestAnIssuerIsAskedOnceInAWhileWhateverTokensCome(t *testing.T) {
	l := newLogin(t, "a")
	s := l.issuers(t)
	var all sync.WaitGroup
	for n := range 50 {
		all.Go(func() { l.wants(t, s, fmt.Sprint("made-up-", n), "nobody") })
	}
	all.Wait()
	l.fetched(t, 1)
	l.pass(keysPace)
	for n := range 50 {
		l.wants(t, s, fmt.Sprint("made-up-", n), "nobody")
	}
	l.fetched(t, 2)
}

func TestKeysOutliveAnIssuerThatIsAwayForADayAndNoLonger(t *testing.T) {
	l := newLogin(t, "a")
	s := l.issuers(t)
	l.wants(t, s, "a", "good")
	l.turn(unwell)
	l.pass(keysKept - time.Second)
	l.wants(t, s, "a", "good")
	l.fetched(t, 2)
	<-s.rings[l.server.URL].renew() // ends with the fetch under way, and begins none so soon
	l.pass(time.Second)
	l.pass(keysPace)
	l.wants(t, s, "a", "issuer-unavailable")
	l.turn(nil, "a")
	l.wants(t, s, "a", "issuer-unavailable")
	l.pass(keysPace)
	l.wants(t, s, "a", "good")
}

func TestWhetherAnUnknownKeyIsNewCannotBeToldWhileTheIssuerIsAway(t *testing.T) {
	l := newLogin(t, "a")
	s := l.issuers(t)
	l.wants(t, s, "a", "good")
	l.wants(t, s, "b", "nobody")
	l.turn(unwell)
	l.pass(keysPace)
	l.wants(t, s, "b", "issuer-unavailable")
	l.wants(t, s, "a", "good")
	_, err := s.Find(context.Background(), l.token("b"))
	if after := asFailure(err).header.Get("Retry-After"); after != "30" {
		t.Errorf("got Retry-After %q", after)
	}
}

func TestAnAnswerThatIsNoSetOfKeysChangesNothing(t *testing.T) {
	elsewhere := newLogin(t, "b")
	for situation, answer := range map[string]http.HandlerFunc{
		"a failure": unwell,
		"a page":    func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("<html>")) },
		"nothing":   func(http.ResponseWriter, *http.Request) {},
		"a redirect": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, elsewhere.server.URL, http.StatusFound)
		},
		"too much": func(w http.ResponseWriter, _ *http.Request) {
			_, _ = w.Write(bytes.Replace(publicKeys("b"), []byte("{"), []byte("{"+strings.Repeat(" ", jwksSize)), 1))
		},
		"half of it": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "500")
			_, _ = w.Write(publicKeys("b")[:50])
		},
		"keys in a failure": func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusInternalServerError)
			_, _ = w.Write(publicKeys("b"))
		},
	} {
		l := newLogin(t, "a")
		s := l.issuers(t)
		l.wants(t, s, "a", "good")
		l.turn(answer)
		l.pass(keysPace)
		l.wants(t, s, "b", "issuer-unavailable")
		l.wants(t, s, "a", "good")
		if t.Failed() {
			t.Fatal(situation)
		}
	}
	elsewhere.fetched(t, 0)
}

func TestAReloadLosesNoKeys(t *testing.T) {
	l := newLogin(t, "a")
	before, after := l.issuers(t), l.issuers(t)
	l.wants(t, before, "a", "good")
	l.turn(unwell)
	after.Inherit(before)
	before.Close()
	l.wants(t, after, "a", "good")
	l.fetched(t, 1)
}

func TestAClosedIssuersEndsItsFetches(t *testing.T) {
	l := newLogin(t, "a")
	begun, ended := make(chan struct{}), make(chan struct{})
	l.turn(func(_ http.ResponseWriter, r *http.Request) { close(begun); <-r.Context().Done(); close(ended) })
	before := goleak.IgnoreCurrent()
	s := l.issuers(t)
	// The caller leaves first: the fetch goes on for others.
	ctx, leave := context.WithCancel(context.Background())
	left := make(chan error)
	go func() {
		_, err := s.Find(ctx, l.token("a"))
		left <- err
	}()
	<-begun
	leave()
	if err := <-left; asFailure(err).code != codeClientClosed {
		t.Errorf("got %v", err)
	}
	s.Close()
	select {
	case <-ended:
	case <-time.After(jwksTimeout - time.Second):
		t.Error("it waits for the fetch's own end")
	}
	l.server.Close()
	goleak.VerifyNone(t, before)
}

func TestNoKeyComesFromALinkLocalAddress(t *testing.T) {
	for address, refused := range map[string]bool{
		"169.254.169.254:80": true, "[fe80::1]:443": true, "[::ffff:169.254.169.254]:80": true, "nonsense": true,
		"127.0.0.1:80": false, "192.0.2.1:443": false, "[2001:db8::1]:443": false, "10.0.0.1:443": false,
	} {
		if err := refuseLinkLocal("tcp", address, nil); (err != nil) != refused {
			t.Errorf("%s: %v", address, err)
		}
	}
	if _, err := fetchKeys(context.Background(), "http://169.254.169.254/keys"); err == nil {
		t.Error("it was asked")
	}
}
