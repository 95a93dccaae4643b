package main

import (
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/redisconn/redistest"
	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// The program as it is run, with a Redis, retries and breakers: what it keeps, what
// it says to operators and what it prints are looked through as the answers are.
func TestNoCredentialStandsInRedisOrIsToldToOperators(t *testing.T) {
	t.Parallel()
	server := redistest.Start(t)
	w := start(t, setup{people: 3, redis: server.URL(), rateLimit: "{rate: 10000, burst: 10000}"})
	s := serveText(t, w.env, w.keys["admin"], "listen: 127.0.0.1:0\nadminListen: 127.0.0.1:0\n"+w.text)
	sink := &sink{next: w.client.Transport}
	w.client.Transport, w.url, w.keys["demo"] = sink, s.public, w.keys["admin"]

	heard := monitored(t, server)
	secrets := w.credentials()
	maps.Copy(secrets, w.kept())
	operations := samples(t)
	w.tour(operations)
	for n, c := range []struct{ path, body string }{
		{"/v1" + w.path("w365", "/users/{upn.0}/credentials"), `{"username":"u@x.example","password":"a-caller's-own-2"}`},
		{"/v1/users?connection=iw", `{"email":"k@corp.example","displayName":"K","roles":["analyst"],"password":"` + callersPassword + `"}`},
	} {
		if got := w.keyed("admin", fmt.Sprint("the-callers-idempotency-key-", n), "POST", c.path, c.body); got.status >= 300 {
			t.Errorf("%s: got %d %s", c.path, got.status, got.body)
		}
	}
	for _, fault := range []simkit.Fault{{Reset: true}, {Status: 500, Body: "<html>"}, {Status: 401}} {
		for _, sim := range w.sims {
			sim.Faults.Schedule(fault)
		}
		w.tour(operations)
		for _, sim := range w.sims {
			sim.Faults.Clear()
		}
	}

	delete(secrets, "REDIS_URL") // it holds no password here
	maps.Copy(secrets, w.kept())
	maps.Copy(secrets, w.keys)
	for i, token := range sink.minted {
		secrets[fmt.Sprint("bearer ", i)] = token
	}
	for i, secret := range []string{callersPassword, callersCredential, "a-caller's-own-2", "the-callers-idempotency-key-0"} {
		secrets[fmt.Sprint("a caller's ", i)] = secret
	}
	redisHolds, told := heard()+everythingIn(t, server), s.toldToOperators()
	expectNone(t, secrets, map[string]string{"Redis": redisHolds, "standard error": s.stderr.String(), "answers to operators": told, "answers to callers": sink.seen.String()})
	expectNone(t, map[string]string{"a person": "k@corp.example", "another": "u@x.example"}, map[string]string{"Redis": redisHolds, "standard error": s.stderr.String(), "answers to operators": told})
	for what, least := range map[string]int{"dgm:1:": 5, "dgm:rate:": 1} {
		if strings.Count(redisHolds, what) < least {
			t.Errorf("Redis holds too little of %s to look at", what)
		}
	}
	if len(sink.minted) == 0 || !strings.Contains(told, "dragoman_") || !strings.Contains(s.stderr.String(), `"status":502`) || !strings.Contains(s.stderr.String(), `"audit"`) {
		t.Errorf("%d tokens, or there was nothing to look at:\n%.500s\n%.500s", len(sink.minted), told, s.stderr.String())
	}
}

// monitored writes down every command that Redis is sent, until it is asked.
func monitored(t *testing.T, server *redistest.Server) func() string {
	t.Helper()
	connection, err := net.Dial("tcp", server.Address())
	if err != nil {
		t.Fatal(err)
	}
	seen, stopped := &output{}, make(chan struct{})
	_, _ = io.WriteString(connection, "MONITOR\r\n")
	go func() {
		defer close(stopped)
		_, _ = io.Copy(seen, connection) // until it is closed
	}()
	eventually(t, func() bool { return strings.HasPrefix(seen.String(), "+OK") })
	return func() string {
		_ = connection.Close()
		<-stopped
		return seen.String()
	}
}

// everythingIn is every key of a Redis with its value, whatever its type.
func everythingIn(t *testing.T, server *redistest.Server) string {
	t.Helper()
	var all strings.Builder
	for _, key := range server.Client().Keys(t.Context(), "*").Val() {
		fmt.Fprintln(&all, key, server.Client().Dump(t.Context(), key).Val(), server.Client().Get(t.Context(), key).Val())
	}
	return all.String()
}

// toldToOperators is all that the private listener says.
func (s *served) toldToOperators() string {
	s.t.Helper()
	var all strings.Builder
	for _, path := range []string{"/livez", "/readyz", "/metrics", "/", "/v1/users", "/debug/pprof/", "/debug/vars"} {
		response, err := http.Get(s.admin + path)
		if err != nil {
			s.t.Fatal(err)
		}
		_ = response.Write(&all)
		_ = response.Body.Close()
	}
	return all.String()
}
