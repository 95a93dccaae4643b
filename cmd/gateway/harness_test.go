package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/dragoman-gateway/dragoman/api/apitest"
	"github.com/dragoman-gateway/dragoman/internal/handlers"
	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
	"github.com/dragoman-gateway/dragoman/internal/upstream/vendors"
	"time"
)

// whole is the whole program in a test: four simulated vendors, a configuration
// as an operator would write it, the gateway behind a real listener, a client
// that holds every answer to the specification.
//
// The tenant hr has all four connections, and so has the tenant twin; the tenant
// other has connections of its own (x-iw, x-juump, …) to the same vendors.
type whole struct {
	t      testing.TB
	sims   map[string]*simkit.Sim
	url    string
	keys   map[string]string
	env    map[string]string
	log    *output
	client *http.Client
	// gateway serves text, the configuration.
	gateway *generations
	text    string
	now     func() time.Time
	// resilient has calls repeated and sick vendors spared.
	resilient bool
}

// setup changes what a test starts with.
type setup struct {
	people int
	// timeout is each connection's, such as "300ms".
	timeout string
	// keys are further keys of hr: their scopes by key id. The keys admin (all
	// scopes), reader (users:read, connections:read) and, of other, foreign (all
	// scopes) are always there.
	keys map[string][]string
	// narrow are further keys of hr with all scopes, each for one connection.
	narrow map[string]string
	// rateLimit is hr's, in YAML.
	rateLimit string
	// now is the clock, the machine's where it is nil.
	now func() time.Time
	// resilient has calls repeated and sick vendors spared, as the program does.
	resilient bool
	// redis is the URL of a Redis, none where it is empty.
	redis string
	// concurrency is how many requests hr may have under way at once, 0 for no limit.
	concurrency int
	// plant gives hr and other a second 3DJuump directory, the connection plant.
	plant bool
	// issuers are entries of issuers, in YAML.
	issuers string
}

// theFour are the vendors that these tests know by name; a fifth in the table is
// the conformance suite's business.
func theFour() []vendors.Entry {
	return slices.DeleteFunc(vendors.All(), func(e vendors.Entry) bool {
		return !slices.Contains([]string{"iw", "juump", "inwebo", "w365"}, e.Connection)
	})
}

// start runs the whole program until the test ends.
func start(t testing.TB, o setup) *whole {
	t.Helper()
	if o.people == 0 {
		o.people = 12
	}
	entries := theFour()
	if o.plant {
		plant := entries[slices.IndexFunc(entries, func(e vendors.Entry) bool { return e.Connection == "juump" })]
		plant.Connection = "plant"
		entries = append(entries, plant)
	}
	sims, err := startSimulators(entries, simkit.Options{People: o.people, Seed: 7}, func(string) string { return "127.0.0.1:0" })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = sims.close() })
	w := &whole{
		t: t, sims: map[string]*simkit.Sim{}, keys: map[string]string{}, env: sims.environment(), log: &output{}, client: apitest.Client(t),
		now: o.now, resilient: o.resilient,
	}
	if w.now == nil {
		w.now = time.Now
	}
	for _, r := range sims.running {
		w.sims[r.entry.Connection] = r.sim
	}
	w.text = string(w.config(sims, o))
	if o.redis != "" {
		w.env["REDIS_URL"] = o.redis
		w.text = "redis: {url: {env: REDIS_URL}}\ncursorKeys: [{env: " + cursorKeyVariable + "}]\n" + w.text
	}
	w.serve()
	return w
}

// serve begins to serve the configuration, until the test ends.
func (w *whole) serve() {
	w.t.Helper()
	g, err := begin(w.settled(), slog.New(slog.NewJSONHandler(w.log, &slog.HandlerOptions{Level: slog.LevelDebug})), w.now)
	if err != nil {
		w.t.Fatal(err)
	}
	server := httptest.NewServer(g)
	w.t.Cleanup(func() {
		server.Close()
		_ = g.close()
		w.client.CloseIdleConnections()
	})
	w.url, w.gateway = server.URL, g
}

func (w *whole) settled() *settled {
	w.t.Helper()
	read := loadPlain
	if w.resilient {
		read = load
	}
	s, err := read([]byte(w.text), func(name string) string { return w.env[name] })
	if err != nil {
		w.t.Fatalf("%v\n%s", err, w.text)
	}
	return s
}

// replica is a second process of the same configuration, before the same vendors.
func (w *whole) replica() *whole {
	w.t.Helper()
	second := *w
	second.serve()
	return &second
}

// restrict puts a configuration into force in which a key has these scopes.
func (w *whole) restrict(key string, scopes ...string) {
	w.t.Helper()
	line := regexp.MustCompile(`(\{id: ` + key + `, [^\n]*scopes: )\[[^\]]*\]`)
	w.text = line.ReplaceAllString(w.text, "${1}["+quoted(scopes)+"]")
	w.reload()
}

// reload puts the configuration into force.
func (w *whole) reload() {
	w.t.Helper()
	if err := w.gateway.swap(w.settled()); err != nil {
		w.t.Fatal(err)
	}
}

func (w *whole) config(sims *simulators, o setup) []byte {
	var b strings.Builder
	var connections strings.Builder
	sims.writeConnections(&connections)
	text := connections.String()
	if o.timeout != "" {
		text = strings.ReplaceAll(text, "    settings:\n", "    timeout: "+o.timeout+"\n    settings:\n")
	}
	b.WriteString(text)
	var names, others []string
	for _, r := range sims.running {
		name := r.entry.Connection
		names, others = append(names, name), append(others, "x-"+name)
		b.WriteString(connectionCopy(text, name, "x-"+name))
	}
	if o.issuers != "" {
		b.WriteString("issuers:\n" + o.issuers)
	}
	scopes := map[string][]string{"admin": handlers.Scopes(), "reader": {"users:read", "connections:read"}}
	maps.Copy(scopes, o.keys)
	fmt.Fprintf(&b, "tenants:\n  hr:\n    connections: [%s]\n", strings.Join(names, ", "))
	if o.rateLimit != "" {
		fmt.Fprintf(&b, "    rateLimit: %s\n", o.rateLimit)
	}
	if o.concurrency != 0 {
		fmt.Fprintf(&b, "    concurrency: %d\n", o.concurrency)
	}
	b.WriteString("    keys:\n")
	for _, id := range slices.Sorted(maps.Keys(scopes)) {
		b.WriteString(w.newKeyLine(id, scopes[id]))
	}
	for id, connection := range o.narrow {
		b.WriteString(strings.Replace(w.newKeyLine(id, handlers.Scopes()), "{", "{connections: ["+connection+"], ", 1))
	}
	fmt.Fprintf(&b, "  twin:\n    connections: [%s]\n    keys:\n%s", strings.Join(names, ", "), w.newKeyLine("twin", handlers.Scopes()))
	fmt.Fprintf(&b, "  other:\n    connections: [%s]\n    keys:\n%s", strings.Join(others, ", "), w.newKeyLine("foreign", handlers.Scopes()))
	return []byte(b.String())
}

// connectionCopy returns the lines of one connection under another name.
func connectionCopy(text, name, as string) string {
	var out []string
	inside := false
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "  ") && !strings.HasPrefix(line, "   ") {
			inside = line == "  "+name+":\n"
			line = "  " + as + ":\n"
		}
		if inside {
			out = append(out, line)
		}
	}
	return strings.Join(out, "")
}

func (w *whole) newKeyLine(id string, scopes []string) string {
	text, hash := newKey(id)
	w.keys[id] = text
	return fmt.Sprintf("      - {id: %s, sha256: %s, scopes: [%s]}\n", id, hash, quoted(scopes))
}

// tinyPNG is an image of one pixel.
const tinyPNG = "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89" +
	"\x00\x00\x00\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\x00\x05\x00\x01\xff\x89\x99=\x1d\x00\x00\x00\x00IEND\xaeB`\x82"

// answer is what came back.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// json decodes the body into a map.
func (a answer) json(t testing.TB) map[string]any {
	t.Helper()
	var out map[string]any
	if err := json.Unmarshal(a.body, &out); err != nil {
		t.Fatalf("%v\n%s", err, a.body)
	}
	return out
}

// code returns the code of a problem, "" for anything else.
func (a answer) code() string {
	var problem struct{ Code string }
	_ = json.Unmarshal(a.body, &problem)
	return problem.Code
}

// get sends a GET with a key.
func (w *whole) get(key, path string) answer { return w.send(key, http.MethodGet, path, "", "") }

// post sends JSON with a key.
func (w *whole) post(key, path, body string) answer {
	return w.send(key, http.MethodPost, path, plainJSON, body)
}

// patch sends a merge patch with a key.
func (w *whole) patch(key, path, body string) answer {
	return w.send(key, http.MethodPatch, path, mergePatch, body)
}

// send sends a request. The key is one of w.keys, or "" for none; the path is
// sent as it is written.
func (w *whole) send(key, method, path, contentType, body string) answer {
	w.t.Helper()
	header := http.Header{}
	if key != "" {
		header.Set("Authorization", "Bearer "+w.keys[key])
	}
	if contentType != "" {
		header.Set("Content-Type", contentType)
	}
	return w.sendHeader(method, path, header, body)
}

const (
	plainJSON  = "application/json"
	mergePatch = "application/merge-patch+json"
	webForm    = "application/x-www-form-urlencoded"
)

// mediaOf is the media type of the body that an operation takes, "" for none.
func mediaOf(method, path string) string {
	path, _, _ = strings.Cut(path, "?")
	switch {
	case method == http.MethodGet || method == http.MethodDelete:
		return ""
	case strings.HasSuffix(path, "/picture"):
		return "image/png"
	case method == http.MethodPatch && !strings.HasSuffix(path, "/groups"):
		return mergePatch
	}
	return plainJSON
}

// do sends a body, or none, as the operation of the path takes it.
func (w *whole) do(key, method, path, body string) answer {
	w.t.Helper()
	return w.send(key, method, path, mediaOf(method, path), body)
}

// sendHeader sends a request with just these headers.
func (w *whole) sendHeader(method, path string, header http.Header, body string) answer {
	w.t.Helper()
	request, err := http.NewRequest(method, w.url+path, strings.NewReader(body))
	if err != nil {
		w.t.Fatal(err)
	}
	request.Header = header
	response, err := w.client.Do(request)
	if err != nil {
		w.t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	return answer{response.StatusCode, response.Header, text}
}

// output collects what a program prints; it is safe for concurrent use.
type output struct {
	mu   sync.Mutex
	text bytes.Buffer
}

// Write adds to the output.
func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.Write(p)
}

// String returns the output so far.
func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}
