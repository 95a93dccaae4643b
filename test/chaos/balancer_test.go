//go:build chaos

package chaos

import (
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// balancer is a real HAProxy before the replicas. It never tries again: with its
// three retries it would hide a gateway that drops requests.
type balancer struct {
	t *testing.T
	// url is where callers find it, socket where it is asked about its servers.
	url, socket string
}

// balancerConfig takes the socket and the servers. fd@3 is the listener that the
// test opened, on a port that nobody else has.
const balancerConfig = `
global
  stats socket %s mode 600
defaults
  mode http
  retries 0
  no option redispatch
  timeout connect 1s
  timeout client 60s
  timeout server 20s
  timeout check 1s
frontend callers
  bind fd@3
  default_backend replicas
backend replicas
  balance roundrobin
  option httpchk GET /readyz
%s`

const balancerServer = "  server %s %s check port %s inter 100ms fall 1 rise 1\n"

// balance runs HAProxy before all replicas until the test ends, and returns when
// it finds all of them ready.
func (b *bench) balance() *balancer {
	b.t.Helper()
	if _, err := exec.LookPath("haproxy"); err != nil {
		b.t.Fatal("haproxy is missing: install the Debian package haproxy")
	}
	// A path of a socket may have 108 bytes, fewer than a test's directory takes.
	dir, err := os.MkdirTemp("", "chaos")
	if err != nil {
		b.t.Fatal(err)
	}
	b.t.Cleanup(func() { _ = os.RemoveAll(dir) })
	listener, err := net.Listen("tcp", loopback)
	if err != nil {
		b.t.Fatal(err)
	}
	p := &balancer{t: b.t, url: "http://" + listener.Addr().String(), socket: filepath.Join(dir, "socket")}
	p.run(filepath.Join(dir, "haproxy.cfg"), b.replicas, listener.(*net.TCPListener))
	for _, r := range b.replicas {
		p.await(r)
	}
	return p
}

func (p *balancer) run(config string, replicas []*replica, listener *net.TCPListener) {
	p.t.Helper()
	var servers strings.Builder
	for _, r := range replicas {
		_, admin, _ := net.SplitHostPort(r.config.AdminListen)
		fmt.Fprintf(&servers, balancerServer, "r"+r.name, r.config.Listen, admin)
	}
	text := fmt.Sprintf(balancerConfig, p.socket, servers.String())
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		p.t.Fatal(err)
	}
	inherited, err := listener.File()
	if err != nil {
		p.t.Fatal(err)
	}
	var log strings.Builder
	command := exec.Command("haproxy", "-db", "-f", config)
	command.ExtraFiles, command.Stderr = []*os.File{inherited}, &log
	if err := command.Start(); err != nil {
		p.t.Fatal(err)
	}
	_, _ = inherited.Close(), listener.Close() // HAProxy has it now
	p.t.Cleanup(func() {
		_ = command.Process.Kill()
		_ = command.Wait()
		if p.t.Failed() {
			p.t.Logf("the balancer's log:\n%s", log.String())
		}
	})
}

// await returns when the balancer sends requests to a replica.
func (p *balancer) await(r *replica) {
	p.t.Helper()
	until(p.t, 5*time.Second, "the balancer finds replica "+r.name, func() bool { return p.finds(r) })
}

// finds tells whether HAProxy counts a replica as up.
func (p *balancer) finds(r *replica) bool {
	conn, err := net.Dial("unix", p.socket)
	if err != nil {
		return false
	}
	defer func() { _ = conn.Close() }()
	_, _ = io.WriteString(conn, "show stat\n") // what is not sent is not answered
	table, _ := io.ReadAll(conn)
	for row := range strings.Lines(string(table)) {
		if strings.HasPrefix(row, "replicas,r"+r.name+",") {
			return strings.Contains(row, ",UP,") && strings.Contains(row, "L7OK")
		}
	}
	return false
}
