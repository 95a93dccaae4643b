package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/dragoman-gateway/dragoman/api/apitest"
	"github.com/dragoman-gateway/dragoman/internal/handlers"
	"time"
)

// unheard fails the test where a vendor received anything.
func (w *whole) unheard(t testing.TB, what string) {
	t.Helper()
	for connection, sim := range w.sims {
		for _, e := range sim.Log.All() {
			t.Errorf("%s: %s received %s %s", what, connection, e.Method, e.Path)
		}
		sim.Log.Reset()
	}
}

// anew is what is different when the program runs once more.
type anew struct {
	// key is added to the key's line of the configuration.
	key string
	// timeout is each connection's.
	timeout string
	// before stands between the gateway and every vendor.
	before func(http.Handler) http.Handler
}

// again runs the program once more before the same vendors, for one tenant with
// one key, demo, that has all scopes.
func (w *whole) again(a anew) *whole {
	w.t.Helper()
	sims := &simulators{cursorKey: w.env[cursorKeyVariable]}
	for _, entry := range theFour() {
		var vendor http.Handler = w.sims[entry.Connection]
		if a.before != nil {
			vendor = a.before(vendor)
		}
		server := httptest.NewServer(vendor)
		w.t.Cleanup(server.Close)
		sims.running = append(sims.running, running{entry, w.sims[entry.Connection], server.URL + w.sims[entry.Connection].BasePath})
	}
	key, hash := newKey("demo")
	text := string(demoConfig(sims, "127.0.0.1:0", hash))
	text = strings.Replace(text, "scopes:", a.key+" scopes:", 1)
	text = strings.ReplaceAll(text, "    settings:\n", fmt.Sprintf("    timeout: %s\n    settings:\n", a.timeout))
	s, err := loadPlain([]byte(text), func(name string) string { return w.env[name] })
	if err != nil {
		w.t.Fatalf("%v\n%s", err, text)
	}
	log := &output{}
	g, err := begin(s, slog.New(slog.NewJSONHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug})), time.Now)
	if err != nil {
		w.t.Fatal(err)
	}
	server := httptest.NewServer(g)
	out := &whole{t: w.t, sims: w.sims, url: server.URL, keys: map[string]string{"demo": key}, env: w.env, log: log, client: apitest.Client(w.t)}
	w.t.Cleanup(func() {
		server.Close()
		_ = g.close()
		out.client.CloseIdleConnections()
	})
	return out
}

func TestNoOperationAnswersWithoutAGoodKey(t *testing.T) {
	w := start(t, setup{people: 2})
	good := w.keys["admin"]
	id, secret := good[:len("dgm_admin_")], good[len("dgm_admin_"):]
	operations := samples(t)
	const none, wrong = `Bearer realm="dragoman"`, `Bearer realm="dragoman", error="invalid_token"`
	for _, c := range []struct {
		name          string
		authorization []string
		challenge     string
	}{
		{"no credential", nil, none},
		{"an empty one", []string{""}, none},
		{"the scheme alone", []string{"Bearer"}, none},
		{"another scheme", []string{"Basic " + good}, none},
		{"no scheme", []string{good}, none},
		{"no key", []string{"Bearer nonsense"}, wrong},
		{"half a key", []string{"Bearer " + good[:len(good)-1]}, wrong},
		{"more than a key", []string{"Bearer " + good + "A"}, wrong},
		{"a key and a word", []string{"Bearer " + good + " " + good}, wrong},
		{"an unknown key id", []string{"Bearer dgm_nobody_" + secret}, wrong},
		{"another key's secret", []string{"Bearer " + id + w.keys["reader"][len("dgm_reader_"):]}, wrong},
		{"another secret", []string{"Bearer " + id + strings.Repeat("A", len(secret))}, wrong},
		{"a good key twice", []string{"Bearer " + good, "Bearer " + good}, wrong},
		{"a good key and another scheme", []string{"Bearer " + good, "Basic eDp5"}, wrong},
		{"another scheme and a good key", []string{"Basic eDp5", "Bearer " + good}, none},
	} {
		for _, s := range operations {
			got := w.sendSample(s.at("iw"), "", http.Header{"Authorization": c.authorization})
			if got.status != http.StatusUnauthorized || got.code() != "unauthenticated" {
				t.Errorf("%s, %s: got %d %s", s.id, c.name, got.status, got.body)
			}
			if challenges := got.header.Values("WWW-Authenticate"); !slices.Equal(challenges, []string{c.challenge}) {
				t.Errorf("%s, %s: got the challenges %q, want %q", s.id, c.name, challenges, c.challenge)
			}
		}
		w.unheard(t, c.name)
	}
}

func TestAForeignConnectionIsTheSame404AsAnUnknownOne(t *testing.T) {
	w := start(t, setup{people: 2})
	for _, s := range samples(t) {
		for key, foreign := range map[string]string{"admin": "x-", "foreign": ""} {
			if !s.elsewhere() {
				got := w.sendSample(s.at(""), key, nil)
				for _, item := range got.json(t)["items"].([]any) {
					name := item.(map[string]any)["connection"].(string)
					if strings.HasPrefix(name, "x-") != (key == "foreign") {
						t.Errorf("%s: the key %s sees %s", s.id, key, name)
					}
				}
				continue
			}
			unknown := w.sendSample(s.at("nowhere"), key, nil)
			if unknown.status != http.StatusNotFound || unknown.code() != "not-found" {
				t.Errorf("%s at an unknown connection: got %d %s", s.id, unknown.status, unknown.body)
			}
			for connection := range w.sims {
				alike(t, s.id+" at "+foreign+connection, w.sendSample(s.at(foreign+connection), key, nil), unknown)
			}
		}
	}
	w.unheard(t, "a foreign connection")
}

// alike demands two answers that nobody can tell apart, but for the sealed text of
// their cursors: no two seals are alike. Their requests had the same request id.
func alike(t testing.TB, what string, got, want answer) {
	t.Helper()
	got, want = unsealed(got), unsealed(want)
	for _, header := range []http.Header{got.header, want.header} {
		header.Del("Date")
		header.Del("Server-Timing")
		header.Del("Cache-Status") // the second of two finds what the first left
	}
	if got.status != want.status || !bytes.Equal(got.body, want.body) || !maps.EqualFunc(got.header, want.header, slices.Equal[[]string]) {
		t.Errorf("%s: got %d %v\n%s\nwant %d %v\n%s", what, got.status, got.header, got.body, want.status, want.header, want.body)
	}
}

// unsealed returns an answer with another text in the place of its cursor.
func unsealed(a answer) answer {
	var page struct{ NextCursor string }
	if json.Unmarshal(a.body, &page) != nil || page.NextCursor == "" {
		return a
	}
	a.body = bytes.ReplaceAll(a.body, []byte(page.NextCursor), []byte("sealed"))
	a.header.Set("Link", strings.ReplaceAll(a.header.Get("Link"), page.NextCursor, "sealed"))
	return a
}

func TestAKeyThatLacksAScopeIsToldWhich(t *testing.T) {
	keys := map[string][]string{}
	without := func(scope string) string { return "no-" + strings.ReplaceAll(scope, ":", "-") }
	for _, scope := range handlers.Scopes() {
		keys[without(scope)] = slices.DeleteFunc(handlers.Scopes(), func(s string) bool { return s == scope })
	}
	w := start(t, setup{people: 2, keys: keys})
	for _, s := range samples(t) {
		if len(s.scopes) == 0 {
			t.Errorf("%s needs no scope", s.id)
		}
		for _, scope := range s.scopes {
			for connection := range w.sims {
				lacks(t, s.id+" at "+connection, w.sendSample(s.at(connection), without(scope), nil), scope, s.write)
			}
			// Also where there is nothing: a scope comes before what exists.
			lacks(t, s.id+" nowhere", w.sendSample(s.at("nowhere"), without(scope), nil), scope, s.write)
		}
	}
	w.unheard(t, "a missing scope")
}

// lacks demands the 403 that names one missing scope.
func lacks(t testing.TB, what string, got answer, scope string, write bool) {
	t.Helper()
	problem := got.json(t)
	if got.status != http.StatusForbidden || got.code() != "insufficient-scope" || problem["detail"] != "This needs the scope "+scope+"." {
		t.Errorf("%s: got %d %s, want 403 naming %s", what, got.status, got.body, scope)
	}
	if want := fmt.Sprintf(`Bearer realm="dragoman", error="insufficient_scope", scope=%q`, scope); got.header.Get("WWW-Authenticate") != want {
		t.Errorf("%s: got the challenge %q, want %q", what, got.header.Get("WWW-Authenticate"), want)
	}
	if write != (problem["outcome"] == "not_sent") {
		t.Errorf("%s: got the outcome %v", what, problem["outcome"])
	}
}

func TestWhatABodyOrAParameterAsksForNeedsItsOwnScope(t *testing.T) {
	plain := []string{"users:read", "users:write", "users:sync", "activities:write", "groups:read"}
	blind := []string{"users:write", "users:sync", "groups:write", "credentials:write", "activities:write", "activities:broadcast", "tokens:write", "tokens:rotate"}
	w := start(t, setup{people: 2, keys: map[string][]string{"plain": plain, "blind": blind, "grouper": append(plain, "groups:write")}})
	const whole = `"userName":"u@x.example","givenName":"U","familyName":"V","active":true`
	for _, c := range []struct{ key, method, path, body, scope string }{
		{"plain", "POST", "/users?connection=iw", `{"email":"u@x.example","roles":["admin"]}`, "users:admin"},
		{"plain", "POST", "/users?connection=iw", `{"email":"u@x.example","extensions":{"infoworks":{"accessibleDomains":["d"]}}}`, "users:admin"},
		{"plain", "PATCH", "/users/iw:u", `{"roles":["admin"]}`, "users:admin"},
		{"plain", "PATCH", "/users/iw:u", `{"roles":[]}`, "users:admin"},
		{"plain", "PATCH", "/users/iw:u", `{"roles":null}`, "users:admin"},
		{"plain", "PATCH", "/users/iw:u", `{"password":"Another-1"}`, "users:admin"},
		{"plain", "PATCH", "/users/iw:u", `{"extensions":{"infoworks":{"accessibleDomains":[]}}}`, "users:admin"},
		{"plain", "POST", "/users?connection=juump", `{"nativeId":"n","extensions":{"3djuump":{"frontendaccess":true}}}`, "users:admin"},
		{"plain", "POST", "/users?connection=juump", `{"nativeId":"n","extensions":{"3djuump":{"accessrights":{"view":["t"]}}}}`, "users:admin"},
		{"plain", "PUT", "/users/juump:n", `{"active":true,"extensions":{"3djuump":{"frontendaccess":true}}}`, "users:admin"},
		{"plain", "PUT", "/users/juump:n", `{"active":true,"extensions":{"3djuump":{"frontendaccess":false,"accessrights":{"use":["t"]}}}}`, "users:admin"},
		{"plain", "PATCH", "/users/juump:n", `{"extensions":{"3djuump":{"frontendaccess":true}}}`, "users:admin"},
		{"plain", "PATCH", "/users/juump:n", `{"extensions":{"3djuump":{"frontendaccess":false}}}`, "users:admin"},
		{"plain", "PATCH", "/users/juump:n", `{"extensions":{"3djuump":{"accessrights":null}}}`, "users:admin"},
		{"plain", "POST", "/users?connection=inwebo", `{"userName":"u","roles":["2"]}`, "users:admin"},
		{"grouper", "POST", "/users?connection=inwebo", `{"userName":"u","groups":[{"id":"inwebo:1","roleId":"2"}]}`, "users:admin"},
		{"plain", "POST", "/users?connection=w365", `{"nativeId":"n",` + whole + `,"roles":["admin"]}`, "users:admin"},
		{"plain", "PUT", "/users/w365:n", `{` + whole + `,"roles":["admin"]}`, "users:admin"},
		{"plain", "POST", "/users?connection=inwebo", `{"userName":"u","groups":[{"id":"inwebo:1"}]}`, "groups:write"},
		{"plain", "POST", "/users?connection=juump", `{"nativeId":"n","groups":[{"id":"juump:ab"}]}`, "groups:write"},
		{"plain", "PUT", "/users/juump:n", `{"active":true,"groups":[{"id":"juump:ab"}],"extensions":{"3djuump":{"frontendaccess":false}}}`, "groups:write"},
		{"grouper", "POST", "/groups?connection=juump", `{"displayName":"n","extensions":{"3djuump":{"accessrights":{"view":["t"]}}}}`, "users:admin"},
		{"grouper", "PUT", "/groups/juump:ab", `{"displayName":"n","extensions":{"3djuump":{"accessrights":{"use":[],"view":["t"]}}}}`, "users:admin"},
		{"plain", "POST", "/activities?connection=w365", `{"title":"t","audience":{"everyone":true}}`, "activities:broadcast"},
		{"plain", "POST", "/activities", `{"title":"t","audience":{"everyone":true}}`, "activities:broadcast"},
		{"plain", "GET", "/users?connection=iw&include=raw", "", "raw:read"},
		{"plain", "GET", "/groups?include=raw", "", "raw:read"},
		{"plain", "GET", "/groups/juump:ab?include=raw", "", "raw:read"},
		{"plain", "GET", "/groups/juump:ab/members?include=raw", "", "raw:read"},
		{"plain", "GET", "/users?include=raw&partial=true", "", "raw:read"},
		{"plain", "GET", "/users/juump:n?include=raw", "", "raw:read"},
		{"blind", "POST", "/users?connection=inwebo&dryRun=true", `{"userName":"u"}`, "users:read"},
		{"blind", "PUT", "/users/w365:n?dryRun=true", `{` + whole + `}`, "users:read"},
		{"blind", "PATCH", "/users/juump:n?dryRun=true", `{"active":false}`, "users:read"},
		{"blind", "DELETE", "/users/juump:n?dryRun=true", "", "users:read"},
		{"blind", "POST", "/users/sync?connection=iw&dryRun=true", `{"attribute":"email","values":["v"]}`, "users:read"},
		{"blind", "PUT", "/users/w365:n/picture?dryRun=true", tinyPNG, "users:read"},
		{"blind", "POST", "/users/w365:u@x.example/credentials?dryRun=true", `{"username":"u@x.example","password":"p"}`, "users:read"},
		{"blind", "PUT", "/credentials/w365:8?dryRun=true", `{"username":"u@x.example","password":"p"}`, "users:read"},
		{"blind", "POST", "/groups?connection=w365&dryRun=true", `{"displayName":"n"}`, "groups:read"},
		{"blind", "PATCH", "/users/w365:n/groups?dryRun=true", `{"add":["w365:g"]}`, "groups:read"},
		{"blind", "POST", "/activities?dryRun=true", `{"title":"t","audience":{"everyone":true}}`, "activities:read"},
		{"blind", "POST", "/announcements?dryRun=true", `{"title":"t"}`, "activities:read"},
		{"blind", "POST", "/tokens?dryRun=true", `{"grantType":"password","username":"u@x.example","password":"p"}`, "tokens:read"},
		{"blind", "POST", "/tokens/revoke?dryRun=true", `{"token":"t"}`, "tokens:read"},
		{"blind", "POST", "/tokens/rotate?dryRun=true", `{"own":true,"confirm":"iw"}`, "tokens:read"},
	} {
		mediaType := mediaOf(c.method, c.path)
		what := c.method + " " + c.path + " " + c.body
		lacks(t, what, w.send(c.key, c.method, "/v1"+c.path, mediaType, c.body), c.scope, c.method != "GET")
		w.unheard(t, what)
		if got := w.send("admin", c.method, "/v1"+c.path, mediaType, c.body); got.code() == "insufficient-scope" || got.status == http.StatusBadRequest {
			t.Errorf("%s with all scopes: got %d %s", what, got.status, got.body)
		}
		for _, sim := range w.sims {
			sim.Log.Reset()
		}
	}
}

func TestAKeyOfFewerConnectionsSeesNoOther(t *testing.T) {
	w := start(t, setup{people: 2}).again(anew{key: "connections: [inwebo],", timeout: "10s"})
	for _, s := range samples(t) {
		if !s.elsewhere() {
			continue
		}
		unknown := w.sendSample(s.at("nowhere"), "demo", nil)
		for _, other := range []string{"iw", "juump", "w365"} {
			alike(t, s.id+" at "+other, w.sendSample(s.at(other), "demo", nil), unknown)
		}
		if got := w.sendSample(s.at("inwebo"), "demo", nil); got.status == http.StatusNotFound && s.id != "getUser" {
			t.Errorf("%s at its own connection: got %d %s", s.id, got.status, got.body)
		}
	}
	for connection, sim := range w.sims {
		if heard := len(sim.Log.All()); (heard > 0) != (connection == "inwebo") {
			t.Errorf("%s received %d requests", connection, heard)
		}
	}
	items := w.get("demo", "/v1/connections").json(t)["items"].([]any)
	sources := w.get("demo", "/v1/users").json(t)["sources"].([]any)
	if len(items) != 1 || len(sources) != 1 {
		t.Errorf("it sees the connections %v and the sources %v", items, sources)
	}
}

func TestHeadersOfProxiesChangeNothing(t *testing.T) {
	w := start(t, setup{people: 2})
	further := http.Header{
		"X-Forwarded-For": {"10.0.0.1"}, "X-Forwarded-Host": {"elsewhere.example"}, "X-Forwarded-Proto": {"https"},
		"X-Forwarded-Prefix": {"/v2"}, "X-Forwarded-User": {"admin"}, "Forwarded": {"for=10.0.0.1;host=elsewhere.example"},
		"X-Real-Ip": {"10.0.0.1"}, "X-Original-Url": {"/v1/connections"}, "X-Rewrite-Url": {"/v1/connections"},
		"X-Http-Method-Override": {"DELETE"}, "X-Http-Method": {"DELETE"}, "X-Method-Override": {"DELETE"},
		"X-Tenant": {"other"}, "X-Connection": {"x-iw"},
	}
	for _, s := range samples(t) {
		for connection, sim := range w.sims {
			a := s.at(connection)
			if s.write {
				a = a.with("dryRun=true")
			}
			for _, key := range []string{"admin", "reader", ""} {
				plain := w.sendSample(a, key, nil)
				alike(t, s.id+" at "+connection, w.sendSample(a, key, further), plain)
			}
			for _, e := range sim.Log.Writes() {
				t.Errorf("%s: %s received %s %s", s.id, connection, e.Method, e.Path)
			}
		}
	}
}
