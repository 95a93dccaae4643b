package juump

import (
	"strings"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest/script"
)

// rewriting opens a connector that changes teams by writing the whole user.
func rewriting(t *testing.T, steps ...script.Step) (*connector, *script.Server) {
	t.Helper()
	s := script.InOrder(t, steps...)
	return dial(t, s.URL, settings{APIKey: upstream.NewSecret(apiKey), Membership: membershipUpdate}), s
}

func TestAUserIsRewrittenWithOtherTeams(t *testing.T) {
	team := func(id string) script.Step { return says(200, `{"teamuuid":"`+id+`"}`) }
	reads := map[string][]script.Step{"rewrite-add": {team("dd")}, "rewrite-remove": {team("aa")}}
	for name, call := range map[string]func(*connector) ([]upstream.UserGroupChange, error){
		"rewrite-add": func(c *connector) ([]upstream.UserGroupChange, error) {
			_, err := c.AddGroupMember(t.Context(), upstream.MemberRef{GroupID: "dd", UserID: ines})
			return nil, err
		},
		"rewrite-remove": func(c *connector) ([]upstream.UserGroupChange, error) {
			_, err := c.RemoveGroupMember(t.Context(), upstream.MemberRef{GroupID: "aa", UserID: ines})
			return nil, err
		},
		"rewrite-change": func(c *connector) ([]upstream.UserGroupChange, error) {
			return c.ChangeUserGroups(t.Context(), upstream.UserGroupChanges{UserID: ines, Add: []string{"aa", "cc"}, Remove: []string{"bb", "ee"}})
		},
	} {
		t.Run(name, func(t *testing.T) {
			c, s := rewriting(t, append(reads[name], shows(200, "places.json"), says(200, `{"status":"updated"}`))...)
			got, err := call(c)
			if err != nil {
				t.Fatal(err)
			}
			if want := "+aa ok, +cc ok, -bb ok, -ee ok"; name == "rewrite-change" && told(got) != want {
				t.Errorf("got %q, want %q", told(got), want)
			}
			script.Golden(t, name+".requests.golden", asked(s))
		})
	}
}

func TestTheLastTeamIsTakenAwayWithAnEmptyList(t *testing.T) {
	for _, places := range []string{`"teamuuids":["aa"]`, `"teams":[{"teamuuid":"aa"}]`, `"teamuuids":[]`, `"teams":[]`} {
		c, s := rewriting(t, says(200, `{"teamuuid":"aa"}`), says(200, `{"oidcsub":"`+ines+`",`+places+`}`), shows(200, "upserted.json"))
		if _, err := c.RemoveGroupMember(t.Context(), upstream.MemberRef{GroupID: "aa", UserID: ines}); err != nil {
			t.Fatal(err)
		}
		if got, want := s.Requests()[2].Body, `{"teamuuids":[]}`; got != want {
			t.Errorf("%s: sent %s, want %s", places, got, want)
		}
	}
}

func TestAUserWhoCannotBeReadIsNotRewritten(t *testing.T) {
	for name, test := range map[string]struct {
		step script.Step
		want upstream.Kind
	}{
		"unknown": {says(404, ""), upstream.NotFound}, "broken": {says(500, ""), upstream.Failed},
		"teams that are not told": {says(200, `{"oidcsub":"`+ines+`"}`), upstream.Malformed},
	} {
		for _, operation := range []string{"addGroupMember", "removeGroupMember", "changeUserGroups"} {
			steps := []script.Step{shows(200, "design.json"), test.step}
			if operation == "changeUserGroups" {
				steps = steps[1:]
			}
			c, s := rewriting(t, steps...)
			e := script.Failure(t, operations()[operation](t.Context(), c))
			if e.Kind != test.want || e.Outcome != upstream.NotSent || len(s.Requests()) != len(steps) {
				t.Errorf("%s, %s: got %v with outcome %q after %d calls", operation, name, e, e.Outcome, len(s.Requests()))
			}
		}
	}
}

func TestNoUserIsRewrittenForATeamThatIsNotThere(t *testing.T) {
	for status, want := range map[int]upstream.Kind{404: upstream.NotFound, 500: upstream.Failed} {
		for _, operation := range []string{"addGroupMember", "removeGroupMember"} {
			c, s := rewriting(t, says(status, ""))
			e := script.Failure(t, operations()[operation](t.Context(), c))
			if e.Kind != want || e.Outcome != upstream.NotSent || len(s.Requests()) != 1 {
				t.Errorf("%s, %d: got %v with outcome %q after %d calls", operation, status, e, e.Outcome, len(s.Requests()))
			}
		}
	}
}

func TestARewriteThatIsRefusedChangesNoTeam(t *testing.T) {
	c, _ := rewriting(t, shows(200, "places.json"), says(404, ""))
	got, err := c.ChangeUserGroups(t.Context(), both())
	if e := script.Failure(t, err); e.Kind != upstream.NotFound || e.Outcome != upstream.Refused || got != nil {
		t.Errorf("got %q, %v with outcome %q", told(got), e, e.Outcome)
	}
}

func TestADryRunPlansEveryWriteOfTeamsAndSendsNone(t *testing.T) {
	for _, test := range []struct {
		name, membership, golden string
		reads                    int
	}{
		{"createGroup", "", "plan-create-group", 1}, {"putGroup", "", "plan-put-group", 0}, {"deleteGroup", "", "plan-delete-group", 0},
		{"addGroupMember", "", "plan-add-member", 0}, {"removeGroupMember", "", "plan-remove-member", 0}, {"changeUserGroups", "", "plan-change-groups", 0},
		{"addGroupMember", membershipUpdate, "plan-rewrite-add", 2}, {"removeGroupMember", membershipUpdate, "plan-rewrite-remove", 2},
		{"changeUserGroups", membershipUpdate, "plan-rewrite-change", 1},
	} {
		t.Run(test.golden, func(t *testing.T) {
			reads := []script.Step{shows(200, "design.json"), shows(200, "places.json")}[2-test.reads:]
			if test.name == "createGroup" {
				reads = []script.Step{says(404, "")}
			}
			s := script.InOrder(t, reads...)
			c := dial(t, s.URL, settings{APIKey: upstream.NewSecret(apiKey), Membership: test.membership})
			ctx, plan := upstream.WithPlan(t.Context())
			var err error
			switch test.name {
			case "createGroup":
				var g upstream.Group
				g, err = c.CreateGroup(ctx, fullGroup())
				zeroGroup(t, g)
			case "putGroup":
				var put upstream.GroupPutResult
				put, err = c.PutGroup(ctx, fullGroup())
				zeroGroup(t, put.Group)
			case "changeUserGroups":
				var got []upstream.UserGroupChange
				if got, err = c.ChangeUserGroups(ctx, both()); got != nil {
					t.Errorf("got %q", told(got))
				}
			default:
				err = operations()[test.name](ctx, c)
			}
			if err != nil {
				t.Fatal(err)
			}
			script.GoldenJSON(t, test.golden+".golden", plan.Requests())
			if got := strings.Count(asked(s), "GET "); got != test.reads || len(s.Requests()) != test.reads {
				t.Errorf("asked\n%s\nwant %d reads", asked(s), test.reads)
			}
		})
	}
}

// zeroGroup demands that a planned write returned nothing.
func zeroGroup(t *testing.T, g upstream.Group) {
	t.Helper()
	if g.NativeID != "" || g.DisplayName != nil {
		t.Errorf("got %+v", g)
	}
}
