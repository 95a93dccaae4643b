package main

import (
	"context"
	"encoding/json"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/dragoman-gateway/dragoman/internal/redisconn/redistest"
	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// patience is how long a test waits for what is due at once.
const patience = 10 * time.Second

// launched is a run of the whole command.
type launched struct {
	t              testing.TB
	stdout, stderr *output
	stop           context.CancelFunc
	code           <-chan int
}

// launch runs the command until the test ends or stops it.
func launch(t testing.TB, env map[string]string, args ...string) *launched {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	code := make(chan int, 1)
	l := &launched{t, &output{}, &output{}, stop, code}
	go func() {
		code <- run(ctx, args, func(name string) string { return env[name] }, l.stdout, l.stderr)
		close(code)
	}()
	t.Cleanup(func() {
		stop()
		<-code
	})
	return l
}

// exit returns the exit code.
func (l *launched) exit() int {
	l.t.Helper()
	select {
	case code := <-l.code:
		return code
	case <-time.After(patience):
		l.t.Fatalf("it does not end\n%s", l.stderr.String())
		return -1
	}
}

// addresses waits for the line that says where the command listens.
func (l *launched) addresses() (public, admin string) {
	l.t.Helper()
	var line struct{ Msg, Public, Admin string }
	eventually(l.t, func() bool {
		for text := range strings.Lines(l.stderr.String()) {
			if json.Unmarshal([]byte(text), &line) == nil && line.Msg == "listening" {
				return true
			}
		}
		return false
	})
	return "http://" + line.Public, "http://" + line.Admin
}

// eventually waits until something is so.
func eventually(t testing.TB, so func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); !so(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("it never came to be")
		}
	}
}

// served is a gateway that was run from a file.
type served struct {
	*launched
	file, key     string
	public, admin string
}

// demoVendors starts the simulators that the demo has.
func demoVendors(t testing.TB) *simulators {
	t.Helper()
	sims, err := startSimulators(theFour(), simkit.Options{People: 5, Seed: 3}, func(string) string { return "127.0.0.1:0" })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = sims.close() })
	return sims
}

// serveBefore serves what the demo serves, as an operator would: from a file.
func serveBefore(t testing.TB, sims *simulators) *served {
	t.Helper()
	key, hash := newKey("demo")
	return serveText(t, sims.environment(), key, string(demoConfig(sims, "127.0.0.1:0", hash)))
}

// serveText serves a configuration from a file of its own.
func serveText(t testing.TB, env map[string]string, key, text string) *served {
	t.Helper()
	file := written(t, text)
	s := &served{launched: launch(t, env, "serve", "--config", file), file: file, key: key}
	s.public, s.admin = s.addresses()
	return s
}

func written(t testing.TB, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "dragoman.yaml")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// status asks with the key; 0 is no answer.
func (s *served) status(url string) int {
	request, err := http.NewRequest(http.MethodGet, url, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+s.key)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0
	}
	_ = response.Body.Close()
	return response.StatusCode
}

func (s *served) wantStatus(url string, want int) {
	s.t.Helper()
	if got := s.status(url); got != want {
		s.t.Errorf("%s: got %d, want %d", url, got, want)
	}
}

func TestHealthIsServedToOperatorsAndUsersToCallers(t *testing.T) {
	s := serveBefore(t, demoVendors(t))
	s.wantStatus(s.public+"/v1/users", http.StatusOK)
	s.wantStatus(s.admin+"/v1/users", http.StatusNotFound)
	for _, path := range []string{"/livez", "/readyz"} {
		eventually(t, func() bool { return s.status(s.admin+path) == http.StatusNoContent })
		s.wantStatus(s.public+path, http.StatusNotFound)
	}
}

func TestARequestUnderWayEndsBeforeTheProgramDoes(t *testing.T) {
	vendors := demoVendors(t)
	before := goleak.IgnoreCurrent()
	s := serveBefore(t, vendors)
	slow := vendors.running[2].sim
	slow.Faults.Schedule(simkit.Fault{Delay: 400 * time.Millisecond})
	answered := make(chan int, 1)
	go func() { answered <- s.status(s.public + "/v1/users?connection=inwebo") }()
	eventually(t, func() bool { return len(slow.Log.All()) > 0 })

	s.stop()
	eventually(t, func() bool { return strings.Contains(s.stderr.String(), `"draining"`) })
	eventually(t, func() bool { return s.status(s.admin+"/readyz") != http.StatusNoContent })
	s.wantStatus(s.admin+"/readyz", http.StatusServiceUnavailable)
	s.wantStatus(s.admin+"/livez", http.StatusNoContent)

	if got := <-answered; got != http.StatusOK {
		t.Errorf("the request under way got %d", got)
	}
	if code := s.exit(); code != exitOK {
		t.Errorf("exit code %d\n%s", code, s.stderr.String())
	}
	for _, url := range []string{s.public, s.admin} {
		s.wantStatus(url, 0)
	}
	// The vendors stay: a connection to them that the gateway left open would show.
	http.DefaultClient.CloseIdleConnections()
	goleak.VerifyNone(t, before)
}

func TestATakenPortEndsTheProgram(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	for situation, line := range map[string]string{"public": "listen: ", "admin": "adminListen: "} {
		t.Run(situation, func(t *testing.T) {
			text := strings.NewReplacer("listen: 127.0.0.1:8080", "listen: 127.0.0.1:0", "adminListen: 127.0.0.1:9090", "adminListen: 127.0.0.1:0").Replace(complete(t, example))
			text = strings.Replace("\n"+text, "\n"+line+"127.0.0.1:0", "\n"+line+taken.Addr().String(), 1)
			var stdout, stderr output
			code := run(context.Background(), []string{"serve", "--config", written(t, text)}, exampleEnvironment, &stdout, &stderr)
			if code != exitFailed || !strings.Contains(stderr.String(), "gateway serve: listen tcp "+taken.Addr().String()) {
				t.Errorf("exit code %d\n%s", code, stderr.String())
			}
		})
	}
}

func TestABadConfigurationIsNotServed(t *testing.T) {
	var stdout, stderr output
	code := run(context.Background(), []string{"serve", "--config", written(t, "listn: x\n")}, exampleEnvironment, &stdout, &stderr)
	if code != exitFailed || !strings.Contains(stderr.String(), "listn: unknown key") {
		t.Errorf("exit code %d\n%s", code, stderr.String())
	}
}

func TestArgumentsThatNobodyUnderstandsAreAUsageError(t *testing.T) {
	for line, want := range map[string]string{
		"":                         "gateway serve --config FILE",
		"run":                      "gateway serve --config FILE",
		"serve":                    "--config FILE is needed",
		"serve --config":           "flag needs an argument",
		"serve --config a b":       `unexpected "b"`,
		"serve --port 80":          "not defined: -port",
		"check":                    "--config FILE is needed",
		"demo here":                `unexpected "here"`,
		"demo --people many":       "invalid value",
		"sandbox --vendor iw":      "not defined: -vendor",
		"key k1":                   `unexpected "k1"`,
		"version 2":                `unexpected "2"`,
		"version --short":          "not defined: -short",
		"sandbox --infoworks a b":  `unexpected "b"`,
		"check --config= --config": "flag needs an argument",
	} {
		var stdout, stderr output
		if code := run(context.Background(), strings.Fields(line), nil, &stdout, &stderr); code != exitUsage {
			t.Errorf("gateway %s: exit code %d", line, code)
		}
		if stdout.String() != "" || !strings.Contains(stderr.String(), want) {
			t.Errorf("gateway %s: said %q, want %q", line, stderr.String(), want)
		}
	}
}

func TestAskingForHelpIsNoError(t *testing.T) {
	for _, verb := range []string{"serve", "check", "demo", "sandbox", "key", "version"} {
		var stdout, stderr output
		if code := run(context.Background(), []string{verb, "--help"}, nil, &stdout, &stderr); code != exitOK || !strings.Contains(stderr.String(), "Usage of gateway "+verb) {
			t.Errorf("gateway %s --help: exit code %d\n%s", verb, code, stderr.String())
		}
	}
}

func TestTheVersionIsPrinted(t *testing.T) {
	var stdout, stderr output
	if code := run(context.Background(), []string{"version"}, nil, &stdout, &stderr); code != exitOK || stdout.String() != "dragoman "+version+"\n" {
		t.Errorf("exit code %d, printed %q", code, stdout.String())
	}
}

func TestACheckSendsNothingToRedis(t *testing.T) {
	server := redistest.Start(t)
	text := strings.Replace(complete(t, example), "tenants:", "redis: {url: {env: REDIS_URL}}\ntenants:", 1)
	var stdout, stderr output
	code := run(t.Context(), []string{"check", "--config", written(t, text)}, func(name string) string {
		if name == "REDIS_URL" {
			return server.URL()
		}
		return exampleEnvironment(name)
	}, &stdout, &stderr)
	if code != exitOK {
		t.Fatalf("exit code %d: %s", code, stderr.String())
	}
	if clients := server.Client().ClientList(t.Context()).Val(); strings.Count(clients, "\n") != 1 {
		t.Errorf("beside this test there are\n%s", clients)
	}
	if stats := server.Client().Info(t.Context(), "stats").Val(); !strings.Contains(stats, "total_connections_received:1\r\n") {
		t.Errorf("more than this test connected:\n%s", stats)
	}
}
