// Package redistest runs a real redis-server for a test: one of its own, on a
// loopback port that nobody else has, which can be killed, hung and started
// again. A machine without redis-server fails the test in one line: a test that
// is skipped would prove nothing.
package redistest

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
)

// startTime bounds how long a redis-server may take to answer.
const startTime = 10 * time.Second

// Server is a running redis-server.
type Server struct {
	t       testing.TB
	dir     string
	port    int
	command *exec.Cmd
	client  *redis.Client
	// arguments are further ones of the command line.
	arguments []string
}

// Start runs a redis-server, without persistence, until the test ends. Further
// arguments, such as "--maxmemory", "1mb", go to its command line.
func Start(t testing.TB, arguments ...string) *Server {
	t.Helper()
	if _, err := exec.LookPath("redis-server"); err != nil {
		t.Fatal("redis-server is missing: install the Debian package redis-server")
	}
	s := &Server{t: t, dir: t.TempDir(), arguments: arguments}
	s.port = freePort(t)
	s.client = redis.NewClient(&redis.Options{Addr: s.Address(), DisableIdentity: true, MaxRetries: -1})
	s.Restart()
	t.Cleanup(func() {
		_ = s.client.Close()
		s.Kill()
	})
	return s
}

// Address returns its host and port.
func (s *Server) Address() string { return net.JoinHostPort("127.0.0.1", strconv.Itoa(s.port)) }

// URL returns the URL to configure.
func (s *Server) URL() string { return "redis://" + s.Address() }

// Client returns a plain client, for a look at what is kept.
func (s *Server) Client() *redis.Client { return s.client }

// Restart runs the server, empty, on the port that it had.
func (s *Server) Restart() {
	s.t.Helper()
	arguments := append([]string{
		"--port", strconv.Itoa(s.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", s.dir,
		"--logfile", filepath.Join(s.dir, "log"),
	}, s.arguments...)
	s.command = exec.Command("redis-server", arguments...) //nolint:gosec // G204: the arguments are a test's own
	if err := s.command.Start(); err != nil {
		s.t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), startTime)
	defer cancel()
	for s.client.Ping(ctx).Err() != nil {
		if ctx.Err() != nil {
			log, _ := os.ReadFile(filepath.Join(s.dir, "log"))
			s.t.Fatalf("redis-server does not answer:\n%s", log)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// Kill ends the server at once, as a machine that fails does.
func (s *Server) Kill() {
	if s.command == nil {
		return
	}
	_ = s.command.Process.Kill()
	_ = s.command.Wait()
	s.command = nil
}

// Hang stops the server without closing anything: it accepts and never answers.
func (s *Server) Hang() { s.signal(syscall.SIGSTOP) }

// Resume lets a hung server go on.
func (s *Server) Resume() { s.signal(syscall.SIGCONT) }

func (s *Server) signal(signal os.Signal) {
	s.t.Helper()
	if err := s.command.Process.Signal(signal); err != nil {
		s.t.Fatal(fmt.Errorf("redistest: %w", err))
	}
}

func freePort(t testing.TB) int {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	return listener.Addr().(*net.TCPAddr).Port
}
