package main

import (
	"net/http"
	"strings"
	"testing"
)

// sandboxed runs the sandbox and returns what a shell would take from its output
// and what an operator would paste from it.
func sandboxed(t *testing.T, args ...string) (env map[string]string, connections string) {
	t.Helper()
	l := launch(t, nil, append([]string{"sandbox", "--people", "5"}, args...)...)
	// The lines of the last vendor come last, its settings at the end.
	eventually(t, func() bool { return strings.Contains(l.stdout.String(), "syncToken: {env: ") })
	exports, connections, found := strings.Cut(l.stdout.String(), "connections:\n")
	if !found {
		t.Fatalf("printed %s", l.stdout.String())
	}
	env = map[string]string{}
	for line := range strings.Lines(exports) {
		words := shellWords(line)
		if len(words) != 2 || words[0] != "export" {
			t.Fatalf("no export: %s", line)
		}
		name, value, _ := strings.Cut(words[1], "=")
		env[name] = value
	}
	return env, "connections:\n" + connections
}

func TestWhatTheSandboxPrintsIsAConfigurationThatServes(t *testing.T) {
	env, connections := sandboxed(t)
	key, hash := newKey("k1")
	file := written(t, "listen: 127.0.0.1:0\nadminListen: 127.0.0.1:0\n"+connections+
		"tenants:\n  hr:\n    connections: [iw, juump, inwebo, w365]\n    keys: [{id: k1, sha256: "+hash+`, scopes: ["users:read"]}]`+"\n")
	s := &served{launched: launch(t, env, "serve", "--config", file), key: key}
	s.public, s.admin = s.addresses()
	for _, connection := range []string{"iw", "juump", "inwebo"} {
		s.wantStatus(s.public+"/v1/users?connection="+connection, http.StatusOK)
	}
	s.wantStatus(s.public+"/v1/users?connection=w365", http.StatusMethodNotAllowed)
}

func TestTheSandboxShowsNoCredentialInTheConfiguration(t *testing.T) {
	env, connections := sandboxed(t)
	for name, value := range env {
		if value == "" || strings.Contains(connections, value) {
			t.Errorf("%s is %q, and the configuration is\n%s", name, value, connections)
		}
	}
}

func TestTheSandboxStopsWhenItIsTold(t *testing.T) {
	l := launch(t, nil, "sandbox")
	eventually(t, func() bool { return strings.Contains(l.stdout.String(), "syncToken") })
	l.stop()
	if code := l.exit(); code != exitOK {
		t.Errorf("exit code %d\n%s", code, l.stderr.String())
	}
}

func TestTheSandboxFailsOnAPortThatIsTaken(t *testing.T) {
	_, connections := sandboxed(t)
	_, rest, _ := strings.Cut(connections, "baseURL: http://")
	taken, _, _ := strings.Cut(rest, "/")
	l := launch(t, nil, "sandbox", "--3djuump", taken)
	if code := l.exit(); code != exitFailed || !strings.Contains(l.stderr.String(), taken) {
		t.Errorf("exit code %d\n%s", code, l.stderr.String())
	}
}
