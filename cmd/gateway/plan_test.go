package main

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// change is one write of the API at one connection.
type change struct {
	operation, connection, method string
	// at is the place of the user in the World, -1 where the path names none.
	at   int
	path string
	body string
}

// changes are the writes in an order in which none disturbs another: deletes come
// last at each connection, and no user is written twice.
func changes() []change {
	const (
		password = `"password":"canary-password"`
		put      = `{"userName":"nora@acme.example","givenName":"Nora","familyName":"Vale","email":"nora@acme.example","active":false,"roles":["admin"]}`
	)
	return []change{
		{"createUser", "iw", "POST", -1, "/v1/users?connection=iw", `{"email":"nora@corp.example","displayName":"Nora","roles":["analyst"],` + password + `}`},
		{"updateUser", "iw", "PATCH", 2, "", `{"displayName":"Nora Vale","active":true,` + password + `}`},
		{"syncUsers", "iw", "POST", -1, "/v1/users/sync?connection=iw", `{"attribute":"login","values":["tbaran","kroleless"],"update":false}`},
		{"deleteUser", "iw", "DELETE", 1, "", ""},
		{"createUser", "juump", "POST", -1, "/v1/users?connection=juump", `{"nativeId":"saml:plant/east|%41","email":"nora@plant.example","active":true,"extensions":{"3djuump":{"frontendaccess":true,"accessrights":{"view":["prj_1"]}}}}`},
		{"putUser", "juump", "PUT", 2, "", `{"active":true,"extensions":{"3djuump":{"frontendaccess":false}}}`},
		{"updateUser", "juump", "PATCH", 9, "", `{"active":true}`},
		{"deleteUser", "juump", "DELETE", 2, "", ""},
		{"createUser", "inwebo", "POST", -1, "/v1/users?connection=inwebo", `{"userName":"ops/day","email":"ops@inwebo.example","language":"fr","active":true,"roles":["2"],"groups":[{"id":"inwebo:7","roleId":"1"}]}`},
		{"createUser", "w365", "POST", -1, "/v1/users?connection=w365", strings.Replace(put, "{", `{"nativeId":"3f0v1c2d-new",`, 1)},
		{"putUser", "w365", "PUT", 0, "", strings.ReplaceAll(put, "nora@", "nora.vale@")},
		{"deleteUser", "w365", "DELETE", 1, "", ""},
	}
}

// send sends the change with more in its query.
func (c change) send(w *whole, key, query string) answer {
	w.t.Helper()
	path := c.path
	if c.at >= 0 {
		path = "/v1/users/" + url.PathEscape(c.connection+":"+w.sims[c.connection].World.People()[c.at].ID)
	}
	if query != "" {
		path += map[bool]string{true: "&", false: "?"}[strings.Contains(path, "?")] + query
	}
	media := map[string]string{"POST": "application/json", "PUT": "application/json", "PATCH": "application/merge-patch+json"}[c.method]
	return w.send(key, c.method, path, media, c.body)
}

// planned is one write, as a plan tells it or as a simulator received it.
type planned struct {
	Method, Path, Query string
	Headers             map[string]string
	Body                any
}

func TestAPlanIsWhatTheRealCallSends(t *testing.T) {
	dry, wet := start(t, setup{}), start(t, setup{})
	for _, c := range changes() {
		t.Run(c.connection+" "+c.operation, func(t *testing.T) {
			sim := wet.sims[c.connection]
			sim.Log.Reset()
			plan := wantPlan(t, dry, c)
			if real := c.send(wet, "admin", ""); real.status/100 != 2 {
				t.Fatalf("got %d\n%s", real.status, real.body)
			}
			if diff := cmp.Diff(received(t, sim), plan, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("received (-) and planned (+) differ:\n%s", diff)
			}
		})
	}
}

// wantPlan demands the plan of a change, and that the vendor is left alone.
func wantPlan(t *testing.T, w *whole, c change) []planned {
	t.Helper()
	sim := w.sims[c.connection]
	before := sim.World.People()
	got := c.send(w, "admin", "dryRun=true")
	if got.status != http.StatusOK || got.header.Get("Content-Type") != "application/vnd.dragoman.plan+json" {
		t.Fatalf("got %d\n%s", got.status, got.body)
	}
	if writes := sim.Log.Writes(); len(writes) > 0 {
		t.Errorf("the vendor received %d writes", len(writes))
	}
	if diff := cmp.Diff(before, sim.World.People()); diff != "" {
		t.Errorf("the directory changed:\n%s", diff)
	}
	wantNoCredential(t, w, got.body)
	var plan struct{ Requests []planned }
	if err := json.Unmarshal(got.body, &plan); err != nil || len(plan.Requests) == 0 {
		t.Fatalf("%v\n%s", err, got.body)
	}
	return plan.Requests
}

// received returns the writes that a simulator recorded, as a plan shows them.
func received(t *testing.T, sim *simkit.Sim) []planned {
	t.Helper()
	var writes []planned
	for _, e := range sim.Log.Writes() {
		p := planned{Method: e.Method, Path: e.Path, Query: e.Query, Headers: map[string]string{}}
		for name, values := range e.Header {
			// The client library adds these four to every request.
			if !slices.Contains([]string{"Accept-Encoding", "Content-Length", "Traceparent", "User-Agent"}, name) {
				p.Headers[name] = strings.Join(values, ", ")
			}
		}
		for _, name := range []string{"Authorization", "X-Infinite-Apikey"} {
			if p.Headers[name] != "" {
				p.Headers[name] = "***"
			}
		}
		if len(e.Body) > 0 {
			if err := json.Unmarshal([]byte(strings.ReplaceAll(string(e.Body), "canary-password", "***")), &p.Body); err != nil {
				t.Fatal(err)
			}
		}
		writes = append(writes, p)
	}
	return writes
}

func wantNoCredential(t *testing.T, w *whole, text []byte) {
	t.Helper()
	secrets := []string{canary}
	for _, value := range w.env {
		secrets = append(secrets, value, base64.StdEncoding.EncodeToString([]byte(value)))
	}
	for _, secret := range secrets {
		if strings.Contains(string(text), secret) {
			t.Errorf("%q is shown:\n%s", secret, text)
		}
	}
}

func TestEveryWriteThatAConnectionCanDoHasAPlan(t *testing.T) {
	w := start(t, setup{})
	tried := map[string]bool{}
	for _, c := range changes() {
		tried[c.connection+" "+c.operation] = true
	}
	operations := specified(t)
	for connection := range w.sims {
		for operation, can := range w.supported(connection) {
			write := slices.ContainsFunc(operations[operation].Parameters, func(p *openapi3.ParameterRef) bool { return p.Value.Name == "dryRun" })
			if can && write && !tried[connection+" "+operation] {
				t.Errorf("%s at %s is not among the changes", operation, connection)
			}
		}
	}
}

func TestAReadHasNoPlan(t *testing.T) {
	w := start(t, setup{})
	user := "/v1/users/" + url.PathEscape("inwebo:"+w.sims["inwebo"].World.People()[0].ID)
	for _, path := range []string{"/v1/users", user, "/v1/connections", "/v1/connections/iw", "/v1/connections/iw/health"} {
		wantUnknownDryRun(t, w.get("admin", path+"?dryRun=true"))
	}
	wantUnknownDryRun(t, w.post("admin", "/v1/users/lookup?dryRun=true", `{"attribute":"email","values":["nora@corp.example"]}`))
	for name, sim := range w.sims {
		if sent := sim.Log.All(); len(sent) > 0 {
			t.Errorf("%s was asked %d times", name, len(sent))
		}
	}
}

func wantUnknownDryRun(t *testing.T, got answer) {
	t.Helper()
	var problem struct {
		Errors []struct{ Parameter, Code string }
	}
	_ = json.Unmarshal(got.body, &problem)
	if got.status != http.StatusBadRequest || len(problem.Errors) != 1 || problem.Errors[0].Parameter != "dryRun" || problem.Errors[0].Code != "unknown-parameter" {
		t.Errorf("got %d\n%s", got.status, got.body)
	}
}

func TestAPlanNeedsTheReadScopeToo(t *testing.T) {
	w := start(t, setup{keys: map[string][]string{
		"writer": {"users:write", "users:sync", "users:admin", "groups:write"},
		"both":   {"users:write", "users:sync", "users:admin", "groups:write", "users:read"},
		"plain":  {"users:read"},
	}})
	for _, c := range changes() {
		got := c.send(w, "writer", "dryRun=true")
		if got.status != http.StatusForbidden || got.code() != "insufficient-scope" || !strings.Contains(got.header.Get("WWW-Authenticate"), `scope="users:read"`) {
			t.Errorf("%s at %s: got %d\n%s", c.operation, c.connection, got.status, got.body)
		}
		if got := c.send(w, "plain", "dryRun=true"); got.status != http.StatusForbidden {
			t.Errorf("%s at %s without the write scope: got %d", c.operation, c.connection, got.status)
		}
		if got := c.send(w, "both", "dryRun=true"); got.status != http.StatusOK {
			t.Errorf("%s at %s: got %d\n%s", c.operation, c.connection, got.status, got.body)
		}
	}
}

func TestDryRunFalseIsARealCall(t *testing.T) {
	w := start(t, setup{})
	if got := w.post("admin", "/v1/users?connection=inwebo&dryRun=false", `{"userName":"nora"}`); got.status != http.StatusCreated {
		t.Errorf("got %d\n%s", got.status, got.body)
	}
}
