//go:build chaos

package chaos

import (
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// trap is where a vendor that was taken over would like the credentials to go. It
// counts connections below HTTP, so that one by TLS counts as well.
type trap struct {
	address     string
	connections atomic.Int64
	bytes       atomic.Int64
}

func setTrap(t *testing.T) *trap {
	t.Helper()
	listener, err := net.Listen("tcp", loopback)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	p := &trap{address: listener.Addr().String()}
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			p.connections.Add(1)
			buffer := make([]byte, 4096)
			n, _ := conn.Read(buffer) // what is not read has not come
			p.bytes.Add(int64(n))
			_ = conn.Close()
		}
	}()
	return p
}

// locations are other ports, hosts and schemes.
func (p *trap) locations() []string {
	_, port, _ := net.SplitHostPort(p.address)
	return []string{
		"http://" + p.address + "/v3/admin/users", "https://" + p.address + "/", "//" + p.address + "/",
		"http://localhost:" + port + "/", "http://user@" + p.address + "/?next=1",
	}
}

// A vendor's redirect is not followed: the connection's credential goes where the
// operator said and nowhere else.
func TestARedirectIsATrap(t *testing.T) {
	f := figures{t, "redirects from every vendor"}
	b := newFleetBench(t)
	b.start(1)
	p := setTrap(t)
	sent, told := 0, 0
	for _, status := range []int{301, 302, 303, 307, 308} {
		for _, location := range p.locations() {
			for name, v := range b.vendors {
				v.sim.Faults.Clear()
				v.sim.Faults.Schedule(simkit.Fault{Status: status, Header: http.Header{"Location": {location}}})
				before := v.received.Load()
				for _, a := range b.atOnce(b.urls(), b.everything(name)...) {
					if strings.Contains(fmt.Sprint(string(a.body), a.header), p.address) {
						told++
					}
				}
				if v.received.Load() == before {
					t.Errorf("%s was not asked under %d to %s: nothing is proven", name, status, location)
				}
				sent += int(v.received.Load() - before)
			}
		}
	}
	f.exactly("connections to the trap", 0, int(p.connections.Load()))
	f.exactly("bytes of credential there", 0, int(p.bytes.Load()))
	f.exactly("answers that name the trap", 0, told)
	f.tell("calls that were answered with a redirect", fmt.Sprint(sent))
}

// A trap that catches nobody would prove nothing.
func TestATrapCatchesWhoFollows(t *testing.T) {
	p := setTrap(t)
	v := startVendor(t, "inwebo", entry(t, "inwebo").Simulator(simkit.Options{People: 1}))
	for n, location := range p.locations() {
		v.sim.Faults.Clear()
		v.sim.Faults.Schedule(simkit.Fault{Status: http.StatusTemporaryRedirect, Header: http.Header{"Location": {location}}})
		if response, err := http.Get(v.baseURL + "/"); err == nil {
			_ = response.Body.Close()
		}
		if p.connections.Load() != int64(n+1) {
			t.Errorf("a client that follows redirects did not follow %s", location)
		}
	}
}

// everything are calls of each kind that a connection has: reads, writes, tokens.
func (b *bench) everything(connection string) []request {
	all := []request{b.users("hr", connection)}
	switch connection {
	case "iw":
		all = append(all,
			b.introspect("hr", "iw", "some-token"),
			b.post("hr", "/v1/tokens?connection=iw", map[string]any{"grantType": "password", "username": "u@corp.example", "password": "p"}),
			b.post("hr", "/v1/tokens/refresh?connection=iw", map[string]any{"refreshToken": "some-token"}))
	case "inwebo":
		all = append(all, b.get("hr", "/v1/activities?connection=inwebo"), b.introspect("hr", "inwebo", "some-token"))
	case "w365":
		all = append(all, b.icons("hr", "w365"), b.icon("hr", "w365", "global.36"), b.activity("hr", "w365"))
	case "juump":
		all = append(all, b.get("hr", "/v1/groups?connection=juump"), b.get("hr", "/v1/users/juump:somebody"))
	}
	return all
}
