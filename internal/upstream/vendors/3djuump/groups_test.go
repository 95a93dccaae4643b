package juump

import (
	"slices"
	"strings"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest/script"
)

func TestGetGroupMapsEverythingTheVendorTells(t *testing.T) {
	c, s := play(t, shows(200, "design.json"))
	g, err := c.GetGroup(t.Context(), upstream.GroupRef{ID: design})
	if err != nil {
		t.Fatal(err)
	}
	script.GoldenJSON(t, "get.group.golden", g)
	script.Golden(t, "get-group.requests.golden", asked(s))
}

func TestGetGroupLeavesAbsentWhatTheVendorDoesNotTell(t *testing.T) {
	c, _ := play(t, says(200, `{"teamuuid":"aa","teamname":""}`))
	g, err := c.GetGroup(t.Context(), upstream.GroupRef{ID: "aa"})
	if err != nil {
		t.Fatal(err)
	}
	script.GoldenJSON(t, "get-bare.group.golden", g)
}

func TestGetGroupGivesRawOnlyWhenAskedAndWithoutSecrets(t *testing.T) {
	body := `{"teamuuid":"aa","apikey":"x","note":"` + apiKey + `"}`
	c, _ := play(t, says(200, body), says(200, body))
	g, err := c.GetGroup(t.Context(), upstream.GroupRef{ID: "aa"})
	if err != nil || g.Raw != nil {
		t.Errorf("unasked: got %s, %v", g.Raw, err)
	}
	g, err = c.GetGroup(t.Context(), upstream.GroupRef{ID: "aa", Raw: true})
	if want := `{"note":"***","teamuuid":"aa"}`; err != nil || string(g.Raw) != want {
		t.Errorf("got %s, %v, want %s", g.Raw, err, want)
	}
}

func TestListGroupsAsksForOnePageAndMapsIt(t *testing.T) {
	c, s := play(t, shows(200, "teams.json"), shows(200, "empty-list.json"), shows(200, "empty-list.json"))
	page, err := c.ListGroups(t.Context(), upstream.GroupQuery{Limit: 2, Raw: true})
	if err != nil {
		t.Fatal(err)
	}
	script.GoldenJSON(t, "list-groups.page.golden", page)
	next, err := c.ListGroups(t.Context(), upstream.GroupQuery{Limit: 2, At: page.Next})
	if err != nil || len(next.Items) > 0 || next.Next != "" {
		t.Errorf("got %+v, %v, want the end", next, err)
	}
	script.Golden(t, "list-groups.requests.golden", asked(s))
}

func TestListGroupsSendsNoBodyToAServerThatKnowsNone(t *testing.T) {
	s := script.InOrder(t, shows(200, "teams.json"))
	c := dial(t, s.URL, settings{APIKey: upstream.NewSecret(apiKey), List: listWhole})
	page, err := c.ListGroups(t.Context(), upstream.GroupQuery{Limit: 1})
	if err != nil || len(page.Items) != 1 || page.Items[0].NativeID != "AA" || page.Next != "w1" {
		t.Errorf("got %+v, %v, want the first by id", page, err)
	}
	script.Golden(t, "list-groups-whole.requests.golden", asked(s))
}

func TestAWalkOverGroupsIsCompleteWhateverTheServerIgnores(t *testing.T) {
	for i := range 8 {
		for _, count := range []string{"", "total", "page"} {
			for _, size := range []int{0, 5, 6, 12, 13} {
				d := &directory{ids: people(size), limits: i&1 > 0, offsets: i&2 > 0, sorts: i&4 > 0, count: count}
				d.show = func(id string) any { return map[string]string{"teamuuid": id} }
				c := dial(t, script.Start(t, d).URL, settings{APIKey: upstream.NewSecret(apiKey)})
				got := walkOver(t, 6, func() {}, func(at string) ([]string, string, error) {
					page, err := c.ListGroups(t.Context(), upstream.GroupQuery{Limit: 6, At: at})
					return groupsOn(page), page.Next, err
				})
				want := slices.Sorted(slices.Values(d.ids))
				if slices.Sort(got); !slices.Equal(got, want) {
					t.Errorf("limit %v offset %v sort %v count %q, %d teams: got %v", d.limits, d.offsets, d.sorts, count, size, got)
				}
			}
		}
	}
}

func TestAGroupPositionThatNoPageGaveIsRefused(t *testing.T) {
	c, s := play(t)
	for _, at := range []string{"5", "p0", "w-1", "x5", "p5 "} {
		if _, err := c.ListGroups(t.Context(), upstream.GroupQuery{Limit: 5, At: at}); !upstream.IsKind(err, upstream.BadPosition) {
			t.Errorf("%q: got %v, want bad-position", at, err)
		}
	}
	s.WantNone()
}

func TestAnIDThatNoTeamCanHaveIsNotSent(t *testing.T) {
	name := new("design")
	for _, id := range []string{"", ".", "..", "design", "a/b", "aa\n", strings.Repeat("a", 129)} {
		c, s := play(t)
		_, get := c.GetGroup(t.Context(), upstream.GroupRef{ID: id})
		_, members := c.ListGroupMembers(t.Context(), upstream.MemberQuery{GroupID: id, Limit: 5})
		_, put := c.PutGroup(t.Context(), upstream.GroupDraft{NativeID: id, DisplayName: name})
		_, gone := c.DeleteGroup(t.Context(), upstream.GroupRef{ID: id})
		_, add := c.AddGroupMember(t.Context(), upstream.MemberRef{GroupID: id, UserID: ines})
		_, remove := c.RemoveGroupMember(t.Context(), upstream.MemberRef{GroupID: id, UserID: ines})
		for i, err := range []error{get, members, put, gone, add, remove} {
			want := upstream.NotSent
			if i < 2 {
				want = "" // A read has no outcome.
			}
			e := script.Failure(t, err)
			if e.Kind != upstream.Rejected || e.Outcome != want || len(e.Fields) != 1 || e.Fields[0].Parameter != "groupId" || e.Fields[0].Pointer != "" || e.Fields[0].Code != "pattern" {
				t.Errorf("%q, %d: got %v with outcome %q and faults %+v", id, i, e, e.Outcome, e.Fields)
			}
		}
		s.WantNone()
	}
}

func TestAnUnknownTeamIsNotFound(t *testing.T) {
	for _, name := range []string{"getGroup", "listGroupMembers", "deleteGroup", "addGroupMember", "removeGroupMember"} {
		c, s := play(t, shows(404, "refusal.json"))
		if err := operations()[name](t.Context(), c); !upstream.IsKind(err, upstream.NotFound) || len(s.Requests()) != 1 {
			t.Errorf("%s: got %v after %d calls", name, err, len(s.Requests()))
		}
	}
}

func groupsOn(page upstream.Page[upstream.Group]) []string {
	var all []string
	for _, g := range page.Items {
		all = append(all, g.NativeID)
	}
	return all
}
