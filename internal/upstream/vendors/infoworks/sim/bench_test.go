package sim_test

import (
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
	"github.com/dragoman-gateway/dragoman/internal/upstream/vendors/infoworks/sim"
)

var _ simkit.Maker = sim.New

// startOfTest is when every test's clock starts.
var startOfTest = time.Date(2025, 3, 4, 5, 6, 7, 89_000_000, time.UTC)

// bench is a running simulator and a caller of it.
type bench struct {
	*testing.T
	sim    *simkit.Sim
	vendor *sim.Vendor
	url    string

	mu  sync.Mutex
	now time.Time
	// drag is how long it takes to look at the clock.
	drag time.Duration
}

func start(t *testing.T, people int) *bench {
	t.Helper()
	b := &bench{T: t, now: startOfTest}
	b.sim, b.vendor = sim.NewVendor(simkit.Options{People: people, Seed: 7, Now: b.clock})
	server := httptest.NewServer(b.sim)
	t.Cleanup(server.Close)
	b.url = server.URL
	return b
}

func (b *bench) clock() time.Time {
	time.Sleep(b.drag)
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.now
}

func (b *bench) wait(d time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.now = b.now.Add(d)
}

// answered is what came back.
type answered struct {
	status int
	body   string
}

// call sends one request; header is name, value, name, value.
func (b *bench) call(verb, path, body string, header ...string) answered {
	b.Helper()
	req, err := http.NewRequest(verb, b.url+path, strings.NewReader(body))
	if err != nil {
		b.Fatal(err)
	}
	for i := 0; i < len(header); i += 2 {
		req.Header.Add(header[i], header[i+1])
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		b.Fatal(err)
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		b.Fatal(err)
	}
	return answered{res.StatusCode, strings.TrimSpace(string(raw))}
}

// asAdmin sends one request with the service account's bearer, and JSON where
// there is a body.
func (b *bench) asAdmin(verb, path, body string) answered {
	b.Helper()
	header := []string{"Authorization", "Bearer " + b.serviceBearer()}
	if body != "" {
		header = append(header, "Content-Type", "application/json")
	}
	return b.call(verb, path, body, header...)
}

func (b *bench) serviceBearer() string {
	b.Helper()
	return b.bearerFor(b.setting("refreshToken"))
}

func (b *bench) bearerFor(refreshToken string) string {
	b.Helper()
	got := b.call("GET", "/v3/security/token/access", "", "Authorization", "Basic "+refreshToken)
	token, _ := b.tree(got, "result", "authentication_token").(string)
	if token == "" {
		b.Fatalf("no bearer: %+v", got)
	}
	return token
}

func (b *bench) setting(name string) string {
	b.Helper()
	switch value := b.sim.Settings[name].(type) {
	case simkit.Credential:
		return string(value)
	case string:
		return value
	}
	b.Fatalf("no setting %q", name)
	return ""
}

// person returns the first one of whom it is true.
func (b *bench) person(is func(simkit.Person) bool) simkit.Person {
	b.Helper()
	for _, p := range b.sim.World.People() {
		if is(p) {
			return p
		}
	}
	b.Fatal("no such person in the seed")
	return simkit.Person{}
}

// tree returns what stands at a path of keys in a JSON answer.
func (b *bench) tree(got answered, path ...string) any {
	b.Helper()
	var node any
	if err := json.Unmarshal([]byte(got.body), &node); err != nil {
		b.Fatalf("not JSON: %+v", got)
	}
	for _, key := range path {
		object, _ := node.(map[string]any)
		node = object[key]
	}
	return node
}

// same demands the status and, whatever the order of keys, the whole body.
func (b *bench) same(got answered, status int, body string) {
	b.Helper()
	want := answered{status, body}
	if got.status != status || !reflect.DeepEqual(b.tree(got), b.tree(want)) {
		b.Errorf("got  %d %s\nwant %d %s", got.status, got.body, status, body)
	}
}

// refused demands an error status and the vendor's code.
func (b *bench) refused(got answered, status int, code string) {
	b.Helper()
	if got.status != status || b.tree(got, "iw_code") != code {
		b.Errorf("got %d %s, want %d %s", got.status, got.body, status, code)
	}
}

func basic(user, password string) string {
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(user+":"+password))
}

func quoted(s string) string {
	raw, _ := json.Marshal(s)
	return string(raw)
}
