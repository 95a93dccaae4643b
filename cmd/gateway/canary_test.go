package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/api/apitest"
	"github.com/dragoman-gateway/dragoman/internal/handlers"
	"github.com/dragoman-gateway/dragoman/internal/ratelimit"
	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// sink keeps everything that callers can see. It stands behind the client.
type sink struct {
	next http.RoundTripper
	seen output
}

// RoundTrip keeps the whole answer.
func (s *sink) RoundTrip(r *http.Request) (*http.Response, error) {
	response, err := s.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(response.Body)
	response.Body = io.NopCloser(bytes.NewReader(body))
	fmt.Fprintf(&s.seen, "%s %s\n", r.Method, response.Status)
	_ = response.Header.Write(&s.seen)
	_, _ = s.seen.Write(body)
	return response, err
}

// gossip stands before every vendor. It keeps what the vendors are told and what
// they say, and can have them repeat what they were sent.
type gossip struct {
	mu     sync.Mutex
	echo   int // the status to echo with, 0 for none
	heard  []http.Header
	spoken output
}

func (g *gossip) before(vendor http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		g.mu.Lock()
		status := g.echo
		g.heard = append(g.heard, r.Header.Clone())
		g.mu.Unlock()
		recorder := httptest.NewRecorder()
		vendor.ServeHTTP(recorder, r)
		if status != 0 {
			echo(w, r, status)
			return
		}
		_, _ = g.spoken.Write(recorder.Body.Bytes())
		maps.Copy(w.Header(), recorder.Header())
		w.WriteHeader(recorder.Code)
		_, _ = w.Write(recorder.Body.Bytes())
	})
}

func (g *gossip) echoWith(status int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.echo = status
}

// echo answers with the credential of the request in every place where one of
// the vendors has a code or a text, whole, without its scheme, and decoded.
func echo(w http.ResponseWriter, r *http.Request, status int) {
	full := r.Header.Get("Authorization")
	_, bare, _ := strings.Cut(full, " ")
	decoded, _ := base64.StdEncoding.DecodeString(bare)
	for _, text := range []string{full, bare} {
		w.Header().Add("X-Echo", text)
	}
	w.Header().Set("Retry-After", bare)
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	message := map[string]string{"message": "refused: " + full + " " + string(decoded) + " " + url.QueryEscape(bare)}
	_ = json.NewEncoder(w).Encode(map[string]any{
		"iw_code": bare, "code": bare, "uuid": string(decoded), "message": full, "error": full,
		"errors":      []any{map[string]string{"code": bare, "message": full}},
		"globalError": message, "fieldErrors": map[string]any{"Email": message, bare: message},
	})
}

// tokens returns the bearers that Infoworks was sent.
func (g *gossip) tokens() []string {
	g.mu.Lock()
	defer g.mu.Unlock()
	var out []string
	for _, h := range g.heard {
		if token, ok := strings.CutPrefix(h.Get("Authorization"), "Bearer "); ok && strings.Count(token, ".") == 2 && !slices.Contains(out, token) {
			out = append(out, token)
		}
	}
	return out
}

// received tells whether a vendor was sent exactly this header.
func (g *gossip) received(name, value string) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return slices.ContainsFunc(g.heard, func(h http.Header) bool { return h.Get(name) == value })
}

// disguises returns the forms in which a secret could come out.
func disguises(secret string) []string {
	raw := []byte(secret)
	quoted, _ := json.Marshal(secret)
	return []string{
		secret, base64.StdEncoding.EncodeToString(raw), base64.URLEncoding.EncodeToString(raw), base64.RawStdEncoding.EncodeToString(raw),
		base64.RawURLEncoding.EncodeToString(raw), url.QueryEscape(secret), url.PathEscape(secret), strings.Trim(string(quoted), `"`), secret[:12],
	}
}

// credentials returns every configured credential, by the name of its variable.
func (w *whole) credentials() map[string]string {
	all := maps.Clone(w.env)
	pair, _ := base64.StdEncoding.DecodeString(w.env["SANDBOX_JUUMP_APIKEY"])
	_, password, _ := strings.Cut(string(pair), ":")
	all["what the key of juump is made of"] = password
	return all
}

func TestNoCredentialEverComesOut(t *testing.T) {
	g := &gossip{}
	w := start(t, setup{people: 3}).again(anew{timeout: "100ms", before: g.before})
	operations := samples(t)
	sink := &sink{next: w.client.Transport}
	w.client.Transport = sink

	w.tour(operations)
	for _, status := range []int{200, 302, 400, 401, 406, 409, 500} {
		g.echoWith(status)
		w.tour(operations)
	}
	g.echoWith(0)
	spill := strings.Join(slices.Collect(maps.Values(w.credentials())), `","`)
	for _, fault := range []simkit.Fault{
		{Status: 502, Body: "<html>" + spill}, {Status: 200, Body: "<html>" + spill}, {Status: 200, Body: `{"result":["` + spill + `"],"data":"`},
		{Status: 200, Body: `["` + spill + strings.Repeat(" ", 8<<10) + `"]`, Truncate: true}, {Reset: true}, {Hang: true},
	} {
		for _, sim := range w.sims {
			sim.Faults.Schedule(fault)
		}
		w.tour(operations)
		for _, sim := range w.sims {
			sim.Faults.Clear()
		}
	}

	secrets := w.credentials()
	for i, token := range g.tokens() {
		secrets[fmt.Sprint("bearer ", i)] = token
		secrets[fmt.Sprint("signature ", i)] = token[strings.LastIndex(token, ".")+1:]
	}
	for connection, sim := range w.sims {
		for _, p := range sim.World.People() {
			for name, secret := range p.Secrets {
				secrets[connection+" "+p.ID+" "+name] = secret
			}
		}
	}
	maps.Copy(secrets, w.keys)
	expectNone(t, secrets, map[string]string{"log": w.log.String(), "answers": sink.seen.String()})
	w.expectLooked(t, g)
}

// tour goes through every operation at every connection, all at once.
func (w *whole) tour(operations []sample) {
	w.t.Helper()
	var wait sync.WaitGroup
	for connection := range w.sims {
		wait.Go(func() {
			for _, s := range operations {
				path := s.path(connection)
				if s.template == "/users/{userId}" && s.method != http.MethodDelete {
					path = "/v1/users/" + w.someone(connection)
				}
				w.sendSample(s, "demo", path, nil)
			}
			w.get("demo", "/v1/users?include=raw&connection="+connection)
			w.send("demo", "DELETE", "/v1/users/"+url.PathEscape(connection+":x")+"?dryRun=true", "", "")
			w.post("demo", "/v1/users?connection="+connection, `{"nativeId":"x","userName":"u","email":"u@x.example","password":"A-caller's-own-1"}`)
			w.send("demo", "PUT", "/v1/users/w365:n", plainJSON, `{"userName":"u","givenName":"U","familyName":"V","email":"u@x.example","active":true}`)
		})
	}
	wait.Wait()
}

// expectNone demands that none of the texts holds a secret in any disguise.
func expectNone(t *testing.T, secrets, texts map[string]string) {
	t.Helper()
	for name, secret := range secrets {
		for i, form := range disguises(secret) {
			if strings.HasPrefix(name, "bearer") && i == len(disguises(secret))-1 {
				continue // every JWT begins like this; its signature is looked for too
			}
			for where, text := range texts {
				if at := strings.Index(text, form); at >= 0 {
					t.Errorf("%s stands in the %s, in form %d: …%.200q", name, where, i, text[max(0, at-100):at])
				}
			}
		}
	}
}

// expectLooked demands the proof that the search could have found something: each
// credential was sent, in the form in which its vendor takes it, the vendors said
// secrets themselves, and the callers' keys went no further.
func (w *whole) expectLooked(t *testing.T, g *gossip) {
	t.Helper()
	basic := func(pair string) string { return "Basic " + base64.StdEncoding.EncodeToString([]byte(pair)) }
	iw := w.sims["iw"]
	for header, values := range map[string][]string{
		"Authorization": {
			"Basic " + w.env["SANDBOX_IW_REFRESHTOKEN"], basic(fmt.Sprint(iw.Settings["username"], ":", w.env["SANDBOX_IW_PASSWORD"])),
			"Basic " + w.env["SANDBOX_JUUMP_APIKEY"], "Bearer " + w.env["SANDBOX_INWEBO_APITOKEN"],
			"Workspace365 " + w.env["SANDBOX_W365_APITOKEN"], basic(w.env["SANDBOX_W365_SYNCTOKEN"] + ":"),
		},
		"X-Infinite-Apikey": {w.env["SANDBOX_JUUMP_APIKEY"]},
	} {
		for _, value := range values {
			if !g.received(header, value) {
				t.Errorf("no vendor was sent the %s %q", header, value)
			}
		}
	}
	// The vendors' six and the key for cursors, which no vendor is sent.
	if len(g.tokens()) == 0 || len(w.env) != 7 {
		t.Errorf("%d bearers and %d credentials: there should be some of the first and 7 of the other", len(g.tokens()), len(w.env))
	}
	if !strings.Contains(g.spoken.String(), iw.World.People()[0].Secrets["refresh_token"]) {
		t.Error("Infoworks never showed a user's own token: there was nothing to hold back")
	}
	for id, key := range w.keys {
		if g.received("Authorization", "Bearer "+key) {
			t.Errorf("a vendor was sent the caller's key %s", id)
		}
	}
	for _, want := range []string{`"level":"WARN"`, `"status":502`, `"status":200`} {
		if !strings.Contains(w.log.String(), want) {
			t.Errorf("the log holds no %s: nothing went wrong, or it was not told", want)
		}
	}
}

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
	vendor := upstream.Vendor{Name: "panicking", Open: func(upstream.Connection) (upstream.Connector, error) { return panicking{credential: credential}, nil }}
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
	public, err := handlers.New(handlers.Config{
		Connections: pool, Keys: handlers.NewKeys([]handlers.Key{{Caller: caller, SHA256: sha256.Sum256([]byte(key))}}), Limiter: ratelimit.NewLocal(nil, time.Now), Cursors: cursors,
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
	if strings.Count(log, `"msg":"panic"`) != 2 || !strings.Contains(log, "canary_test.go") {
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
