package main

import (
	"bufio"
	"errors"
	"net"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// balancer sends each request to the next of its backends that says it is ready,
// and never to a second one.
type balancer struct {
	t        testing.TB
	client   *http.Client
	mu       sync.Mutex
	backends []*served
	ready    map[*served]bool
	next     int
}

var errNoBackend = errors.New("no backend is ready")

// balance begins to probe, every 20 ms, until the test ends.
func balance(t testing.TB, backends ...*served) *balancer {
	t.Helper()
	b := &balancer{t: t, client: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 8}}, ready: map[*served]bool{}}
	for _, s := range backends {
		b.add(s)
	}
	over := make(chan struct{})
	var probing sync.WaitGroup
	probing.Go(func() {
		for {
			select {
			case <-over:
				return
			case <-time.After(20 * time.Millisecond):
				b.probe()
			}
		}
	})
	t.Cleanup(func() {
		close(over)
		probing.Wait()
		b.client.CloseIdleConnections()
	})
	return b
}

// add adds a backend that is ready.
func (b *balancer) add(s *served) {
	eventually(b.t, func() bool { return s.status(s.admin+"/readyz") == http.StatusNoContent })
	b.mu.Lock()
	defer b.mu.Unlock()
	b.backends, b.ready[s] = append(b.backends, s), true
}

func (b *balancer) probe() {
	b.mu.Lock()
	backends := slices.Clone(b.backends)
	b.mu.Unlock()
	for _, s := range backends {
		ready := s.status(s.admin+"/readyz") == http.StatusNoContent
		b.mu.Lock()
		b.ready[s] = ready
		b.mu.Unlock()
	}
}

func (b *balancer) choose() *served {
	b.mu.Lock()
	defer b.mu.Unlock()
	for range b.backends {
		b.next = (b.next + 1) % len(b.backends)
		if s := b.backends[b.next]; b.ready[s] {
			return s
		}
	}
	return nil
}

// send sends one request that net/http cannot repeat.
func (b *balancer) send() (*http.Response, error) {
	s := b.choose()
	if s == nil {
		return nil, errNoBackend
	}
	return asking(b.t, b.client, s.key, http.MethodPost, s.public+"/v1/users?connection=inwebo&dryRun=true", strings.NewReader(`{"userName":"nora"}`), plainJSON)
}

// serveDraining serves with a delay before the drain.
func serveDraining(t testing.TB, sims *simulators, delay string) *served {
	t.Helper()
	key, hash := newKey("demo")
	text := strings.Replace(string(demoConfig(sims, "127.0.0.1:0", hash)), "drainDelay: 0s", "drainDelay: "+delay, 1)
	return serveText(t, sims.environment(), key, text)
}

func TestARollingRestartLosesNoRequest(t *testing.T) {
	sims := demoVendors(t)
	old := []*served{serveDraining(t, sims, "500ms"), serveDraining(t, sims, "500ms")}
	b := balance(t, old...)
	load := beginTraffic(t, b.send)
	for _, s := range old {
		before := load.all()
		eventually(t, func() bool { return load.all() > before+50 })
		next := serveDraining(t, sims, "0s")
		b.add(next)
		s.stop()
		if code := s.exit(); code != exitOK {
			t.Errorf("exit code %d\n%s", code, s.stderr.String())
		}
	}
	before := load.all()
	eventually(t, func() bool { return load.all() > before+50 })
	load.wantOnly(t, "200 OK")
}

func TestWhileItDrainsEachAnswerIsTheLastOnItsConnection(t *testing.T) {
	s := serveDraining(t, demoVendors(t), "3s")
	connection, err := net.Dial("tcp", strings.TrimPrefix(s.public, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Close()
	reader := bufio.NewReader(connection)
	ask := func() *http.Response {
		request, _ := http.NewRequest(http.MethodGet, s.public+"/v1/users?limit=1", nil)
		request.Header.Set("Authorization", "Bearer "+s.key)
		if err := request.Write(connection); err != nil {
			t.Fatal(err)
		}
		response, err := http.ReadResponse(reader, request)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = reader.Discard(int(response.ContentLength))
		return response
	}
	if got := ask(); got.StatusCode != http.StatusOK || got.Close {
		t.Fatalf("before: got %s, and it is the last: %v", got.Status, got.Close)
	}
	s.stop()
	eventually(t, func() bool { return s.status(s.admin+"/readyz") == http.StatusServiceUnavailable })
	if got := ask(); got.StatusCode != http.StatusOK || !got.Close {
		t.Errorf("on a kept connection: got %s, and it is the last: %v", got.Status, got.Close)
	}
	s.wantStatus(s.public+"/v1/users?limit=1", http.StatusOK) // on a new one
}

// asProcess runs the command as a process of its own; the test calls it again in
// there. It returns the process and what it says, line by line.
func asProcess(t *testing.T, env map[string]string, args ...string) (*exec.Cmd, *bufio.Scanner) {
	t.Helper()
	command := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+t.Name()+"$")
	command.Env = append(os.Environ(), commandLine+"="+strings.Join(args, " "))
	for name, value := range env {
		command.Env = append(command.Env, name+"="+value)
	}
	stderr, err := command.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	return command, bufio.NewScanner(stderr)
}

const commandLine = "DRAGOMAN_TEST_COMMAND"

func waitFor(t *testing.T, lines *bufio.Scanner, text string) {
	t.Helper()
	for lines.Scan() {
		if strings.Contains(lines.Text(), text) {
			return
		}
	}
	t.Fatalf("it never says %s", text)
}

func TestASecondSignalEndsTheProcessAtOnce(t *testing.T) {
	if line := os.Getenv(commandLine); line != "" {
		os.Args = append([]string{"gateway"}, strings.Fields(line)...)
		main()
	}
	sims := demoVendors(t)
	_, hash := newKey("demo")
	file := written(t, strings.Replace(string(demoConfig(sims, "127.0.0.1:0", hash)), "drainDelay: 0s", "drainDelay: 1h", 1))
	process, lines := asProcess(t, sims.environment(), "serve", "--config", file)
	waitFor(t, lines, `"listening"`)
	if err := process.Process.Signal(syscall.SIGHUP); err != nil {
		t.Fatal(err)
	}
	waitFor(t, lines, `"reloaded"`)
	if err := process.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	waitFor(t, lines, `"draining"`)
	if err := process.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	var ended *exec.ExitError
	if err := process.Wait(); !errors.As(err, &ended) || ended.Sys().(syscall.WaitStatus).Signal() != syscall.SIGTERM {
		t.Errorf("it ended with %v", err)
	}
}
