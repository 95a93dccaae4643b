package juump

import (
	"slices"
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

// tells is an answer about a team.
func tells(id string) script.Step { return says(200, `{"teamuuid":"`+id+`"}`) }

// in is an answer about a user who is in these teams and has nothing else.
func in(teams ...string) script.Step {
	return says(200, `{"oidcsub":"`+ines+`","teamuuids":["`+strings.Join(teams, `","`)+`"]}`)
}

func TestAUserIsRewrittenWithOtherTeams(t *testing.T) {
	reads := map[string][]script.Step{
		"rewrite-add": {tells("dd")}, "rewrite-remove": nil, "rewrite-change": {tells("cc"), tells("ee")},
	}
	for name, call := range map[string]func(*connector) ([]upstream.UserGroupOutcome, error){
		"rewrite-add": func(c *connector) ([]upstream.UserGroupOutcome, error) {
			_, err := c.AddGroupMember(t.Context(), upstream.MemberRef{GroupID: "dd", UserID: ines})
			return nil, err
		},
		"rewrite-remove": func(c *connector) ([]upstream.UserGroupOutcome, error) {
			_, err := c.RemoveGroupMember(t.Context(), upstream.MemberRef{GroupID: "aa", UserID: ines})
			return nil, err
		},
		"rewrite-change": func(c *connector) ([]upstream.UserGroupOutcome, error) {
			return c.ChangeUserGroups(t.Context(), upstream.UserGroupChanges{UserID: ines, Add: []string{"aa", "cc"}, Remove: []string{"bb", "ee"}})
		},
	} {
		t.Run(name, func(t *testing.T) {
			c, s := rewriting(t, slices.Concat([]script.Step{shows(200, "places.json")}, reads[name], []script.Step{says(200, `{"status":"updated"}`)})...)
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
	for places, looks := range map[string][]script.Step{
		`"teamuuids":["aa"]`: nil, `"teams":[{"teamuuid":"aa"}]`: nil, `"teamuuids":[]`: {tells("aa")}, `"teams":[]`: {tells("aa")},
	} {
		user := says(200, `{"oidcsub":"`+ines+`",`+places+`}`)
		c, s := rewriting(t, slices.Concat([]script.Step{user}, looks, []script.Step{shows(200, "upserted.json")})...)
		if _, err := c.RemoveGroupMember(t.Context(), upstream.MemberRef{GroupID: "aa", UserID: ines}); err != nil {
			t.Fatal(err)
		}
		if got, want := s.Requests()[1+len(looks)].Body, `{"teamuuids":[]}`; got != want {
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
			c, s := rewriting(t, test.step)
			e := script.Failure(t, operations()[operation](t.Context(), c))
			if e.Kind != test.want || e.Outcome != upstream.NotSent || len(s.Requests()) != 1 {
				t.Errorf("%s, %s: got %v with outcome %q after %d calls", operation, name, e, e.Outcome, len(s.Requests()))
			}
		}
	}
}

func TestNoUserIsRewrittenForATeamThatIsNotThere(t *testing.T) {
	for status, want := range map[int]upstream.Kind{404: upstream.NotFound, 500: upstream.Failed} {
		for _, operation := range []string{"addGroupMember", "removeGroupMember"} {
			c, s := rewriting(t, shows(200, "places.json"), says(status, ""))
			e := script.Failure(t, operations()[operation](t.Context(), c))
			if e.Kind != want || e.Outcome != upstream.NotSent || len(s.Requests()) != 2 {
				t.Errorf("%s, %d: got %v with outcome %q after %d calls", operation, status, e, e.Outcome, len(s.Requests()))
			}
		}
	}
}

func TestATeamThatIsNotThereStaysOutOfTheRewriteAndFailsAlone(t *testing.T) {
	none, done := says(404, ""), shows(200, "upserted.json")
	for want, test := range map[string]struct {
		steps []script.Step
		sent  string
	}{
		"+aa not-found/not_sent, +{2E0D} ok, -bb ok, -cc not-found/not_sent": {
			[]script.Step{in("bb"), none, tells("{2E0D}"), none, done}, `{"teamuuids":["{2E0D}"]}`,
		},
		"+aa not-found/not_sent, +{2E0D} not-found/not_sent, -bb ok, -cc ok": {
			[]script.Step{in("bb", "cc"), none, none, done}, `{"teamuuids":[]}`,
		},
		"+aa ok, +{2E0D} not-found/not_sent, -bb not-found/not_sent, -cc ok": {
			[]script.Step{in("dd", "cc", "aa"), none, none, done}, `{"teamuuids":["dd","aa"]}`,
		},
		"+aa not-found/not_sent, +{2E0D} not-found/not_sent, -bb not-found/not_sent, -cc not-found/not_sent": {
			[]script.Step{in("dd"), none, none, none, none}, "",
		},
	} {
		c, s := rewriting(t, test.steps...)
		got, err := c.ChangeUserGroups(t.Context(), both())
		if err != nil || told(got) != want {
			t.Errorf("got %q, %v, want %q", told(got), err, want)
		}
		if all := s.Requests(); len(all) != len(test.steps) || all[len(all)-1].Body != test.sent {
			t.Errorf("%s: asked\n%s\nwant %s in the end", want, asked(s), test.sent)
		}
	}
}

func TestATeamOfSeveralThatCannotBeReadEndsTheRewrite(t *testing.T) {
	c, s := rewriting(t, in("dd"), tells("aa"), says(503, ""))
	got, err := c.ChangeUserGroups(t.Context(), both())
	if e := script.Failure(t, err); e.Kind != upstream.Throttled || e.Outcome != upstream.NotSent || got != nil || len(s.Requests()) != 3 {
		t.Errorf("got %q, %v with outcome %q after %d calls", told(got), e, e.Outcome, len(s.Requests()))
	}
}

func TestARewriteThatIsRefusedChangesNoTeam(t *testing.T) {
	c, _ := rewriting(t, in("bb", "cc"), tells("aa"), tells("{2E0D}"), says(404, ""))
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
		{"changeUserGroups", membershipUpdate, "plan-rewrite-change", 3},
	} {
		t.Run(test.golden, func(t *testing.T) {
			// A user in "aa", "bb" and "CC", and the two others.
			reads := []script.Step{shows(200, "places.json"), tells("{2E0D}"), tells("cc")}[:test.reads]
			if test.name == "createGroup" {
				reads = []script.Step{says(404, "")}
			} else if test.reads == 2 {
				reads[1] = shows(200, "design.json")
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
				var got []upstream.UserGroupOutcome
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

func TestADryRunOfARemovalAloneTellsNothingOfItsTeams(t *testing.T) {
	c, s := play(t)
	ctx, plan := upstream.WithPlan(t.Context())
	got, err := c.ChangeUserGroups(ctx, upstream.UserGroupChanges{UserID: ines, Remove: []string{"bb"}})
	if err != nil || got != nil || len(plan.Requests()) != 1 {
		t.Errorf("got %q, %v and %d planned requests", told(got), err, len(plan.Requests()))
	}
	s.WantNone()
}

// zeroGroup demands that a planned write returned nothing.
func zeroGroup(t *testing.T, g upstream.Group) {
	t.Helper()
	if g.NativeID != "" || g.DisplayName != nil {
		t.Errorf("got %+v", g)
	}
}
