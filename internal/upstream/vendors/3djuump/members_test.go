package juump

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest/script"
)

func TestListUserGroupsIsCutOutOfTheUser(t *testing.T) {
	c, s := play(t, shows(200, "places.json"), shows(200, "places.json"))
	page, err := c.ListUserGroups(t.Context(), upstream.UserGroupQuery{UserID: ines, Limit: 2})
	if err != nil {
		t.Fatal(err)
	}
	script.GoldenJSON(t, "user-groups.page.golden", page)
	page, err = c.ListUserGroups(t.Context(), upstream.UserGroupQuery{UserID: ines, Limit: 2, At: page.Next})
	if err != nil || len(page.Items) != 1 || page.Items[0].NativeID != "bb" || *page.Items[0].DisplayName != "design" || page.Next != "" {
		t.Errorf("got %+v, %v", page, err)
	}
	for _, r := range s.Requests() {
		if want := "GET /directory/api/manage/users/auth0%7C6a11b2c3d4e5f60718293a4b"; r.Line != want {
			t.Errorf("asked %s, want %s", r.Line, want)
		}
	}
}

// Each position is a team that is gone by the next page.
func TestTheGroupsOfAUserAreToldOnceThoughTheyChangeBetweenPages(t *testing.T) {
	told := func(teams string) script.Step { return says(200, `{"oidcsub":"`+ines+`","teamuuids":[`+teams+`]}`) }
	c, _ := play(t, told(`"40","20","{30}","10"`), told(`"{30}","10","team x","40"`), told(`"{30}","40"`))
	got := walkOver(t, 2, func() {}, func(at string) ([]string, string, error) {
		page, err := c.ListUserGroups(t.Context(), upstream.UserGroupQuery{UserID: ines, Limit: 2, At: at})
		var all []string
		for _, m := range page.Items {
			all = append(all, m.NativeID)
		}
		return all, page.Next, err
	})
	if want := []string{"10", "20", "40", "team x", "{30}"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestAUserInNoTeamHasNoGroups(t *testing.T) {
	for _, places := range []string{`"teams":[]`, `"teamuuids":[]`, `"teams":[],"teamuuids":null`} {
		c, _ := play(t, says(200, `{"oidcsub":"`+ines+`",`+places+`}`))
		page, err := c.ListUserGroups(t.Context(), upstream.UserGroupQuery{UserID: ines, Limit: 2})
		if err != nil || len(page.Items) != 0 || page.Next != "" {
			t.Errorf("%s: got %+v, %v", places, page, err)
		}
	}
}

func TestAPositionAmongAUsersGroupsThatNoPageGaveIsRefused(t *testing.T) {
	for _, at := range []string{"0", "-1", "1e3", "aa", "p2", "x", "t", "T1", "t\n"} {
		c, _ := play(t, shows(200, "places.json"))
		if _, err := c.ListUserGroups(t.Context(), upstream.UserGroupQuery{UserID: ines, Limit: 2, At: at}); !upstream.IsKind(err, upstream.BadPosition) {
			t.Errorf("%q: got %v, want bad-position", at, err)
		}
	}
}

func TestListGroupMembersReadsTheTeamAndKeepsItsUsers(t *testing.T) {
	list := says(200, `{"count":4,"data":[{"oidcsub":"a","teamuuids":["`+design+`"],"enabled":true},{"oidcsub":"b","teamuuids":["`+strings.ToLower(design)+`"]},`+
		`{"oidcsub":"c","teams":[{"teamuuid":"`+design+`","teamname":"design"}],"secret":"x"},{"oidcsub":"d","teams":[]}]}`)
	c, s := play(t, shows(200, "design.json"), list)
	page, err := c.ListGroupMembers(t.Context(), upstream.MemberQuery{GroupID: design, Limit: 5, Raw: true})
	if err != nil || ids(page) != "a c" || page.Next != "" {
		t.Fatalf("got %q then %q, %v", ids(page), page.Next, err)
	}
	script.GoldenJSON(t, "members.page.golden", page)
	script.Golden(t, "members.requests.golden", asked(s))
}

func TestOnlyTheFirstPageOfMembersReadsTheTeam(t *testing.T) {
	c, s := play(t, says(200, `{"data":[{"oidcsub":"a","teams":[]}]}`))
	page, err := c.ListGroupMembers(t.Context(), upstream.MemberQuery{GroupID: design, Limit: 5, At: "p5"})
	if err != nil || len(page.Items) != 0 || len(s.Requests()) != 1 {
		t.Errorf("got %+v, %v after %d calls", page, err, len(s.Requests()))
	}
}

func TestAUserWhoseTeamsAreNotToldSpoilsTheMembers(t *testing.T) {
	for name, steps := range map[string][]script.Step{
		"on the page":   {shows(200, "design.json"), says(200, `{"data":[{"oidcsub":"a","teams":[]},{"oidcsub":"b"}]}`)},
		"in the whole":  {shows(200, "design.json"), says(200, `{"data":[{"oidcsub":"a","teams":[]},{"oidcsub":"b","teams":[]},{"oidcsub":"c","teams":null}]}`)},
		"without an id": {shows(200, "design.json"), says(200, `{"data":[{"oidcsub":"","teams":[]}]}`)},
	} {
		c, s := play(t, steps...)
		_, err := c.ListGroupMembers(t.Context(), upstream.MemberQuery{GroupID: design, Limit: 2})
		if !upstream.IsKind(err, upstream.Malformed) || len(s.Requests()) != len(steps) {
			t.Errorf("%s: got %v after %d calls", name, err, len(s.Requests()))
		}
	}
}

func TestAWalkOverMembersIsCompleteWhateverTheServerIgnores(t *testing.T) {
	for i := range 16 {
		for _, size := range []int{0, 1, 5, 6, 12, 13} {
			d := &directory{ids: people(size), limits: i&1 > 0, offsets: i&2 > 0, sorts: i&4 > 0, shuffles: i&6 == 0, count: []string{"", "total"}[i>>3]}
			d.show = func(id string) any {
				if strings.HasPrefix(id, "U") {
					return map[string]any{"oidcsub": id, "teamuuids": []string{"bb", "aa"}}
				}
				return map[string]any{"oidcsub": id, "teamuuids": []string{"bb"}}
			}
			c := dial(t, script.Start(t, withTeam(d)).URL, settings{APIKey: upstream.NewSecret(apiKey)})
			got := walkOver(t, 6, func() {}, func(at string) ([]string, string, error) {
				page, err := c.ListGroupMembers(t.Context(), upstream.MemberQuery{GroupID: "aa", Limit: 6, At: at})
				return strings.Fields(ids(page)), page.Next, err
			})
			want := slices.DeleteFunc(slices.Sorted(slices.Values(d.ids)), func(id string) bool { return !strings.HasPrefix(id, "U") })
			if slices.Sort(got); !slices.Equal(got, want) {
				t.Errorf("limit %v offset %v sort %v shuffle %v, %d users: got %v, want %v", d.limits, d.offsets, d.sorts, d.shuffles, size, got, want)
			}
		}
	}
}

// withTeam answers whoever reads a team, and has d answer the rest.
func withTeam(d *directory) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet {
			_ = json.NewEncoder(w).Encode(map[string]string{"teamuuid": r.URL.Path[strings.LastIndex(r.URL.Path, "/")+1:]})
			return
		}
		d.ServeHTTP(w, r)
	})
}

func TestAddAndRemoveGroupMemberNameTheUserAndTheTeamInThePath(t *testing.T) {
	for _, test := range []struct {
		name, golden string
		answers      []script.Step
	}{
		{"addGroupMember", "add-member", []script.Step{shows(200, "added.json"), says(201, `{"status":"already"}`)}},
		{"removeGroupMember", "remove-member", []script.Step{shows(200, "added.json"), says(200, ""), says(204, ""), says(200, "{}")}},
	} {
		for _, answer := range test.answers {
			c, s := play(t, answer)
			if err := operations()[test.name](t.Context(), c); err != nil {
				t.Errorf("%s, %v: %v", test.name, answer, err)
			}
			script.Golden(t, test.golden+".requests.golden", asked(s))
		}
	}
}
