package sim_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// listed asks for a page and returns the ids in it and the token behind it.
func (b *bench) listed(t *testing.T, target string) ([]string, string) {
	t.Helper()
	status, body := b.ask(t, "GET", target, "")
	var page struct {
		People, Groups []struct{ ID string }
		After          *string
	}
	if err := json.Unmarshal([]byte(body), &page); err != nil || status != 200 {
		t.Fatalf("%s: %d %s", target, status, body)
	}
	var ids []string
	for _, item := range append(page.People, page.Groups...) {
		ids = append(ids, item.ID)
	}
	if page.After == nil {
		return ids, ""
	}
	return ids, *page.After
}

func TestAPageShowsPeopleAndGroupsAsTheSheetDoes(t *testing.T) {
	b := newBench(t, 0)
	at := time.Date(2023, 4, 5, 8, 7, 8, 900, time.FixedZone("CEST", 7200))
	b.World.Add(simkit.Person{
		ID: "p-7", UserName: new("nvale"), Email: new("nora@vale.example"), GivenName: new("Nora"), FamilyName: new("R&D <x>"),
		Active: new(true), CreatedAt: &at, Memberships: []simkit.Membership{{GroupID: "g-5"}, {GroupID: "g-1"}},
	})
	b.World.Add(simkit.Person{ID: "p-8", UserName: new("bare"), Active: new(false)})
	b.wants(t, "GET", "/api/people", "", 200, `{"people":[`+
		`{"id":"p-7","login":"nvale","mail":"nora@vale.example","first":"Nora","last":"R&D <x>","state":"on","since":"2023-04-05T06:07:08Z","groups":["g-5","g-1"]},`+
		`{"id":"p-8","login":"bare","mail":null,"first":null,"last":null,"state":"off","since":null,"groups":[]}],"after":null}`)
	b.wants(t, "GET", "/api/groups?size=4", "", 200, `{"groups":[{"id":"g-1","name":"Sales"},{"id":"g-2","name":"Équipe de nuit"},`+
		`{"id":"g-3","name":"R&D <lab>"},{"id":"g-5","name":null}],"after":null}`)
}

func TestAnEmptyRegisterHasAnEmptyPage(t *testing.T) {
	newBench(t, 0).wants(t, "GET", "/api/people", "", 200, `{"people":[],"after":null}`)
}

func TestPagesFollowEachOther(t *testing.T) {
	b := newBench(t, 60)
	for query, sizes := range map[string][]int{"": {25, 25, 10}, "?size=50": {50, 10}, "?size=20": {20, 20, 20}} {
		var ids []string
		target := "/api/people" + query
		for i, size := range sizes {
			page, after := b.listed(t, target)
			if len(page) != size || (after == "") != (i == len(sizes)-1) || len(after) > 64 {
				t.Errorf("%q: page %d has %d people and the token %q", query, i, len(page), after)
			}
			ids = append(ids, page...)
			target = "/api/people?after=" + after + strings.Replace(query, "?", "&", 1)
		}
		for i, p := range b.World.People() {
			if i >= len(ids) || ids[i] != p.ID {
				t.Fatalf("%q: %d people, the one at %d is not %s", query, len(ids), i, p.ID)
			}
		}
	}
}

func TestATokenOutlivesThePersonBeforeItAndShowsNobodyTwice(t *testing.T) {
	b := newBench(t, 10)
	_, after := b.listed(t, "/api/people?size=5")
	// The last of the page goes, with one before and one behind it; somebody joins.
	for _, id := range []string{"p-1004", "p-1001", "p-1006"} {
		b.wants(t, "DELETE", "/api/people/"+id, "", 204, "")
	}
	b.ask(t, "POST", "/api/people", "login=late")
	b.clock.Store(new(b.clock.Load().AddDate(9, 0, 0)))
	rest, _ := b.listed(t, "/api/people?after="+after)
	if want := []string{"p-1005", "p-1007", "p-1008", "p-1009", "p-1010"}; !slices.Equal(rest, want) {
		t.Errorf("the rest is %q, want %q", rest, want)
	}
}

func TestAListRefusesWhatItDoesNotKnow(t *testing.T) {
	b := newBench(t, 60)
	_, ofPeople := b.listed(t, "/api/people")
	const (
		size  = "A page has 1 to 50 items."
		token = "The list gave no such token."
	)
	for query, want := range map[string]string{
		"size=0": refusal("invalid", "size", size), "size=51": refusal("invalid", "size", size), "size=": refusal("invalid", "size", size), "size=all": refusal("invalid", "size", size),
		"after=": refusal("invalid", "after", token), "after=garbage": refusal("invalid", "after", token), "after=" + ofPeople + "=": refusal("invalid", "after", token),
		"after=" + ofPeople:     refusal("invalid", "after", token),
		"after=" + ofPeople[1:]: refusal("invalid", "after", token),
		"login=x":               refusal("invalid", "login", "There is no such thing."),
		"size=1&size=2":         refusal("invalid", "size", "It comes more than once."),
		"size=%zz":              refusal("invalid", "", "The query is malformed."),
	} {
		b.wants(t, "GET", "/api/groups?"+query, "", 400, want)
	}
	for _, one := range []string{"/api/groups/g-1", "/api/people/p-1000"} {
		b.wants(t, "GET", one+"?page=2", "", 400, refusal("invalid", "page", "There is no such thing."))
	}
}
