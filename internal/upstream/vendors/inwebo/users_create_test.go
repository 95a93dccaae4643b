package inwebo

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest/script"
)

// fullDraft mentions everything that the vendor can hold.
func fullDraft() upstream.UserDraft {
	return upstream.UserDraft{
		UserName: new("inWeboLogin"), Email: new("email@example.com"), Language: new("fr"), Active: new(true), Roles: []string{"0"},
		Groups: []upstream.Membership{{NativeID: "1", RoleID: new("0")}, {NativeID: "7"}},
	}
}

func leastDraft() upstream.UserDraft { return upstream.UserDraft{UserName: new("inWeboLogin")} }

func TestCreateUserSendsWhatTheDraftMentionsAndNothingElse(t *testing.T) {
	inactive := leastDraft()
	inactive.Active, inactive.Roles = new(false), []string{"0"}
	emptied := leastDraft()
	emptied.Roles, emptied.Groups = []string{}, []upstream.Membership{}
	odd := leastDraft()
	odd.UserName, odd.Email, odd.Language = new(`Ünal "O'Neil" <a/b>`), new(""), new("FR")
	for request, draft := range map[string]upstream.UserDraft{
		"create_full": fullDraft(), "create_least": leastDraft(), "create_inactive": inactive, "create_odd": odd,
	} {
		c, s := play(t, shows(201, "answers/created.json"))
		if _, err := c.CreateUser(t.Context(), draft); err != nil {
			t.Fatal(err)
		}
		script.Golden(t, "requests/"+request+".http", s.Text())
	}
	c, s := play(t, shows(201, "answers/created.json"))
	if _, err := c.CreateUser(t.Context(), emptied); err != nil {
		t.Fatal(err)
	}
	script.Golden(t, "requests/create_least.http", s.Text())
}

func TestCreateUserReturnsWhatTheVendorAnsweredNotWhatWasSent(t *testing.T) {
	for _, status := range []int{200, 201} {
		c, _ := play(t, shows(status, "answers/created.json"))
		u, err := c.CreateUser(t.Context(), leastDraft())
		if err != nil {
			t.Fatal(err)
		}
		script.GoldenJSON(t, "users/created.json", u)
	}
}

func TestCreateUserReturnsALoginAloneWhereTheVendorTellsNoMore(t *testing.T) {
	c, _ := play(t, says(201, `{"login":"bare"}`))
	u, err := c.CreateUser(t.Context(), fullDraft())
	if err != nil {
		t.Fatal(err)
	}
	script.GoldenJSON(t, "users/bare.json", u)
}

func TestGroupsAreUnknownInAListAndKnownAfterACreate(t *testing.T) {
	for memberships, want := range map[string]string{
		"": "null", `,"memberships":null`: "null", `,"memberships":[]`: "[]",
		`,"memberships":[{"group":{"id":"0"}},{"group":{"id":"2","name":""},"role":{"id":"1","name":"Boss"}}]`: `[` +
			`{"NativeID":"0","DisplayName":null,"RoleID":null},{"NativeID":"2","DisplayName":null,"RoleID":"1"}]`,
	} {
		c, _ := play(t, says(201, `{"login":"a"`+memberships+`}`))
		u, err := c.CreateUser(t.Context(), leastDraft())
		if err != nil {
			t.Fatal(err)
		}
		got, err := json.Marshal(u.Groups)
		if err != nil || string(got) != want {
			t.Errorf("%s: got %s, %v, want %s", memberships, got, err, want)
		}
	}
	c, _ := play(t, shows(200, "answers/list.json"))
	listed, err := c.ListUsers(t.Context(), upstream.UserQuery{Limit: 50})
	if err != nil || listed.Items[0].Groups != nil {
		t.Errorf("in a list: got %v, %v, want nil", listed.Items, err)
	}
}

func TestTheExtensionTellsWhereAnAccountComesFrom(t *testing.T) {
	for answer, want := range map[string]string{
		`{"login":"a"}`: "null", `{"login":"a","provisioningId":0}`: `{"provisioningId":0}`, `{"login":"a","provisioningId":12}`: `{"provisioningId":12}`,
	} {
		c, _ := play(t, says(201, answer))
		u, err := c.CreateUser(t.Context(), leastDraft())
		if err != nil {
			t.Fatal(err)
		}
		if got, err := json.Marshal(u.Extensions); err != nil || string(got) != want {
			t.Errorf("%s: got %s, %v, want %s", answer, got, err, want)
		}
	}
}

func TestADryRunPlansTheCreateAndSendsNothing(t *testing.T) {
	c, s := play(t, shows(201, "answers/created.json"))
	ctx, plan := upstream.WithPlan(t.Context())
	u, err := c.CreateUser(ctx, fullDraft())
	if err != nil {
		t.Fatal(err)
	}
	script.GoldenJSON(t, "plans/create.json", plan.Requests())
	script.GoldenJSON(t, "users/none.json", u)
	s.WantNone()
}

func TestADryRunStillReads(t *testing.T) {
	list := shows(200, "answers/list.json")
	c, s := play(t, list, list)
	ctx, plan := upstream.WithPlan(t.Context())
	_, listed := c.ListUsers(ctx, upstream.UserQuery{Limit: 50})
	_, read := c.GetUser(ctx, upstream.UserRef{ID: "inWeboLogin"})
	if listed != nil || read != nil || len(s.Lines()) != 2 || len(plan.Requests()) != 0 {
		t.Errorf("got %v and %v, asked %q, planned %v", listed, read, s.Lines(), plan.Requests())
	}
}

func TestEveryFaultOfADraftIsToldBeforeAnythingIsSent(t *testing.T) {
	tooMany := func(d *upstream.UserDraft) { d.Roles = []string{"0", "1", "2"} }
	language := func(text string) func(*upstream.UserDraft) {
		return func(d *upstream.UserDraft) { d.Language = &text }
	}
	for situation, test := range map[string]struct {
		spoil []func(*upstream.UserDraft)
		want  string
	}{
		"three roles": {[]func(*upstream.UserDraft){tooMany}, "/roles/1 too-many"}, "a language of one letter": {[]func(*upstream.UserDraft){language("f")}, "/language pattern"},
		"a locale": {[]func(*upstream.UserDraft){language("fr-FR")}, "/language pattern"}, "an empty language": {[]func(*upstream.UserDraft){language("")}, "/language pattern"},
		"a line end":  {[]func(*upstream.UserDraft){language("fr\n")}, "/language pattern"},
		"two accents": {[]func(*upstream.UserDraft){language("éé")}, "/language pattern"},
		"both":        {[]func(*upstream.UserDraft){language("french"), tooMany}, "/roles/1 too-many, /language pattern"},
	} {
		c, s := play(t)
		draft := fullDraft()
		for _, spoil := range test.spoil {
			spoil(&draft)
		}
		_, err := c.CreateUser(t.Context(), draft)
		e := script.Failure(t, err)
		if got := strings.Join(script.Fields(e.Fields), ", "); got != test.want || e.Kind != upstream.Rejected || e.Outcome != upstream.NotSent || e.Vendor != nil {
			t.Errorf("%s: got %q, %v with outcome %q", situation, got, e, e.Outcome)
		}
		if asked := s.Lines(); len(asked) != 0 {
			t.Errorf("%s: sent %q", situation, asked)
		}
	}
}
