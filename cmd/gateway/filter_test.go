package main

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

func filtered(filter string) string { return "/v1/users?filter=" + url.QueryEscape(filter) }

// found walks a list to its end and returns the ids, sorted.
func (w *whole) found(path string) []string {
	w.t.Helper()
	ids := []string{}
	for path != "" {
		p := w.users("admin", path)
		if p.status != http.StatusOK {
			w.t.Fatalf("%s: got %d %s", path, p.status, p.Code)
		}
		for _, item := range p.Items {
			ids = append(ids, item.ID)
		}
		path = p.next
	}
	slices.Sort(ids)
	return ids
}

// those are the ids, sorted, of the people of these connections who are so.
func (w *whole) those(connections []string, so func(simkit.Person) bool) []string {
	ids := []string{}
	for _, name := range connections {
		for _, p := range w.sims[name].World.People() {
			if so(p) {
				ids = append(ids, name+":"+p.ID)
			}
		}
	}
	slices.Sort(ids)
	return ids
}

// says returns what a vendor says, nothing where it says nothing.
func says[T any](v *T) T {
	var nothing T
	if v == nil {
		return nothing
	}
	return *v
}

func TestAFilterFindsTheSamePeopleAtEveryVendor(t *testing.T) {
	w := start(t, setup{people: 30})
	active := func(p simkit.Person) bool { return says(p.Active) }
	at := func(domain string) func(simkit.Person) bool {
		return func(p simkit.Person) bool { return strings.HasSuffix(strings.ToLower(says(p.Email)), domain) }
	}
	one := w.sims["inwebo"].World.People()[4]
	tests := []struct {
		name, filter string
		so           func(simkit.Person) bool
	}{
		{"active ones", `active eq true`, active},
		{"inactive ones", `active eq false`, func(p simkit.Person) bool { return !active(p) }},
		{"negated", `not (active eq true)`, func(p simkit.Person) bool { return !active(p) }},
		{"one vendor's domain", `email ew "@INWEBO.example"`, at("@inwebo.example")},
		{"two domains", `email ew "@inwebo.example" or email ew "@plant.example"`, func(p simkit.Person) bool { return at("@inwebo.example")(p) || at("@plant.example")(p) }},
		{"no e-mail", `not (email pr)`, func(p simkit.Person) bool { return says(p.Email) == "" }},
		{"a login in upper case", `userName eq "` + strings.ToUpper(one.ID) + `"`, func(p simkit.Person) bool { return strings.EqualFold(says(p.UserName), one.ID) }},
		{"a login and a condition that it fails", `userName eq "` + one.ID + `" and not (userName pr)`, func(simkit.Person) bool { return false }},
		{"an id", `id eq "inwebo:` + one.ID + `"`, func(p simkit.Person) bool { return p.ID == one.ID }},
		{"an id in another case", `id eq "INWEBO:` + one.ID + `"`, func(simkit.Person) bool { return false }},
		{"nobody", `userName eq "nobody at all"`, func(simkit.Person) bool { return false }},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := w.found(filtered(test.filter) + "&limit=9")
			if diff := cmp.Diff(w.those(listers(), test.so), got); diff != "" {
				t.Errorf("users (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAnEscapedTextInAFilterFindsItsUser(t *testing.T) {
	w := start(t, setup{})
	const login = `o"hara\west`
	w.sims["inwebo"].World.Add(simkit.Person{ID: login, UserName: new(login), Email: new("west@inwebo.example"), Active: new(true), CreatedAt: new(time.Now())})
	got := w.found(filtered(`userName eq "o\"hara\\west"`) + "&connection=inwebo")
	if !slices.Equal(got, []string{"inwebo:" + login}) {
		t.Errorf("got %v", got)
	}
}

func TestAnAttributeThatASourceNeverSuppliesIsNotTakenForAbsent(t *testing.T) {
	w := start(t, setup{people: 20})
	day := time.Date(2023, 6, 1, 0, 0, 0, 0, time.UTC)
	path := filtered(`createdAt gt "2023-06-01T00:00:00Z"`)
	if p := w.users("admin", path); p.status != http.StatusBadRequest || p.Code != "unsupported-filter" {
		t.Errorf("strict: got %d %s", p.status, p.Code)
	}
	if p := w.users("admin", path+"&connection=juump&partial=true"); p.status != http.StatusBadRequest || p.Code != "unsupported-filter" {
		t.Errorf("partial, with no other source: got %d %s", p.status, p.Code)
	}
	p := w.users("admin", path+"&partial=true&limit=6")
	for name, want := range map[string]string{"iw": "ok", "juump": "unsupported unsupported-filter", "inwebo": "ok", "w365": "unsupported"} {
		if got := p.state(name); got != want {
			t.Errorf("partial: %s is %q, want %q", name, got, want)
		}
	}
	if calls := w.sims["juump"].Log.All(); len(calls) > 0 {
		t.Errorf("the source that cannot answer was asked %d times", len(calls))
	}
	got := w.found(path + "&partial=true&limit=6")
	want := w.those([]string{"iw", "inwebo"}, func(p simkit.Person) bool { return says(p.CreatedAt).After(day) })
	if diff := cmp.Diff(want, got); diff != "" || len(want) == 0 {
		t.Errorf("partial: users (-want +got):\n%s", diff)
	}
}

func TestABadFilterIsTheCallersFault(t *testing.T) {
	w := start(t, setup{})
	for name, test := range map[string]struct{ filter, code string }{
		"no SCIM":               {`active = true`, "invalid-filter"},
		"an unknown attribute":  {`shoeSize eq "44"`, "invalid-filter"},
		"nothing":               {``, "invalid-request"},
		"nested 500 deep":       {strings.Repeat("(", 500) + "id pr" + strings.Repeat(")", 500), "invalid-request"},
		"over a thousand marks": {`userName eq "` + strings.Repeat("x", 1000) + `"`, "invalid-request"},
	} {
		if p := w.users("admin", filtered(test.filter)); p.status != http.StatusBadRequest || p.Code != test.code {
			t.Errorf("%s: got %d %s, want 400 %s", name, p.status, p.Code, test.code)
		}
	}
	for name, sim := range w.sims {
		if calls := sim.Log.All(); len(calls) > 0 {
			t.Errorf("%s was asked %d times", name, len(calls))
		}
	}
}

// An answer reads ten vendor pages of a hundred accounts at most; the last of
// 1500 accounts is on the fifteenth.
func TestALongScanGoesOnWithTheCursor(t *testing.T) {
	w := start(t, setup{people: 1500})
	accounts := w.sims["inwebo"].World.People()
	last := accounts[len(accounts)-1]
	path := filtered(`email eq "`+strings.ToUpper(says(last.Email))+`"`) + "&connection=inwebo"
	var perPage []int
	var ids []string
	for path != "" {
		w.sims["inwebo"].Log.Reset()
		p := w.users("admin", path)
		if p.status != http.StatusOK {
			t.Fatalf("got %d %s", p.status, p.Code)
		}
		for _, item := range p.Items {
			ids = append(ids, item.ID)
		}
		perPage, path = append(perPage, len(w.sims["inwebo"].Log.All())), p.next
	}
	if !slices.Equal(perPage, []int{10, 5}) || !slices.Equal(ids, []string{"inwebo:" + last.ID}) {
		t.Errorf("got %v after %v vendor calls a page, want %s after [10 5]", ids, perPage, last.ID)
	}
}
