package infoworks

import (
	"strings"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest/script"
)

func rotatingWithPassword(s *settings) {
	withPassword(s)
	s.RotateWith = "password"
}

func TestTheConnectionsOwnTokenIsRotatedWithWhatIsConfigured(t *testing.T) {
	for situation, test := range map[string]struct {
		change func(*settings)
		golden string
	}{
		"the token itself":               {nil, "rotateOwn.requests.golden"},
		"the token itself, in words":     {func(s *settings) { withPassword(s); s.RotateWith = "refreshToken" }, "rotateOwn.requests.golden"},
		"the user name and the password": {rotatingWithPassword, "rotateOwn-password.requests.golden"},
	} {
		s := vendorOf(t, rotating, shows(200, "rotated.json"))
		if err := rotateOwn(t.Context(), connect(t, s, test.change)); err != nil {
			t.Errorf("%s: %v", situation, err)
		}
		script.Golden(t, test.golden, s.Text())
	}
}

func TestADryRunRotatesNothing(t *testing.T) {
	s := script.ByRoute(t, nil)
	ctx, plan := upstream.WithPlan(t.Context())
	if err := rotateOwn(ctx, connect(t, s, nil)); err != nil {
		t.Fatal(err)
	}
	s.WantNone()
	wantPlan(t, plan, "DELETE /v3/security/token/refresh *** ")
}

func TestARefusedOwnTokenIsOfTheConnectionsCredentials(t *testing.T) {
	for status, want := range map[int]struct {
		kind    upstream.Kind
		outcome upstream.Outcome
	}{
		401: {upstream.Credentials, upstream.Refused}, 406: {upstream.Credentials, upstream.Refused},
		// Nothing in the call is the caller's.
		400: {upstream.Failed, upstream.Refused}, 403: {upstream.Forbidden, upstream.Refused}, 500: {upstream.Failed, upstream.Unknown},
	} {
		s := vendorOf(t, rotating, says(status, ""))
		err := rotateOwn(t.Context(), connect(t, s, nil))
		if e := script.Failure(t, err); e.Kind != want.kind || e.Outcome != want.outcome || len(s.Lines()) != 1 {
			t.Errorf("%d: got %v with outcome %q, asked %q", status, e, e.Outcome, s.Lines())
		}
	}
}

func TestAConnectionWithoutARefreshTokenRotatesNoneOfItsOwn(t *testing.T) {
	for _, with := range []string{"", "refreshToken", "password"} {
		s := script.ByRoute(t, nil)
		c := connect(t, s, func(s *settings) { onlyPassword(s); s.RotateWith = with })
		e := wantError(t, rotateOwn(t.Context(), c), upstream.Rejected, upstream.NotSent)
		if wantFields(t, e, "/own unsupported-value"); !strings.Contains(e.Detail, "no refresh token") {
			t.Errorf("the detail says %q", e.Detail)
		}
		s.WantNone()
	}
}

func TestACallersTokenIsNotRotatedWithThePassword(t *testing.T) {
	s := script.ByRoute(t, nil)
	_, err := callersCalls()["rotateRefreshToken"].call(t.Context(), connect(t, s, rotatingWithPassword))
	wantFields(t, wantError(t, err, upstream.Rejected, upstream.NotSent), "/refreshToken unsupported-field")
	s.WantNone()
}

func TestABearerIsUsedOnAfterARotation(t *testing.T) {
	s := serve(t, script.Routes{rotating: {shows(200, "rotated.json")}, reading: {shows(200, "user.json"), shows(200, "user.json")}})
	c := connect(t, s, nil)
	if _, err := get(t, c); err != nil {
		t.Fatal(err)
	}
	if err := rotateOwn(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	if _, err := get(t, c); err != nil {
		t.Error(err)
	}
	wantRequests(t, s, gets, rotating+"\nAuthorization: Basic "+refreshToken, gets)
}

func TestTheDescriptionSaysWhatARotationTakesWithIt(t *testing.T) {
	for situation, test := range map[string]struct {
		change         func(*settings)
		remark, absent string
		fact           upstream.Fact
	}{
		"the token itself": {
			nil, "fails with vendor-credentials", "No other",
			upstream.Fact{Name: "a refresh token is rotated with the token itself", Certainty: upstream.Inferred, Setting: "settings.rotateWith"},
		},
		"the password": {
			rotatingWithPassword, "No other token can be rotated.", "Nothing",
			upstream.Fact{Name: "a refresh token is rotated with the user name and password", Certainty: upstream.Configured, Setting: "settings.rotateWith"},
		},
		"no token": {
			onlyPassword, "Only a token that the caller sends", "vendor-credentials",
			upstream.Fact{Name: "a refresh token is rotated with the token itself", Certainty: upstream.Inferred, Setting: "settings.rotateWith"},
		},
		"no token, and the password": {
			func(s *settings) { onlyPassword(s); s.RotateWith = "password" }, "Nothing can be rotated", "vendor-credentials",
			upstream.Fact{Name: "a refresh token is rotated with the user name and password", Certainty: upstream.Configured, Setting: "settings.rotateWith"},
		},
	} {
		d := connect(t, script.ByRoute(t, nil), test.change).Describe()
		if got := d.Operations["rotateRefreshToken"].Text; !strings.Contains(got, test.remark) || strings.Contains(got, test.absent) {
			t.Errorf("%s: the remark is %q", situation, got)
		}
		if got := d.Facts[len(d.Facts)-1]; got != test.fact {
			t.Errorf("%s: got %+v", situation, got)
		}
	}
}
