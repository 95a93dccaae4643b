package main

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/dragoman-gateway/dragoman/api/apitest"
	"github.com/dragoman-gateway/dragoman/internal/handlers"
	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
	"time"
)

// listers are the connections that can list users, in the tenant's order.
func listers() []string { return []string{"iw", "juump", "inwebo"} }

// userPage is one page of users, or the problem in its place.
type userPage struct {
	status     int
	next       string
	Code       string
	Items      []struct{ ID, Connection string }
	NextCursor string
	Sources    []sourceState
}

type sourceState struct {
	Connection, Status string
	Problem            *struct{ Code string }
}

// state is what the page says of one source: its status and its problem's code.
func (p userPage) state(connection string) string {
	for _, s := range p.Sources {
		if s.Connection == connection && s.Problem != nil {
			return s.Status + " " + s.Problem.Code
		} else if s.Connection == connection {
			return s.Status
		}
	}
	return ""
}

// users asks for a page. The link to the next one must be that of nextCursor.
func (w *whole) users(key, path string) userPage {
	w.t.Helper()
	a := w.get(key, path)
	p := userPage{status: a.status}
	if err := json.Unmarshal(a.body, &p); err != nil {
		w.t.Fatalf("%v\n%s", err, a.body)
	}
	link := a.header.Get("Link")
	target, rest, _ := strings.Cut(strings.TrimPrefix(link, "<"), ">")
	u, err := url.Parse(target)
	if err != nil || u.Query().Get("cursor") != p.NextCursor || link != "" && rest != `; rel="next"` {
		w.t.Fatalf("nextCursor is %q and Link is %s", p.NextCursor, link)
	}
	p.next = target
	return p
}

// ids are the users of a connection's world, as its list orders them.
func (w *whole) ids(connection string) []string {
	ids := []string{}
	for _, p := range w.sims[connection].World.People() {
		ids = append(ids, connection+":"+p.ID)
	}
	if connection == "juump" {
		slices.Sort(ids)
	}
	return ids
}

// resize leaves a world with the first n of these people.
func resize(world *simkit.World, people []simkit.Person, n int) {
	for i, p := range people {
		world.Remove(p.ID)
		if i < n {
			world.Add(p)
		}
	}
}

// mishaps are ways in which one answer of a vendor goes wrong.
func mishaps() []simkit.Fault {
	return []simkit.Fault{
		{Status: http.StatusInternalServerError}, {Status: http.StatusServiceUnavailable}, {Status: http.StatusTooManyRequests},
		{Status: http.StatusGatewayTimeout}, {Status: http.StatusOK, Body: "<html>"}, {Status: http.StatusOK, Body: "{}"},
		{Status: http.StatusOK, Body: `{"result": [], "data": []}`, Truncate: true}, {Reset: true},
	}
}

// stage makes the worlds and the faults of one case and returns how many answers
// will go wrong at most.
func (w *whole) stage(t *rapid.T, people map[string][]simkit.Person) int {
	wrong := 0
	for _, name := range listers() {
		resize(w.sims[name].World, people[name], rapid.IntRange(0, len(people[name])).Draw(t, name+" people"))
		w.sims[name].Faults.Clear()
		for range rapid.IntRange(0, 2).Draw(t, name+" mishaps") {
			fault := mishaps()[rapid.IntRange(0, len(mishaps())-1).Draw(t, "mishap")]
			fault.Skip, fault.Times = rapid.IntRange(0, 6).Draw(t, "skip"), rapid.IntRange(1, 2).Draw(t, "times")
			w.sims[name].Faults.Schedule(fault)
			wrong += fault.Times
		}
	}
	return wrong
}

// A strict walk sends a failed page again, a partial one goes on without it.
func TestAWalkAmongFailuresGivesEveryUserOnce(t *testing.T) {
	w := start(t, setup{people: 8})
	people := map[string][]simkit.Person{}
	for _, name := range listers() {
		people[name] = w.sims[name].World.People()
	}
	rapid.Check(t, func(t *rapid.T) {
		wrong := w.stage(t, people)
		path := fmt.Sprintf("/v1/users?limit=%d", rapid.IntRange(1, 30).Draw(t, "limit"))
		if rapid.Bool().Draw(t, "partial") {
			path += "&partial=true"
		}
		got := w.walk(t, path, wrong)
		for _, name := range listers() {
			if diff := cmp.Diff(w.ids(name), append([]string{}, got[name]...)); diff != "" {
				t.Errorf("users of %s (-want +got):\n%s", name, diff)
			}
		}
	})
}

// walk follows a list to its end, sends a failed page again as it stands, and
// returns the ids by connection. No more than patience pages may fail.
func (w *whole) walk(t *rapid.T, path string, patience int) map[string][]string {
	got := map[string][]string{}
	for path != "" {
		p := w.users("admin", path)
		broken := slices.ContainsFunc(p.Sources, func(s sourceState) bool { return s.Status != "ok" && s.Status != "unsupported" })
		if p.status != http.StatusOK {
			if patience--; patience < 0 || !broken {
				t.Fatalf("%s: %+v", path, p)
			}
			continue
		}
		if broken && !strings.Contains(path, "partial=true") {
			t.Fatalf("a strict page lacks a source: %+v", p)
		}
		for _, item := range p.Items {
			if p.state(item.Connection) != "ok" {
				t.Fatalf("%s comes from a source that is not ok: %+v", item.ID, p.Sources)
			}
			got[item.Connection] = append(got[item.Connection], item.ID)
		}
		path = p.next
	}
	return got
}

func TestEveryStateOfASourceIsTold(t *testing.T) {
	w := start(t, setup{timeout: "700ms"})
	tests := []struct {
		name   string
		fault  simkit.Fault
		status int
		state  string
	}{
		{"failing", simkit.Fault{Status: http.StatusInternalServerError}, http.StatusBadGateway, "failed vendor-failed"},
		{"not itself", simkit.Fault{Status: http.StatusOK, Body: "<html>"}, http.StatusBadGateway, "failed vendor-malformed"},
		{"refusing us", simkit.Fault{Status: http.StatusUnauthorized}, http.StatusBadGateway, "failed vendor-credentials"},
		{"throttling", simkit.Fault{Status: http.StatusTooManyRequests}, http.StatusServiceUnavailable, "throttled vendor-throttled"},
		{"late behind its gateway", simkit.Fault{Status: http.StatusGatewayTimeout}, http.StatusGatewayTimeout, "timeout vendor-timeout"},
		{"silent", simkit.Fault{Hang: true}, http.StatusGatewayTimeout, "timeout vendor-timeout"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w.sims["juump"].Faults.Clear()
			w.sims["juump"].Faults.Schedule(test.fault)
			want := map[string]string{"iw": "ok", "juump": test.state, "inwebo": "ok", "w365": "unsupported"}
			_, code, _ := strings.Cut(test.state, " ")
			for mode, status := range map[string]int{"": test.status, "&partial=true": http.StatusOK} {
				p := w.users("admin", "/v1/users?limit=6"+mode)
				if p.status != status || status != http.StatusOK && p.Code != code {
					t.Errorf("%q: got %d %s, want %d %s", mode, p.status, p.Code, status, code)
				}
				for name, state := range want {
					if p.state(name) != state {
						t.Errorf("%q: %s is %q, want %q", mode, name, p.state(name), state)
					}
				}
			}
		})
	}
}

func TestAPageWithoutAnySourceFailsAlsoWhenItMayBePartial(t *testing.T) {
	w := start(t, setup{})
	for _, name := range listers() {
		w.sims[name].Faults.Schedule(simkit.Fault{Status: http.StatusInternalServerError})
	}
	p := w.users("admin", "/v1/users?partial=true")
	if p.status != http.StatusBadGateway || p.Code != "vendor-failed" || len(p.Sources) != 4 {
		t.Errorf("got %+v", p)
	}
	for _, name := range listers() {
		w.sims[name].Faults.Clear()
	}
	if p = w.users("admin", "/v1/users?partial=true"); p.status != http.StatusOK {
		t.Errorf("the vendors healed and the page did not: %+v", p)
	}
}

func TestACursorBelongsToItsWalk(t *testing.T) {
	w := start(t, setup{})
	first := w.users("admin", "/v1/users?limit=6")
	cursor := "&cursor=" + first.NextCursor
	tests := []struct {
		name, key, query string
		status           int
		code             string
	}{
		{"the limit left out", "admin", cursor, http.StatusOK, ""},
		{"the same limit", "admin", "&limit=6" + cursor, http.StatusOK, ""},
		{"another limit", "admin", "&limit=7" + cursor, http.StatusBadRequest, "invalid-request"},
		{"the default limit", "admin", "&limit=50" + cursor, http.StatusBadRequest, "invalid-request"},
		{"partial from here on", "admin", "&partial=true" + cursor, http.StatusOK, ""},
		{"another key of the tenant", "reader", cursor, http.StatusOK, ""},
		{"another tenant", "foreign", cursor, http.StatusBadRequest, "invalid-cursor"},
		{"a filter", "admin", "&filter=id+pr" + cursor, http.StatusBadRequest, "invalid-cursor"},
		{"one connection", "admin", "&connection=iw" + cursor, http.StatusBadRequest, "invalid-cursor"},
		{"a letter more", "admin", cursor + "A", http.StatusBadRequest, "invalid-cursor"},
		{"a line break in it", "admin", cursor + "%0A", http.StatusBadRequest, "invalid-cursor"},
		{"another text", "admin", "&cursor=abc", http.StatusBadRequest, "invalid-cursor"},
		{"no text", "admin", "&cursor=", http.StatusBadRequest, "invalid-request"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p := w.users(test.key, "/v1/users?"+test.query[1:])
			if p.status != test.status || p.Code != test.code || p.status == http.StatusOK && len(p.Items) != 6 {
				t.Errorf("got %d %s and %d users, want %d %s", p.status, p.Code, len(p.Items), test.status, test.code)
			}
		})
	}
}

// fleet is several gateways of one deployment, before the same vendors and with
// the same cursor key.
type fleet struct {
	t         *testing.T
	sims      *simulators
	key, hash string
	env       map[string]string
}

func newFleet(t *testing.T) *fleet {
	t.Helper()
	sims, err := startSimulators(theFour(), simkit.Options{People: 7, Seed: 3}, func(string) string { return "127.0.0.1:0" })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = sims.close() })
	f := &fleet{t: t, sims: sims, env: sims.environment()}
	f.key, f.hash = newKey("walker")
	f.env["CURSOR_KEY"] = base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{7}, handlers.CursorKeySize))
	return f
}

// replica starts a gateway at which the key has these connections.
func (f *fleet) replica(connections string) *whole {
	f.t.Helper()
	var b bytes.Buffer
	b.WriteString("cursorKeys: [{env: CURSOR_KEY}]\n")
	f.sims.writeConnections(&b)
	fmt.Fprintf(&b, "tenants:\n  hr:\n    connections: [juump, iw, w365, inwebo]\n")
	fmt.Fprintf(&b, "    keys: [{id: walker, sha256: %s, scopes: [\"users:read\"], connections: [%s]}]\n", f.hash, connections)
	s, err := loadPlain(b.Bytes(), func(name string) string { return f.env[name] })
	if err != nil {
		f.t.Fatal(err)
	}
	w := &whole{t: f.t, sims: map[string]*simkit.Sim{}, keys: map[string]string{"walker": f.key}, log: &output{}, client: apitest.Client(f.t)}
	g, err := begin(s, slog.New(slog.NewJSONHandler(w.log, nil)), time.Now)
	if err != nil {
		f.t.Fatal(err)
	}
	for _, r := range f.sims.running {
		w.sims[r.entry.Connection] = r.sim
	}
	server := httptest.NewServer(g)
	f.t.Cleanup(func() {
		server.Close()
		_ = g.close()
		w.client.CloseIdleConnections()
	})
	w.url = server.URL
	return w
}

func TestAWalkEndsWhereAConnectionWasTakenFromTheKey(t *testing.T) {
	f := newFleet(t)
	page := f.replica("juump, iw, inwebo").users("walker", "/v1/users?limit=3")
	if again := f.replica("juump, iw, inwebo").users("walker", page.next); again.status != http.StatusOK {
		t.Fatalf("another replica does not know the cursor: %+v", again)
	}
	if got := f.replica("iw, inwebo").users("walker", page.next); got.status != http.StatusBadRequest || got.Code != "invalid-cursor" {
		t.Errorf("got %d %s, want 400 invalid-cursor", got.status, got.Code)
	}
}

func TestAConnectionAddedLaterDoesNotDisturbAWalk(t *testing.T) {
	f := newFleet(t)
	before, after := f.replica("iw, inwebo"), f.replica("juump, iw, w365, inwebo")
	for name, query := range map[string]string{"of all": "", "under a filter that the new one cannot answer": "&filter=" + url.QueryEscape("createdAt pr or not (createdAt pr)")} {
		t.Run(name, func(t *testing.T) {
			page := before.users("walker", "/v1/users?limit=4"+query)
			got := page.Items
			for page.next != "" {
				if page = after.users("walker", page.next); page.status != http.StatusOK {
					t.Fatalf("got %d %s", page.status, page.Code)
				}
				got = append(got, page.Items...)
			}
			seen := map[string]bool{}
			for _, item := range got {
				seen[item.ID] = true
			}
			want := slices.Concat(after.ids("iw"), after.ids("inwebo"))
			if len(got) != len(want) || slices.ContainsFunc(want, func(id string) bool { return !seen[id] }) {
				t.Errorf("got %d users, want just the %d of iw and inwebo", len(got), len(want))
			}
		})
	}
}
