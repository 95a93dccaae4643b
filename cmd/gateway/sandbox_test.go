package main

import (
	"net/http"
	"strings"
	"testing"
)

// sandboxed runs the sandbox and returns what a shell would take from its output,
// its tenant's key, and the file that the output is.
func sandboxed(t *testing.T, args ...string) (env map[string]string, key, file string) {
	t.Helper()
	l := launch(t, nil, append([]string{"sandbox", "--people", "5"}, args...)...)
	eventually(t, func() bool { return strings.Contains(l.stdout.String(), "tenants:") })
	file = l.stdout.String()
	env = map[string]string{}
	for line := range strings.Lines(file) {
		words := shellWords(strings.TrimPrefix(line, "# "))
		if len(words) == 2 && words[0] == "export" {
			name, value, _ := strings.Cut(words[1], "=")
			env[name] = value
		}
	}
	_, rest, _ := strings.Cut(file, "key: ")
	return env, strings.Fields(rest)[0], file
}

func TestWhatTheSandboxPrintsIsAConfigurationThatServes(t *testing.T) {
	env, key, text := sandboxed(t)
	s := serveText(t, env, key, "listen: 127.0.0.1:0\nadminListen: 127.0.0.1:0\ndrainDelay: 0s\n"+text)
	for _, connection := range []string{"iw", "juump", "inwebo"} {
		s.wantStatus(s.public+"/v1/users?connection="+connection, http.StatusOK)
	}
	s.wantStatus(s.public+"/v1/users?connection=w365", http.StatusMethodNotAllowed)
}

func TestWhatTheSandboxPrintsPassesTheCheckAsItStands(t *testing.T) {
	env, _, text := sandboxed(t)
	l := launch(t, env, "check", "--config", written(t, text))
	if code := l.exit(); code != exitOK {
		t.Errorf("exit code %d\n%s", code, l.stderr.String())
	}
}

func TestTheSandboxShowsNoCredentialInTheConfiguration(t *testing.T) {
	env, key, file := sandboxed(t)
	env["the key"] = key
	_, configuration, _ := strings.Cut(file, "cursorKeys:")
	for name, value := range env {
		if value == "" || strings.Contains(configuration, value) {
			t.Errorf("%s is %q, and the configuration is\n%s", name, value, configuration)
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
	_, _, file := sandboxed(t)
	_, rest, _ := strings.Cut(file, "baseURL: http://")
	taken, _, _ := strings.Cut(rest, "/")
	l := launch(t, nil, "sandbox", "--3djuump", taken)
	if code := l.exit(); code != exitFailed || !strings.Contains(l.stderr.String(), taken) {
		t.Errorf("exit code %d\n%s", code, l.stderr.String())
	}
}
