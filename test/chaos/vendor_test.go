//go:build chaos

package chaos

import (
	"net"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
	"github.com/dragoman-gateway/dragoman/internal/upstream/vendors"
)

// vendor is a simulated vendor on a listener of its own.
type vendor struct {
	t        *testing.T
	name     string
	sim      *simkit.Sim
	address  string
	baseURL  string
	server   *http.Server
	received atomic.Int64
}

// startVendor serves a simulator until the test ends.
func startVendor(t *testing.T, name string, sim *simkit.Sim) *vendor {
	t.Helper()
	v := &vendor{t: t, name: name, sim: sim, address: loopback}
	v.up()
	v.baseURL = "http://" + v.address + sim.BasePath
	t.Cleanup(v.down)
	return v
}

// up listens, at the address that the vendor had.
func (v *vendor) up() {
	v.t.Helper()
	listener, err := net.Listen("tcp", v.address)
	if err != nil {
		v.t.Fatal(err)
	}
	v.address = listener.Addr().String()
	v.server = &http.Server{Handler: http.HandlerFunc(v.serve)}
	go func() { _ = v.server.Serve(listener) }() // ends with down
}

// down closes the listener and every connection: the vendor refuses callers.
func (v *vendor) down() { _ = v.server.Close() }

// kept is how many requests the simulator's log keeps: under load it would keep
// all of them.
const kept = 4096

func (v *vendor) serve(w http.ResponseWriter, r *http.Request) {
	if v.received.Add(1)%kept == 0 {
		v.sim.Log.Reset()
	}
	v.sim.ServeHTTP(w, r)
}

// calls counts the calls of these operations of the vendor's, named by the end of
// their pattern, such as "/content". It sees the last requests only, see [kept].
func (v *vendor) calls(verb string, endings ...string) int {
	n := 0
	for _, e := range v.sim.Log.All() {
		if e.Method == verb && slices.ContainsFunc(endings, func(end string) bool { return strings.HasSuffix(e.Pattern, end) }) {
			n++
		}
	}
	return n
}

// settings are the connection's. Its credentials go into env, and stand in the
// settings as references.
func (v *vendor) settings(env map[string]string) map[string]any {
	out := map[string]any{}
	for name, value := range v.sim.Settings {
		secret, ok := value.(simkit.Credential)
		if !ok {
			out[name] = value
			continue
		}
		variable := "CHAOS_" + strings.ToUpper(strings.ReplaceAll(v.name, "-", "_")+"_"+name)
		env[variable], out[name] = string(secret), reference{variable}
	}
	return out
}

// entry is the vendor that has this connection in the demo.
func entry(t *testing.T, connection string) vendors.Entry {
	t.Helper()
	all := vendors.All()
	i := slices.IndexFunc(all, func(e vendors.Entry) bool { return e.Connection == connection })
	if i < 0 {
		t.Fatalf("no vendor has the connection %s", connection)
	}
	return all[i]
}
