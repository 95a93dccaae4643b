package juump

import (
	"fmt"
	"strings"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest/script"
)

// both adds a user to two teams and takes the user out of two.
func both() upstream.UserGroupChanges {
	return upstream.UserGroupChanges{UserID: ines, Add: []string{"aa", "{2E0D}"}, Remove: []string{"bb", "cc"}}
}

func TestChangeUserGroupsAddsWithOneCallAndRemovesWithAnother(t *testing.T) {
	gone := says(200, `{"info":[{"status":"removed","teamuuid":"bb"},{"status":"removed","teamuuid":"cc"}],"ok":2,"total":2}`)
	for name, test := range map[string]struct {
		changes upstream.UserGroupChanges
		steps   []script.Step
		want    string
	}{
		"change-groups":        {both(), []script.Step{shows(200, "placed.json"), gone}, "+aa ok, +{2E0D} ok, -bb ok, -cc ok"},
		"change-groups-add":    {upstream.UserGroupChanges{UserID: ines, Add: both().Add}, []script.Step{shows(200, "placed.json")}, "+aa ok, +{2E0D} ok"},
		"change-groups-remove": {upstream.UserGroupChanges{UserID: ines, Remove: both().Remove}, []script.Step{gone}, "-bb ok, -cc ok"},
	} {
		c, s := play(t, test.steps...)
		got, err := c.ChangeUserGroups(t.Context(), test.changes)
		if err != nil || told(got) != test.want {
			t.Errorf("%s: got %q, %v, want %q", name, told(got), err, test.want)
		}
		script.Golden(t, name+".requests.golden", asked(s))
	}
}

func TestWhatBecameOfEachTeamIsToldByNumbersThenByWords(t *testing.T) {
	for situation, test := range map[string]struct{ answer, want string }{
		"all, without a word":             {`{"ok":2,"total":2}`, "ok, ok"},
		"all, in words nobody knows":      {`{"info":[{"teamuuid":"aa","status":"x"},{"teamuuid":"bb","status":"y"}],"ok":2,"total":2}`, "ok, ok"},
		"all of fewer than asked":         {`{"info":[{"teamuuid":"aa","status":"added"}],"ok":1,"total":1}`, "ok, malformed/unknown"},
		"none of none":                    {`{"info":[],"ok":0,"total":0}`, "malformed/unknown, malformed/unknown"},
		"one added":                       {`{"info":[{"teamuuid":"bb","status":"E_NoTeam"},{"teamuuid":"aa","status":"added"}],"ok":1,"total":2}`, "ok, rejected/rejected E_NoTeam"},
		"one removed":                     {`{"info":[{"teamuuid":"aa","status":"removed"},{"teamuuid":"bb","status":"not there"}],"ok":1,"total":2}`, "ok, rejected/rejected"},
		"one deleted":                     {`{"info":[{"teamuuid":"aa","status":"deleted"},{"teamuuid":"bb"}],"ok":1,"total":2}`, "ok, rejected/rejected"},
		"none":                            {`{"info":[{"teamuuid":"aa","status":"no"},{"teamuuid":"bb","status":"no"}],"ok":0,"total":2}`, "rejected/rejected no, rejected/rejected no"},
		"one not mentioned":               {`{"info":[{"teamuuid":"aa","status":"added"}],"ok":1,"total":2}`, "ok, malformed/unknown"},
		"nobody mentioned":                {`{"ok":1,"total":2}`, "malformed/unknown, malformed/unknown"},
		"one done in a word nobody knows": {`{"info":[{"teamuuid":"aa","status":"set"},{"teamuuid":"bb","status":"no"}],"ok":1,"total":2}`, "malformed/unknown, malformed/unknown"},
		"more words than numbers":         {`{"info":[{"teamuuid":"aa","status":"added"},{"teamuuid":"bb","status":"added"}],"ok":1,"total":2}`, "malformed/unknown, malformed/unknown"},
		"fewer words than numbers":        {`{"info":[{"teamuuid":"aa","status":"added"},{"teamuuid":"bb","status":"kept"}],"ok":2,"total":3}`, "ok, malformed/unknown"},
		"a team mentioned twice":          {`{"info":[{"teamuuid":"aa","status":"added"},{"teamuuid":"aa","status":"no"},{"teamuuid":"bb","status":"no"}],"ok":1,"total":3}`, "malformed/unknown, rejected/rejected no"},
		"teams nobody asked for":          {`{"info":[{"teamuuid":"AA","status":"added"},{"teamuuid":"BB","status":"no"}],"ok":1,"total":2}`, "malformed/unknown, malformed/unknown"},
	} {
		for _, remove := range []bool{false, true} {
			changes, sign := upstream.UserGroupChanges{UserID: ines, Add: []string{"aa", "bb"}}, "+"
			if remove {
				changes, sign = upstream.UserGroupChanges{UserID: ines, Remove: []string{"aa", "bb"}}, "-"
			}
			first, second, _ := strings.Cut(test.want, ", ")
			want := sign + "aa " + first + ", " + sign + "bb " + second
			c, _ := play(t, says(200, test.answer))
			got, err := c.ChangeUserGroups(t.Context(), changes)
			if err != nil || told(got) != want {
				t.Errorf("%s: got %q, %v, want %q", situation, told(got), err, want)
			}
		}
	}
}

func TestAFailedTeamDoesNotKeepTheSecondCall(t *testing.T) {
	none := says(200, `{"info":[{"teamuuid":"aa","status":"no"},{"teamuuid":"{2E0D}","status":"no"}],"ok":0,"total":2}`)
	c, _ := play(t, none, says(200, `{"ok":2,"total":2}`))
	got, err := c.ChangeUserGroups(t.Context(), both())
	if want := "+aa rejected/rejected no, +{2E0D} rejected/rejected no, -bb ok, -cc ok"; err != nil || told(got) != want {
		t.Errorf("got %q, %v, want %q", told(got), err, want)
	}
}

func TestAFirstCallThatFailsIsTheErrorOfTheWhole(t *testing.T) {
	for name, changes := range map[string]upstream.UserGroupChanges{"both": both(), "only a removal": {UserID: ines, Remove: []string{"bb"}}} {
		for status, want := range map[int]upstream.Kind{404: upstream.NotFound, 500: upstream.Failed} {
			c, s := play(t, says(status, ""))
			got, err := c.ChangeUserGroups(t.Context(), changes)
			if !upstream.IsKind(err, want) || got != nil || len(s.Requests()) != 1 {
				t.Errorf("%s, %d: got %q, %v after %d calls", name, status, told(got), err, len(s.Requests()))
			}
		}
	}
}

func TestASecondCallThatFailsIsTheErrorOfEachOfItsTeams(t *testing.T) {
	for want, step := range map[string]script.Step{
		"not-found/rejected": says(404, ""), "failed/unknown": says(500, ""), "malformed/unknown": says(200, "<html>"),
	} {
		c, _ := play(t, shows(200, "placed.json"), step)
		got, err := c.ChangeUserGroups(t.Context(), both())
		if want := "+aa ok, +{2E0D} ok, -bb " + want + ", -cc " + want; err != nil || told(got) != want {
			t.Errorf("got %q, %v, want %q", told(got), err, want)
		}
	}
}

func TestIDsThatNoTeamCanHaveAreToldAndNothingIsSent(t *testing.T) {
	for _, membership := range []string{membershipPaths, membershipUpdate} {
		s := script.InOrder(t)
		c := dial(t, s.URL, settings{APIKey: upstream.NewSecret(apiKey), Membership: membership})
		_, err := c.ChangeUserGroups(t.Context(), upstream.UserGroupChanges{UserID: ines, Add: []string{"design", "aa"}, Remove: []string{"bb", ""}})
		e := script.Failure(t, err)
		if got := pointers(e.Fields); e.Kind != upstream.Rejected || e.Outcome != upstream.NotSent || got != "/add/0 /remove/1" {
			t.Errorf("%s: got %v with outcome %q and faults %q", membership, e, e.Outcome, got)
		}
		s.WantNone()
	}
}

// told is what became of each team, in order.
func told(all []upstream.UserGroupOutcome) string {
	var out []string
	for _, one := range all {
		sign, became := "+", "ok"
		if one.Removed {
			sign = "-"
		}
		if e, ok := one.Err.(*upstream.Error); ok {
			became = fmt.Sprintf("%s/%s", e.Kind, e.Outcome)
			if e.Vendor != nil && e.Vendor.Code != "" {
				became += " " + e.Vendor.Code
			}
		}
		out = append(out, sign+one.GroupID+" "+became)
	}
	return strings.Join(out, ", ")
}
