package main

import (
	"encoding/base64"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/dragoman-gateway/dragoman/internal/handlers"
	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

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
			real := c.filled(wet)
			sim := wet.sims[c.connection]
			sim.Log.Reset()
			plan := wantPlan(t, dry, c.filled(dry))
			if got := real.send(wet, "admin", ""); got.status/100 != 2 {
				t.Fatalf("got %d\n%s", got.status, got.body)
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
	sim.Log.Reset()
	before := stateOf(sim.World)
	got := c.send(w, "admin", "dryRun=true")
	if got.status != http.StatusOK || got.header.Get("Content-Type") != "application/vnd.dragoman.plan+json" {
		t.Fatalf("got %d\n%s", got.status, got.body)
	}
	if writes := sim.Log.Writes(); len(writes) > 0 {
		t.Errorf("the vendor received %d writes", len(writes))
	}
	if diff := cmp.Diff(before, stateOf(sim.World)); diff != "" {
		t.Errorf("the directory changed:\n%s", diff)
	}
	wantNoCredential(t, w, c, got.body)
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
		switch {
		case strings.HasPrefix(p.Headers["Content-Type"], "multipart/"):
			p.Body = "***"
		case len(e.Body) > 0:
			if err := json.Unmarshal(e.Body, &p.Body); err != nil {
				t.Fatal(err)
			}
			p.Body = starred(p.Body)
		}
		writes = append(writes, p)
	}
	return writes
}

// starred returns a body with stars in place of each text that holds a secret of
// a caller's.
func starred(body any) any {
	switch v := body.(type) {
	case string:
		if strings.Contains(v, password) || strings.Contains(v, base64.StdEncoding.EncodeToString([]byte(picture))) {
			return "***"
		}
	case []any:
		for i := range v {
			v[i] = starred(v[i])
		}
	case map[string]any:
		for name := range v {
			v[name] = starred(v[name])
		}
	}
	return body
}

// wantNoCredential demands that a text holds neither a credential of the gateway's
// nor anything secret of the change.
func wantNoCredential(t *testing.T, w *whole, c change, text []byte) {
	t.Helper()
	secrets := []string{canary, base64.StdEncoding.EncodeToString([]byte(picture))[:40]}
	var sent map[string]any
	if json.Unmarshal([]byte(c.body), &sent) == nil {
		for _, name := range []string{"password", "refreshToken", "token"} {
			if secret, ok := sent[name].(string); ok {
				secrets = append(secrets, secret)
			}
		}
	}
	secrets = append(secrets, slices.Collect(maps.Values(w.env))...)
	for _, p := range w.sims[c.connection].World.People() {
		secrets = append(secrets, slices.Collect(maps.Values(p.Secrets))...)
	}
	for _, secret := range secrets {
		if strings.Contains(string(text), secret) || strings.Contains(string(text), base64.StdEncoding.EncodeToString([]byte(secret))) {
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
	for _, s := range samples(t) {
		if s.write {
			continue
		}
		for connection := range w.sims {
			wantUnknownDryRun(t, w.sendSample(s.at(connection).with("dryRun=true"), "admin", nil))
		}
	}
	w.unheard(t, "a plan of a read")
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

// readScope is what reads what an operation of this scope writes; credentials
// cannot be read, they are a user's.
func readScope(scope string) string {
	resource, _, _ := strings.Cut(scope, ":")
	if resource == "credentials" {
		resource = "users"
	}
	return resource + ":read"
}

func TestAPlanNeedsTheReadScopeToo(t *testing.T) {
	reads := slices.DeleteFunc(handlers.Scopes(), func(s string) bool { return !strings.HasSuffix(s, ":read") })
	writes := slices.DeleteFunc(handlers.Scopes(), func(s string) bool { return slices.Contains(reads, s) })
	keys := map[string][]string{"writer": writes, "plain": reads}
	for _, scope := range reads {
		keys["both-"+strings.ReplaceAll(scope, ":", "-")] = append(slices.Clone(writes), scope)
	}
	w := start(t, setup{keys: keys})
	scopes := map[string]string{}
	for _, s := range samples(t) {
		scopes[s.id] = readScope(s.scopes[0])
	}
	for _, c := range changes() {
		what, scope := c.operation+" at "+c.connection, scopes[c.operation]
		c = c.filled(w)
		lacks(t, what, c.send(w, "writer", "dryRun=true"), scope, true)
		if got := c.send(w, "plain", "dryRun=true"); got.status != http.StatusForbidden || got.code() != "insufficient-scope" {
			t.Errorf("%s without the write scope: got %d\n%s", what, got.status, got.body)
		}
		if got := c.send(w, "both-"+strings.ReplaceAll(scope, ":", "-"), "dryRun=true"); got.status != http.StatusOK {
			t.Errorf("%s with %s: got %d\n%s", what, scope, got.status, got.body)
		}
	}
}

func TestDryRunFalseIsARealCall(t *testing.T) {
	w := start(t, setup{})
	if got := w.post("admin", "/v1/users?connection=inwebo&dryRun=false", `{"userName":"nora"}`); got.status != http.StatusCreated {
		t.Errorf("got %d\n%s", got.status, got.body)
	}
}
