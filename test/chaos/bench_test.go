//go:build chaos

package chaos

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/handlers"
	"github.com/dragoman-gateway/dragoman/internal/redisconn/redistest"
	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
	"github.com/dragoman-gateway/dragoman/internal/upstream/vendors"
)

// bench is what one scenario is made of: vendors, a configuration that names them,
// Redis, and gateway processes. All of it ends with the test.
type bench struct {
	t      *testing.T
	binary string
	// config is that of the replicas to come; env are its secrets, by variable.
	config  configuration
	env     map[string]string
	vendors map[string]*vendor
	// keys are the tenants' keys, each of all scopes.
	keys     map[string]string
	redis    *redistest.Server
	replicas []*replica
	client   *client
}

// newBench builds the gateway and begins a configuration without anything in it.
func newBench(t *testing.T) *bench {
	t.Helper()
	return &bench{
		t: t, binary: build(t), client: newClient(t),
		config: configuration{
			Listen: loopback, AdminListen: loopback, CursorKeys: []reference{{cursorKeyVariable}},
			Connections: map[string]*connection{}, Tenants: map[string]*tenant{},
		},
		env:     map[string]string{cursorKeyVariable: base64.StdEncoding.EncodeToString(random(32))},
		vendors: map[string]*vendor{}, keys: map[string]string{},
	}
}

// newFleetBench begins with the four vendors, a tenant hr that has them all, and
// Redis.
func newFleetBench(t *testing.T) *bench {
	t.Helper()
	b := newBench(t)
	for _, entry := range vendors.All() {
		b.connect(entry.Connection, entry)
	}
	b.admit("hr", nil, "iw", "juump", "inwebo", "w365")
	b.withRedis()
	return b
}

const (
	// loopback is an address of which the system chooses the port.
	loopback          = "127.0.0.1:0"
	cursorKeyVariable = "CHAOS_CURSOR_KEY"
	redisVariable     = "CHAOS_REDIS_URL"
)

// build makes the binary, which takes long only where something changed.
func build(t *testing.T) string {
	t.Helper()
	binary, err := filepath.Abs("../../bin/gateway")
	if err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("go", "build", "-o", binary, "../../cmd/gateway").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return binary
}

// connect starts a simulated vendor and adds a connection to it.
func (b *bench) connect(name string, entry vendors.Entry) *vendor {
	b.t.Helper()
	v := startVendor(b.t, name, entry.Simulator(simkit.Options{People: 12, Seed: uint64(len(b.vendors) + 1)}))
	b.vendors[name] = v
	b.config.Connections[name] = &connection{Vendor: entry.Name, BaseURL: v.baseURL, Timeout: "5s", Settings: v.settings(b.env)}
	return v
}

// admit adds a tenant with a key of all scopes.
func (b *bench) admit(name string, limit *rateLimit, connections ...string) {
	text := "dgm_" + name + "_" + base64.RawURLEncoding.EncodeToString(random(32))
	sum := sha256.Sum256([]byte(text))
	b.keys[name] = text
	b.config.Tenants[name] = &tenant{
		Connections: connections, RateLimit: limit,
		Keys: []key{{ID: name, SHA256: hex.EncodeToString(sum[:]), Scopes: handlers.Scopes()}},
	}
}

func (b *bench) withRedis() {
	b.t.Helper()
	b.redis = redistest.Start(b.t)
	b.env[redisVariable] = b.redis.URL()
	b.config.Redis = &redisConfig{URL: reference{redisVariable}}
}

// start runs this many replicas more and returns when all of them are ready.
func (b *bench) start(replicas int) {
	b.t.Helper()
	for range replicas {
		r := b.prepare()
		r.start()
	}
}

// prepare makes a replica of the configuration as it is now, without running it.
func (b *bench) prepare() *replica {
	b.t.Helper()
	r := newReplica(b.t, b.binary, strconv.Itoa(len(b.replicas)+1), b.config, b.env)
	b.replicas = append(b.replicas, r)
	return r
}

// urls are where the replicas serve callers.
func (b *bench) urls() []string {
	var urls []string
	for _, r := range b.replicas {
		urls = append(urls, r.url())
	}
	return urls
}

func random(n int) []byte {
	out := make([]byte, n)
	_, _ = rand.Read(out) // never fails: crypto/rand ends the program instead
	return out
}
