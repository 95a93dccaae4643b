package sim_test

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

func TestFilterIsEquality(t *testing.T) {
	b := start(t, 10)
	awkward := b.person(func(p simkit.Person) bool { return strings.ContainsAny(*p.Email, "#") })
	objectID := b.person(func(p simkit.Person) bool { return len(p.ID) == 24 })
	for filter, keep := range map[string]func(simkit.Person) bool{
		`{}`: all,
		`{"profile.email":` + quoted(*awkward.Email) + `}`: func(p simkit.Person) bool { return p.ID == awkward.ID },
		`{"profile.email":"nobody@corp.example"}`:          func(simkit.Person) bool { return false },
		`{"id":"` + objectID.ID + `"}`:                     func(p simkit.Person) bool { return p.ID == objectID.ID },
		`{"_id":"` + awkward.ID + `"}`:                     func(p simkit.Person) bool { return p.ID == awkward.ID },
		`{"roles":"analyst"}`:                              func(p simkit.Person) bool { return slices.Contains(p.Roles, "analyst") },
		`{"roles":"admin","id":"` + objectID.ID + `"}`:     func(simkit.Person) bool { return false },
	} {
		t.Run(filter, func(t *testing.T) {
			want := b.ids(keep)
			answer, got := b.list("?filter=" + url.QueryEscape(filter))
			if !slices.Equal(got, want) || b.tree(answer, "total_count") != float64(len(want)) {
				t.Errorf("got %v, want %v", got, want)
			}
		})
	}
}

func TestLinksKeepTheOtherParameters(t *testing.T) {
	b := start(t, 10)
	answer, _ := b.list("?order_by=desc&limit=1&sort_by=profile.email&filter=" + url.QueryEscape(`{"roles":"analyst"}`))
	const want = "/v3/admin/users?limit=1&offset=1&filter=%7B%22roles%22%3A%22analyst%22%7D&order_by=desc&sort_by=profile.email"
	if next := b.tree(answer, "links", "next"); next != want {
		t.Errorf("next is %v", next)
	}
}

func TestListIsSorted(t *testing.T) {
	b := start(t, 10)
	people := b.sim.World.People()
	byEmail := func(a, c simkit.Person) int { return strings.Compare(*a.Email, *c.Email) }
	byCreated := func(a, c simkit.Person) int { return created(a).Compare(created(c)) }
	for query, compare := range map[string]func(a, c simkit.Person) int{
		"?sort_by=profile.email":               byEmail,
		"?sort_by=profile.email&order_by=asc":  byEmail,
		"?sort_by=profile.email&order_by=desc": func(a, c simkit.Person) int { return byEmail(c, a) },
		"?sort_by=created_at":                  byCreated,
		"?sort_by=created_at&order_by=desc":    func(a, c simkit.Person) int { return byCreated(c, a) },
	} {
		slices.SortStableFunc(people, compare)
		want := []string{}
		for _, p := range people {
			want = append(want, p.ID)
		}
		if _, got := b.list(query); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", query, got, want)
		}
	}
}

// created puts those without a date first.
func created(p simkit.Person) time.Time {
	if p.CreatedAt == nil {
		return time.Time{}
	}
	return *p.CreatedAt
}

func TestProjections(t *testing.T) {
	b := start(t, 0)
	b.sim.World.Add(nora())
	for projection, want := range map[string]string{
		`{"roles":1}`:       `{"id":"6SkgybTRQQBzEey3v","roles":["modeller"]}`,
		`{"profile":1}`:     `{"id":"6SkgybTRQQBzEey3v","profile":{"name":"Nora Vale","email":"nora@corp.example","needs_password_reset":false}}`,
		`{"no such one":1}`: `{"id":"6SkgybTRQQBzEey3v"}`,
	} {
		answer, _ := b.list("?projections=" + url.QueryEscape(projection))
		item := b.tree(answer, "result").([]any)[0]
		if got, expected := fmt.Sprint(item), fmt.Sprint(b.tree(answered{body: want})); got != expected {
			t.Errorf("%s: %s, want %s", projection, got, expected)
		}
	}
	answer, _ := b.list("?projections=" + url.QueryEscape(`{"refresh_token":0}`))
	item := b.tree(answer, "result").([]any)[0].(map[string]any)
	if _, there := item["refresh_token"]; there || item["display_name"] != "Nora" {
		t.Errorf("hidden refresh_token: %v", item)
	}
}
