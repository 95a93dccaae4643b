package sim_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
	"github.com/dragoman-gateway/dragoman/internal/upstream/vendors/3djuump/sim"
)

func (p page) teams() []string {
	out := []string{}
	for _, g := range p.Data {
		out = append(out, g["teamuuid"].(string))
	}
	return out
}

func (b *bench) teams() []string {
	out := []string{}
	for _, g := range b.World.Groups() {
		out = append(out, g.ID)
	}
	return out
}

func (b *bench) team(id string) simkit.Group {
	b.t.Helper()
	g, ok := b.World.Group(id)
	if !ok {
		b.t.Fatalf("no team %q", id)
	}
	return g
}

// sameTeam compares every field of a team.
func sameTeam(t *testing.T, got map[string]any, g simkit.Group) {
	t.Helper()
	rights, _ := json.Marshal(g.Extensions["accessrights"])
	gotRights, _ := json.Marshal(got["accessrights"])
	if got["teamuuid"] != g.ID || got["teamname"] != value(g.DisplayName) || string(gotRights) != string(rights) || len(got) != 3 {
		t.Errorf("got %v\nwant %+v", got, g)
	}
}

func TestListOfTeamsShowsTheWorldWithAndWithoutFinalSlash(t *testing.T) {
	b := start(t, 3)
	for _, path := range []string{teams, teams + "/"} {
		for _, body := range []string{"", "{}"} {
			got := b.list(path, body)
			if *got.Count != 5 || !slices.Equal(got.teams(), b.teams()) {
				t.Errorf("%s with %q: count %d, %v", path, body, *got.Count, got.teams())
			}
			for _, g := range got.Data {
				sameTeam(t, g, b.team(g["teamuuid"].(string)))
			}
		}
	}
}

func TestListOfTeamsPages(t *testing.T) {
	b := start(t, 0)
	all := b.teams()
	sorted := slices.Sorted(slices.Values(all))
	reversed := slices.Clone(sorted)
	slices.Reverse(reversed)
	// By name: admin, design, plant west 2.1, shop_floor-3, unused.
	for name, c := range map[string]struct {
		body string
		want []string
	}{
		"limit and offset":          {`{"limit":2,"offset":1}`, all[1:3]},
		"last page is short":        {`{"limit":3,"offset":3}`, all[3:]},
		"offset beyond the end":     {`{"offset":5}`, nil},
		"limit zero":                {`{"limit":0}`, nil},
		"sort by id":                {`{"sort":{"field":"teamuuid","sort_asc":true}}`, sorted},
		"sort by id, descending":    {`{"sort":{"field":"teamuuid","sort_asc":false}}`, reversed},
		"sort by name":              {`{"sort":{"field":"teamname"}}`, all},
		"sorted before it is paged": {`{"limit":2,"offset":2,"sort":{"field":"teamuuid","sort_asc":true}}`, sorted[2:4]},
	} {
		t.Run(name, func(t *testing.T) {
			b.t = t
			got := b.list(teams, c.body)
			if *got.Count != 5 || !slices.Equal(got.teams(), c.want) {
				t.Errorf("count %d\n got %v\nwant %v", *got.Count, got.teams(), c.want)
			}
		})
	}
}

func TestListOfTeamsSortsByName(t *testing.T) {
	b := start(t, 0)
	b.World.AddGroup(simkit.Group{ID: "a0", DisplayName: new("about")})
	if got := b.list(teams, `{"limit":1,"sort":{"field":"teamname"}}`).teams(); !slices.Equal(got, []string{"a0"}) {
		t.Errorf("got %v", got)
	}
}

func TestListOfTeamsCutsToResultFields(t *testing.T) {
	b := start(t, 0)
	id, _ := json.Marshal(b.teams()[0])
	want := `{"count":5,"data":[{"teamname":"admin","teamuuid":` + string(id) + `}]}`
	if status, body := b.call("POST", teams, `{"limit":1,"resultfields":["teamname","teamuuid"]}`); status != 200 || body != want {
		t.Errorf("got %d %s, want %s", status, body, want)
	}
}

func TestListBodiesOfTeamsThatAreRefused(t *testing.T) {
	b := start(t, 1)
	for name, body := range map[string]string{
		"filters":                `{"filters":[]}`,
		"negative limit":         `{"limit":-1}`,
		"result field of a user": `{"resultfields":["oidcsub"]}`,
		"sort field of a user":   `{"sort":{"field":"oidcsub"}}`,
		"sort by rights":         `{"sort":{"field":"accessrights"}}`,
		"name in another case":   `{"Limit":1}`,
		"array":                  `[]`,
	} {
		t.Run(name, func(t *testing.T) {
			b.t = t
			b.refused(b.request("POST", teams, body), 400, "E_BadRequest")
		})
	}
	b.refused(b.request("POST", users, `{"sort":{"field":"teamname"}}`), 400, "E_BadRequest")
	b.refused(b.request("POST", users, `{"resultfields":["teamname"]}`), 400, "E_BadRequest")
}

func TestServerThatIgnoresPagesIgnoresThoseOfTeams(t *testing.T) {
	b := start(t, 0)
	const body = `{"limit":2,"offset":2}`
	b.vendor.SetPaging(sim.PagingNone)
	if got := b.list(teams, body); *got.Count != 5 || !slices.Equal(got.teams(), b.teams()) {
		t.Errorf("count %d, %v", *got.Count, got.teams())
	}
	b.vendor.SetPaging(sim.PagingLimitOnly)
	if got := b.list(teams, body); *got.Count != 5 || !slices.Equal(got.teams(), b.teams()[:2]) {
		t.Errorf("count %d, %v", *got.Count, got.teams())
	}
}

func TestGetShowsEveryFieldOfATeam(t *testing.T) {
	b := start(t, 0)
	b.World.AddGroup(simkit.Group{ID: "{0a1B}", DisplayName: new("west-2"),
		Extensions: map[string]any{"accessrights": map[string][]string{"lmx": {"allowborrow"}}}})
	want := `{"accessrights":{"assetadmin":[],"connect":[],"download":[],"export2d":[],"export3d":[],` +
		`"lmx":["allowborrow"],"scope":[],"thirdpartyscopes":[],"use":[],"view":[]},"teamname":"west-2","teamuuid":"{0a1B}"}`
	if status, got := b.call("GET", teams+"/%7B0a1B%7D", ""); status != 200 || got != want {
		t.Errorf("got %d\n%s\nwant\n%s", status, got, want)
	}
}

func TestTeamIDsCompareByteForByte(t *testing.T) {
	b := start(t, 0)
	braced := b.teams()[1]
	for _, other := range []string{strings.Trim(braced, "{}"), strings.ToUpper(braced), strings.ToLower(b.teams()[2])} {
		b.refused(b.request("GET", oneTeam(other), ""), 404, "E_NotFound")
		b.refused(b.request("DELETE", oneTeam(other), ""), 404, "E_NotFound")
	}
	for _, g := range b.World.Groups() {
		status, body := b.call("GET", oneTeam(g.ID), "")
		var got map[string]any
		if err := json.Unmarshal([]byte(body), &got); err != nil || status != 200 {
			t.Fatalf("got %d %s", status, body)
		}
		sameTeam(t, got, g)
	}
}

func TestTeamIDsThatNoTeamCanHave(t *testing.T) {
	b := start(t, 1)
	subject := b.subjects()[0]
	before := b.World.Groups()
	for _, id := range []string{"g", "a/b", "a b", "(a)", "é", strings.Repeat("a", 129)} {
		for _, verb := range []string{"GET", "DELETE"} {
			b.refused(b.request(verb, oneTeam(id), ""), 400, "E_BadRequest")
		}
		b.refused(b.request("PUT", oneTeam(id), `{"teamname":"x"}`), 400, "E_BadRequest")
		for _, verb := range []string{"PUT", "DELETE"} {
			b.refused(b.request(verb, places(subject, id), ""), 400, "E_BadRequest")
		}
	}
	if !reflect.DeepEqual(b.World.Groups(), before) {
		t.Error("a refused call changed the teams")
	}
	b.refused(b.request("GET", oneTeam(strings.Repeat("a", 128)), ""), 404, "E_NotFound")
}

func TestDeleteOfATeamTakesItsPlaces(t *testing.T) {
	b := start(t, 12)
	for _, g := range b.World.Groups() {
		if status, body := b.call("DELETE", oneTeam(g.ID), ""); status != 200 || body != "" {
			t.Errorf("%q: got %d %q", g.ID, status, body)
		}
		b.refused(b.request("GET", oneTeam(g.ID), ""), 404, "E_NotFound")
		b.refused(b.request("DELETE", oneTeam(g.ID), ""), 404, "E_NotFound")
		for _, p := range b.World.People() {
			if slices.Contains(b.memberships(p.ID), g.ID) {
				t.Errorf("%q is still in %q", p.ID, g.ID)
			}
		}
	}
	if _, body := b.call("POST", teams, ""); body != `{"count":0,"data":[]}` {
		t.Errorf("left: %s", body)
	}
	if got := b.person(b.subjects()[3]).Memberships; got == nil {
		t.Error("nobody's teams are unknown now, want none")
	}
}
