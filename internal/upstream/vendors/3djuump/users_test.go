package juump

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest/script"
)

func TestGetUserMapsEverythingTheVendorTells(t *testing.T) {
	c, s := play(t, shows(200, "ines.json"))
	u, err := c.GetUser(t.Context(), upstream.UserRef{ID: ines})
	if err != nil {
		t.Fatal(err)
	}
	script.GoldenJSON(t, "get.user.golden", u)
	script.Golden(t, "get.requests.golden", asked(s))
}

func TestGetUserLeavesAbsentWhatTheVendorDoesNotTell(t *testing.T) {
	c, _ := play(t, shows(200, "bare.json"))
	u, err := c.GetUser(t.Context(), upstream.UserRef{ID: "auth0|bare"})
	if err != nil {
		t.Fatal(err)
	}
	script.GoldenJSON(t, "get-bare.user.golden", u)
}

func TestGetUserFallsBackToEmailNameAndTeamuuids(t *testing.T) {
	c, _ := play(t, shows(200, "stranger.json"))
	u, err := c.GetUser(t.Context(), upstream.UserRef{ID: "auth0|stranger"})
	if err != nil {
		t.Fatal(err)
	}
	script.GoldenJSON(t, "get-stranger.user.golden", u)
}

func TestAnIDIsOneEscapedSegmentWhateverItHolds(t *testing.T) {
	ids := map[string]string{
		"auth0|a":         "auth0%7Ca",
		"a/b":             "a%2Fb",
		"a/../b":          "a%2F..%2Fb",
		"a b@c:d%2Fe+f?g": "a%20b@c:d%252Fe%2Bf%3Fg",
		"{é}":             "%7B%C3%A9%7D",
	}
	for id, escaped := range ids {
		body, err := json.Marshal(map[string]string{"oidcsub": id})
		if err != nil {
			t.Fatal(err)
		}
		c, s := play(t, says(200, string(body)))
		u, err := c.GetUser(t.Context(), upstream.UserRef{ID: id})
		if err != nil || u.NativeID != id {
			t.Errorf("%q: got %q, %v", id, u.NativeID, err)
		}
		if want := "GET /directory/api/manage/users/" + escaped; !slices.Equal(s.Lines(), []string{want}) {
			t.Errorf("%q: asked %q, want %q", id, s.Lines(), want)
		}
	}
}

func TestGetUserGivesRawOnlyWhenAskedAndWithoutSecrets(t *testing.T) {
	body := `{"oidcsub":"u","apikey":"x","note":"` + apiKey + ` infinite:p%40ss+word p@ss word","n":1.0}`
	c, _ := play(t, says(200, body), says(200, body))
	u, err := c.GetUser(t.Context(), upstream.UserRef{ID: "u"})
	if err != nil || u.Raw != nil {
		t.Errorf("unasked: got %s, %v", u.Raw, err)
	}
	u, err = c.GetUser(t.Context(), upstream.UserRef{ID: "u", Raw: true})
	if want := `{"n":1.0,"note":"*** *** ***","oidcsub":"u"}`; err != nil || string(u.Raw) != want {
		t.Errorf("got %s, %v, want %s", u.Raw, err, want)
	}
}

func TestGetUserRefusesAnAnswerAboutSomebodyElse(t *testing.T) {
	c, _ := play(t, shows(200, "bare.json"))
	_, err := c.GetUser(t.Context(), upstream.UserRef{ID: ines})
	if !upstream.IsKind(err, upstream.Malformed) {
		t.Errorf("got %v, want malformed", err)
	}
}

func TestDeleteUserTakesAnyDocumentedSuccess(t *testing.T) {
	for _, answer := range []script.Step{says(200, ""), says(200, "{}"), says(204, ""), says(200, `{"status":"deleted"}`+"\n")} {
		c, s := play(t, answer)
		if _, err := c.DeleteUser(t.Context(), upstream.UserRef{ID: ines}); err != nil {
			t.Errorf("%v: %v", answer, err)
		}
		script.Golden(t, "delete.requests.golden", asked(s))
	}
}

func TestCheckConnectionAsksForOneUser(t *testing.T) {
	c, s := play(t, shows(200, "empty-list.json"))
	checks, err := c.CheckConnection(t.Context(), struct{}{})
	if err != nil || len(checks) != 1 || checks[0] != (upstream.Check{Credential: "apiKey"}) {
		t.Errorf("got %+v, %v", checks, err)
	}
	script.Golden(t, "check.requests.golden", asked(s))
}

func TestCheckConnectionTellsThatTheKeyIsRefused(t *testing.T) {
	c, _ := play(t, shows(401, "refusal.json"))
	checks, err := c.CheckConnection(t.Context(), struct{}{})
	if err != nil || len(checks) != 1 || !upstream.IsKind(checks[0].Err, upstream.Credentials) {
		t.Errorf("got %+v, %v", checks, err)
	}
}

func TestCheckConnectionSendsNoBodyToAServerThatKnowsNone(t *testing.T) {
	s := script.InOrder(t, shows(200, "list.json"))
	c := dial(t, s.URL, settings{APIKey: upstream.NewSecret(apiKey), List: listWhole})
	checks, err := c.CheckConnection(t.Context(), struct{}{})
	if err != nil || checks[0].Err != nil {
		t.Errorf("got %+v, %v", checks, err)
	}
	script.Golden(t, "list-whole.requests.golden", asked(s))
}
