package sim_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
	"github.com/dragoman-gateway/dragoman/internal/upstream/vendors/inwebo/sim"
)

const (
	accounts = "/auth/v1/customer/services/accounts"
	online   = "/audit/v2/customer/export/online"
	archive  = "/audit/v2/customer/export/archive"
)

// bench is a simulator behind a real server, with a clock that can be turned.
type bench struct {
	*simkit.Sim
	url   string
	clock atomic.Pointer[time.Time]
}

func newBench(t *testing.T, people int) *bench {
	t.Helper()
	b := &bench{}
	b.clock.Store(new(time.Date(2026, 3, 9, 10, 11, 12, 987654321, time.FixedZone("CET", 3600))))
	b.Sim = sim.New(simkit.Options{People: people, Seed: 7, Now: func() time.Time { return *b.clock.Load() }})
	server := httptest.NewServer(b.Sim)
	t.Cleanup(server.Close)
	b.url = server.URL
	return b
}

func (b *bench) token() string { return string(b.Settings["apiToken"].(simkit.Credential)) }

// request is the vendor's own curl sample; a test changes what it is about.
func (b *bench) request(t *testing.T, verb, target, body string) *http.Request {
	t.Helper()
	r, err := http.NewRequest(verb, b.url+target, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept", "application/json")
	r.Header.Set("Authorization", "Bearer "+b.token())
	if verb == http.MethodPost {
		r.Header.Set("Content-Type", "application/json")
	}
	return r
}

func send(t *testing.T, r *http.Request) (int, string) {
	t.Helper()
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	if got := answer.Header.Get("Content-Type"); got != "application/json" {
		t.Errorf("Content-Type %q, want application/json", got)
	}
	return answer.StatusCode, strings.TrimSuffix(string(body), "\n")
}

func expect(t *testing.T, r *http.Request, status int, body string) {
	t.Helper()
	gotStatus, gotBody := send(t, r)
	if gotStatus != status || gotBody != body {
		t.Errorf("answer %d\n%s\nwant %d\n%s", gotStatus, gotBody, status, body)
	}
}

func badRequest(message string) string {
	return fmt.Sprintf(`{"status":400,"error":"INVALID_REQUEST","message":%q}`, message)
}

func TestUnknownPathOrVerbIsNotFound(t *testing.T) {
	const want = `{"status":404,"error":"RESOURCE_NOT_FOUND","message":"no such resource"}`
	for _, c := range []struct{ name, verb, target string }{
		{"final slash", "GET", accounts + "/"},
		{"other version", "GET", strings.Replace(accounts, "v1", "v2", 1)},
		{"one account is not built", "GET", accounts + "/avermeer"},
		{"groups are not built", "GET", "/auth/v1/customer/services/groups"},
		{"audit export of another version", "GET", "/audit/v1/customer/export/online"},
		{"audit export without its end", "GET", "/audit/v2/customer/export"},
		{"audit export with a final slash", "GET", "/audit/v2/customer/export/archive/"},
		{"post to the audit export", "POST", "/audit/v2/customer/export/online"},
		{"put on the list", "PUT", accounts},
		{"delete on the list", "DELETE", accounts},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := newBench(t, 1)
			expect(t, b.request(t, c.verb, c.target, ""), 404, want)
			if n := len(b.Log.Strays()); n != 1 {
				t.Errorf("%d strays, want 1", n)
			}
		})
	}
}

func TestOnlyCreateIsAWrite(t *testing.T) {
	b := newBench(t, 1)
	for _, target := range []string{accounts, online, archive} {
		send(t, b.request(t, "GET", target, ""))
	}
	if n := len(b.Log.Writes()); n != 0 {
		t.Errorf("%d writes after reads, want 0", n)
	}
	send(t, b.request(t, "POST", accounts, `{"login":"new"}`))
	if n := len(b.Log.Writes()); n != 1 {
		t.Errorf("%d writes after a create, want 1", n)
	}
}

func TestSettingsAreExactlyTheToken(t *testing.T) {
	b := newBench(t, 1)
	if _, ok := b.Settings["apiToken"].(simkit.Credential); !ok || len(b.Settings) != 1 {
		t.Errorf("settings %v, want one credential apiToken", b.Settings)
	}
	if b.Vendor != "inwebo" || b.BasePath != "" {
		t.Errorf("vendor %q at %q, want inwebo at an empty base path", b.Vendor, b.BasePath)
	}
}

func TestSameSeedMakesTheSameService(t *testing.T) {
	one, two := newBench(t, 20), newBench(t, 20)
	if one.token() != two.token() || !reflect.DeepEqual(one.World.People(), two.World.People()) ||
		!reflect.DeepEqual(one.World.Events.All(), two.World.Events.All()) {
		t.Error("two simulators of one seed differ")
	}
	other := sim.New(simkit.Options{People: 20, Seed: 8})
	if other.Settings["apiToken"] == one.Settings["apiToken"] {
		t.Error("two seeds share a token")
	}
}
