package workspace365

import (
	"strings"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest/script"
)

// presented is a token that a caller asks about.
const presented = "00000000-aaaa-bbbb-cccc-000000000000"

func present(token string) upstream.PresentedToken {
	return upstream.PresentedToken{Token: upstream.NewSecret(token)}
}

func TestATokenIsActiveWhereItOpensTheIconsAndNothingMoreIsSaidOfIt(t *testing.T) {
	for _, c := range []struct {
		step script.Step
		want upstream.Introspection
	}{
		{shows(200, "answers/icons.json"), upstream.Introspection{Active: true}},
		{says(200, "[]"), upstream.Introspection{Active: true}},
		{says(401, "<html>"), upstream.Introspection{}},
	} {
		connector, _ := play(t, c.step)
		got, err := connector.IntrospectToken(t.Context(), present(presented))
		if err != nil || got != c.want {
			t.Errorf("%d: %v, error %v", c.step.Status, got, err)
		}
	}
}

func TestOnlyThePresentedTokenIsSent(t *testing.T) {
	for _, token := range []string{"apiToken", "syncToken", ""} {
		settings := bothTokens()
		if token != "" {
			settings = only(token)
		}
		s := script.InOrder(t, says(200, "[]"))
		connector := dial(t, s.URL, settings)
		if _, err := connector.(upstream.TokenIntrospector).IntrospectToken(t.Context(), present(presented)); err != nil {
			t.Fatal(err)
		}
		sent := s.Text()
		if !strings.Contains(sent, "Authorization: Workspace365 "+presented+"\n") {
			t.Errorf("sent %s", sent)
		}
		for _, own := range []string{apiToken, syncToken, basicForm} {
			if strings.Contains(sent, own) {
				t.Errorf("a credential of the gateway's went with it: %s", sent)
			}
		}
	}
}

func TestAProbeThatFailsIsNoVerdict(t *testing.T) {
	for _, c := range []struct {
		status int
		body   string
		kind   upstream.Kind
	}{
		{403, "", upstream.Forbidden}, {400, "", upstream.Failed}, {404, "", upstream.Failed}, {500, "", upstream.Failed}, {503, "", upstream.Throttled}, {302, "", upstream.Malformed},
		{200, "", upstream.Malformed}, {200, "{}", upstream.Malformed}, {200, "null", upstream.Malformed}, {200, "<html>", upstream.Malformed},
	} {
		connector, _ := play(t, says(c.status, c.body))
		got, err := connector.IntrospectToken(t.Context(), present(presented))
		if e := script.Failure(t, err); e.Kind != c.kind || e.Outcome != "" || got != (upstream.Introspection{}) {
			t.Errorf("%d %q: %s, %q, %v", c.status, c.body, e.Kind, e.Outcome, got)
		}
	}
}

func TestARefusalOfAPresentedTokenDoesNotRepeatIt(t *testing.T) {
	c, _ := play(t, says(400, `{"globalError":{"message":"Got `+presented+`."}}`))
	_, err := c.IntrospectToken(t.Context(), present(presented))
	if e := script.Failure(t, err); e.Vendor.Message != "Got ***." {
		t.Errorf("message %q", e.Vendor.Message)
	}
}

func TestATokenThatNoHeaderCanCarryIsInactiveWithoutACall(t *testing.T) {
	c, s := play(t)
	for _, token := range []string{"", "two words", "line\n", "\r\nX: y", "büro"} {
		got, err := c.IntrospectToken(t.Context(), present(token))
		if err != nil || got != (upstream.Introspection{}) {
			t.Errorf("%q: %v, error %v", token, got, err)
		}
	}
	s.WantNone()
}

func TestARefreshTokenIsNothingThatThisVendorHas(t *testing.T) {
	c, s := play(t)
	token := present(presented)
	token.Refresh = true
	_, err := c.IntrospectToken(t.Context(), token)
	e := script.Failure(t, err)
	if e.Kind != upstream.Rejected || e.Outcome != "" || len(e.Fields) != 1 || e.Fields[0].Pointer != "/tokenTypeHint" {
		t.Errorf("%s, %q, %v", e.Kind, e.Outcome, e.Fields)
	}
	s.WantNone()
}

func TestTheMeaningOfARefusedProbeCanBeChanged(t *testing.T) {
	s := script.InOrder(t, says(403, ""))
	changed := bothTokens()
	changed.Statuses = map[string]string{"403 introspectToken": "invalid-grant"}
	got, err := dial(t, s.URL, changed).(upstream.TokenIntrospector).IntrospectToken(t.Context(), present(presented))
	if err != nil || got.Active {
		t.Errorf("%v, error %v", got, err)
	}
}
