package juump

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest/script"
)

// fullDraft mentions everything that the vendor can hold.
func fullDraft() upstream.UserDraft {
	return upstream.UserDraft{
		NativeID: ines, Email: new("ines@plant.example"), Active: new(false),
		Groups:     []upstream.Membership{{NativeID: "1f0cab12-0000-4000-8000-0000000000aa"}, {NativeID: "{2E0D}"}},
		Extensions: json.RawMessage(`{"frontendaccess":false,"accessrights":{"lmx":["allowborrow"],"use":[]}}`),
	}
}

func TestCreateUserSendsWhatTheDraftSaysAndReadsTheUserBack(t *testing.T) {
	c, s := play(t, says(201, `{"status":"inserted"}`), shows(200, "ines.json"))
	u, err := c.CreateUser(t.Context(), fullDraft())
	if err != nil {
		t.Fatal(err)
	}
	script.GoldenJSON(t, "get.user.golden", u)
	script.Golden(t, "create.requests.golden", asked(s))
}

func TestCreateUserSendsNothingThatTheDraftDoesNotSay(t *testing.T) {
	c, s := play(t, shows(200, "upserted.json"), shows(200, "ines.json"))
	if _, err := c.CreateUser(t.Context(), upstream.UserDraft{NativeID: ines}); err != nil {
		t.Fatal(err)
	}
	script.Golden(t, "create-bare.requests.golden", asked(s))
}

func TestPutUserSendsEverythingTheDraftLeavesOutAsEmpty(t *testing.T) {
	c, s := play(t, shows(200, "upserted.json"), shows(200, "ines.json"))
	put, err := c.PutUser(t.Context(), upstream.UserDraft{
		NativeID: ines, Active: new(true), Extensions: json.RawMessage(`{"frontendaccess":true}`),
	})
	if err != nil || put.Created {
		t.Fatalf("created %v, %v", put.Created, err)
	}
	script.GoldenJSON(t, "get.user.golden", put.User)
	script.Golden(t, "put-bare.requests.golden", asked(s))
}

func TestPutUserSendsTheNamespacesTheDraftLeavesOutAsEmpty(t *testing.T) {
	c, s := play(t, shows(201, "upserted.json"), shows(200, "ines.json"))
	put, err := c.PutUser(t.Context(), fullDraft())
	if err != nil || !put.Created {
		t.Fatalf("created %v, %v, want true", put.Created, err)
	}
	script.Golden(t, "put.requests.golden", asked(s))
}

func TestUpdateUserWritesTheWholeUserWithTheChange(t *testing.T) {
	patches := map[string]upstream.UserPatch{
		"update-active":       {Active: upstream.Set(false)},
		"update-email":        {Email: upstream.Set("new@plant.example")},
		"update-clear-email":  {Email: upstream.Clear[string]()},
		"update-access":       {Extensions: json.RawMessage(`{"frontendaccess":true}`)},
		"update-rights":       {Extensions: json.RawMessage(`{"accessrights":{"use":["prj_1"],"lmx":null}}`)},
		"update-clear-rights": {Extensions: json.RawMessage(`{"accessrights":null}`)},
	}
	for name, patch := range patches {
		t.Run(name, func(t *testing.T) {
			c, s := play(t, shows(200, "ines.json"), says(200, `{"status":"updated"}`), shows(200, "ines.json"))
			patch.ID = ines
			u, err := c.UpdateUser(t.Context(), patch)
			if err != nil {
				t.Fatal(err)
			}
			script.GoldenJSON(t, "get.user.golden", u)
			script.Golden(t, name+".requests.golden", asked(s))
		})
	}
}

func TestUpdateUserSendsOnlyWhatIsKnownOfAUserTheVendorTellsLittleOf(t *testing.T) {
	bare := script.File(t, "bare.json")
	c, s := play(t, says(200, bare), shows(200, "upserted.json"), says(200, bare))
	patch := upstream.UserPatch{ID: "auth0|bare", Extensions: json.RawMessage(`{"accessrights":{"connect":null}}`)}
	if _, err := c.UpdateUser(t.Context(), patch); err != nil {
		t.Fatal(err)
	}
	script.Golden(t, "update-bare.requests.golden", asked(s))
}

func TestUpdateUserKeepsTeamsAndRightsAsRead(t *testing.T) {
	bodies := map[string]string{
		// A namespace of a later version is kept, and emptied with the others.
		script.File(t, "stranger.json"): `{"accessrights":{"assetadmin":[],"connect":[],"download":[],"export2d":[],"export3d":[],"future":[],"lmx":[],"scope":[],"thirdpartyscopes":[],"use":[],"view":[]},` +
			`"email":"s@plant.example","enabled":false,"frontendaccess":true,"teamuuids":["bb","aa"]}`,
		`{"oidcsub":"auth0|stranger","teams":[{"teamuuid":"cc"}]}`: `{"accessrights":{"assetadmin":[],"connect":[],"download":[],"export2d":[],"export3d":[],"lmx":[],"scope":[],"thirdpartyscopes":[],"use":[],"view":[]},` +
			`"teamuuids":["cc"]}`,
		// A team that only one of the lists has is kept, as it is shown.
		`{"oidcsub":"auth0|stranger","teams":[{"teamuuid":"aa"},{"teamuuid":"bb"}],"teamuuids":["aa","cc"]}`: `{"accessrights":{"assetadmin":[],"connect":[],"download":[],"export2d":[],"export3d":[],"lmx":[],"scope":[],"thirdpartyscopes":[],"use":[],"view":[]},` +
			`"teamuuids":["aa","bb","cc"]}`,
	}
	for read, want := range bodies {
		c, s := play(t, says(200, read), shows(200, "upserted.json"), says(200, read))
		patch := upstream.UserPatch{ID: "auth0|stranger", Extensions: json.RawMessage(`{"accessrights":null}`)}
		if _, err := c.UpdateUser(t.Context(), patch); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(asked(s), "\n\n"+want+"\n") {
			t.Errorf("asked\n%s\nwant the body\n%s", asked(s), want)
		}
	}
}

func TestTheAnswerShowsTheEmailTheVendorKeptAfterTheFirstLogin(t *testing.T) {
	c, _ := play(t, shows(200, "ines.json"), says(200, `{"status":"updated"}`), shows(200, "ines.json"))
	u, err := c.UpdateUser(t.Context(), upstream.UserPatch{ID: ines, Email: upstream.Set("new@plant.example")})
	if err != nil || u.Email == nil || *u.Email != "ines@plant.example" {
		t.Errorf("got %v, %v", u.Email, err)
	}
}

func TestAWriteStandsWhenTheUserCannotBeReadBack(t *testing.T) {
	for name, back := range map[string]script.Step{"refused": says(500, ""), "nonsense": says(200, "<html>"), "gone": says(404, "")} {
		c, _ := play(t, shows(200, "upserted.json"), back, shows(200, "upserted.json"), back)
		u, err := c.CreateUser(t.Context(), upstream.UserDraft{NativeID: ines})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		script.GoldenJSON(t, "unread.user.golden", u)
		put, err := c.PutUser(t.Context(), upstream.UserDraft{NativeID: ines})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		script.GoldenJSON(t, "unread.user.golden", put.User)
	}
}

func TestUpdateUserThatCannotReadTheUserWasNotSent(t *testing.T) {
	for status, kind := range map[int]upstream.Kind{404: upstream.NotFound, 500: upstream.Failed} {
		c, s := play(t, shows(status, "refusal.json"))
		_, err := c.UpdateUser(t.Context(), upstream.UserPatch{ID: ines, Active: upstream.Set(true)})
		if e := script.Failure(t, err); e.Kind != kind || e.Outcome != upstream.NotSent {
			t.Errorf("%d: got %v with outcome %q", status, err, e.Outcome)
		}
		if strings.Contains(asked(s), http.MethodPut) {
			t.Errorf("%d: wrote all the same:\n%s", status, asked(s))
		}
	}
}

func TestADryRunPlansTheWriteAndSendsNone(t *testing.T) {
	full := fullDraft()
	for name, call := range map[string]struct {
		reads int
		call  func(*testing.T, *connector) []upstream.PlannedRequest
	}{
		"create": {0, func(t *testing.T, c *connector) []upstream.PlannedRequest {
			ctx, plan := upstream.WithPlan(t.Context())
			u, err := c.CreateUser(ctx, full)
			zero(t, u, err)
			return plan.Requests()
		}},
		"put": {0, func(t *testing.T, c *connector) []upstream.PlannedRequest {
			ctx, plan := upstream.WithPlan(t.Context())
			put, err := c.PutUser(ctx, full)
			zero(t, put.User, err)
			return plan.Requests()
		}},
		"update": {1, func(t *testing.T, c *connector) []upstream.PlannedRequest {
			ctx, plan := upstream.WithPlan(t.Context())
			u, err := c.UpdateUser(ctx, upstream.UserPatch{ID: ines, Active: upstream.Set(false)})
			zero(t, u, err)
			return plan.Requests()
		}},
		"delete": {0, func(t *testing.T, c *connector) []upstream.PlannedRequest {
			ctx, plan := upstream.WithPlan(t.Context())
			_, err := c.DeleteUser(ctx, upstream.UserRef{ID: ines})
			zero(t, upstream.User{}, err)
			return plan.Requests()
		}},
	} {
		t.Run(name, func(t *testing.T) {
			c, s := play(t, shows(200, "ines.json"))
			script.GoldenJSON(t, "plan-"+name+".golden", call.call(t, c))
			if got := strings.Count(asked(s), "GET "); got != call.reads || len(s.Requests()) != call.reads {
				t.Errorf("asked\n%s\nwant %d reads", asked(s), call.reads)
			}
		})
	}
}

// zero demands that a planned write returned nothing.
func zero(t *testing.T, u upstream.User, err error) {
	t.Helper()
	if err != nil || u.NativeID != "" {
		t.Errorf("got %+v, %v", u, err)
	}
}
