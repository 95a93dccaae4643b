package sim_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"strings"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
	"github.com/dragoman-gateway/dragoman/internal/upstream/vendors/3djuump/sim"
)

const (
	users = "/directory/api/manage/users"
	teams = "/directory/api/manage/teams"
)

// bench is a running simulator and somebody who talks to it.
type bench struct {
	*simkit.Sim
	vendor *sim.Vendor
	t      *testing.T
	url    string
	key    string
}

func start(t *testing.T, people int) *bench {
	t.Helper()
	s, v := sim.NewVendor(simkit.Options{People: people, Seed: 7})
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	return &bench{Sim: s, vendor: v, t: t, url: server.URL, key: string(s.Settings["apiKey"].(simkit.Credential))}
}

// request is a call as the vendor's own script makes it: the key twice, JSON
// where there is a body.
func (b *bench) request(verb, path, body string) *http.Request {
	r, err := http.NewRequest(verb, b.url+path, strings.NewReader(body))
	if err != nil {
		panic(err)
	}
	r.Header.Set("Authorization", "Basic "+b.key)
	r.Header.Set("x-infinite-apikey", b.key)
	if body != "" {
		r.Header.Set("Content-Type", "application/json; charset=utf-8")
	}
	return r
}

func (b *bench) do(r *http.Request) (int, string) {
	b.t.Helper()
	answer, err := http.DefaultClient.Do(r)
	// Not Fatal: some tests call from many goroutines.
	if err != nil {
		b.t.Error(err)
		return 0, ""
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		b.t.Error(err)
	}
	if len(body) > 0 && answer.Header.Get("Content-Type") != "application/json; charset=utf-8" {
		b.t.Errorf("content type is %q", answer.Header.Get("Content-Type"))
	}
	return answer.StatusCode, string(body)
}

func (b *bench) call(verb, path, body string) (int, string) {
	b.t.Helper()
	return b.do(b.request(verb, path, body))
}

// refused demands the status and the vendor's error body with this code.
func (b *bench) refused(r *http.Request, status int, code string) {
	b.t.Helper()
	got, body := b.do(r)
	var e map[string]any
	if err := json.Unmarshal([]byte(body), &e); err != nil {
		b.t.Fatalf("status %d, no error body: %q", got, body)
	}
	id, _ := e["uuid"].(string)
	delete(e, "uuid")
	want := map[string]any{"code": code, "error": true}
	if got != status || !reflect.DeepEqual(e, want) || len(id) != 36 {
		b.t.Errorf("got %d %s, want %d with %s", got, body, status, code)
	}
}

func (b *bench) person(id string) simkit.Person {
	b.t.Helper()
	p, ok := b.World.Person(id)
	if !ok {
		b.t.Fatalf("no person %q", id)
	}
	return p
}

func one(subject string) string { return users + "/" + url.PathEscape(subject) }

func oneTeam(id string) string { return teams + "/" + url.PathEscape(id) }

// places is the path of a user's place in one team.
func places(subject, id string) string { return one(subject) + "/teams/" + url.PathEscape(id) }

// quoted is a JSON array of texts.
func quoted(items ...string) string {
	raw, _ := json.Marshal(append([]string{}, items...))
	return string(raw)
}

// memberships returns the ids of the person's teams.
func (b *bench) memberships(id string) []string {
	b.t.Helper()
	out := []string{}
	for _, m := range b.person(id).Memberships {
		out = append(out, m.GroupID)
	}
	return out
}

// find returns the first person that fits.
func (b *bench) find(what string, fits func(simkit.Person) bool) simkit.Person {
	b.t.Helper()
	for _, p := range b.World.People() {
		if fits(p) {
			return p
		}
	}
	b.t.Fatalf("the seed has no person %s", what)
	return simkit.Person{}
}

func loggedIn(p simkit.Person) bool { return p.UserName != nil }

func value(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
