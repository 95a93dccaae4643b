package infoworks

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest/script"
)

// What callers send in these tests; none of it is the connection's.
const (
	theirName     = "nora@corp.example"
	theirPassword = "noras-own-password"
	theirRefresh  = "nOra+Refresh/Token=="
	theirAccess   = "noras-access-token"
)

// The routes that carry them.
const (
	issuing     = "GET /v3/security/authenticate"
	validation  = "GET /v3/security/token/validate"
	revoking    = "DELETE /v3/security/token/access"
	rotating    = "DELETE /v3/security/token/refresh"
	authorising = "POST /v3/security/authorise/user"
	signingOn   = "GET /v3/security/sso/initialise"
)

// tokenCall is an operation on tokens and what the vendor answers it.
type tokenCall struct {
	route  string
	answer string
	write  bool
	call   func(context.Context, upstream.Connector) (any, error)
}

// callersCalls are the operations that carry a credential of the caller's.
func callersCalls() map[string]tokenCall {
	access := upstream.PresentedToken{Token: upstream.NewSecret(theirAccess)}
	return map[string]tokenCall{
		"issueToken": {issuing, "issued.json", true, func(ctx context.Context, c upstream.Connector) (any, error) {
			return c.(upstream.TokenIssuer).IssueToken(ctx, upstream.PasswordGrant{Username: theirName, Password: upstream.NewSecret(theirPassword), ServiceID: new(1)})
		}},
		"refreshToken": {minting, "access-token.json", true, func(ctx context.Context, c upstream.Connector) (any, error) {
			return c.(upstream.TokenRefresher).RefreshToken(ctx, upstream.RefreshGrant{RefreshToken: upstream.NewSecret(theirRefresh)})
		}},
		"introspectToken": {validation, "validate-true.json", false, func(ctx context.Context, c upstream.Connector) (any, error) {
			return c.(upstream.TokenIntrospector).IntrospectToken(ctx, access)
		}},
		"revokeToken": {revoking, "blacklisted.json", true, func(ctx context.Context, c upstream.Connector) (any, error) {
			return c.(upstream.TokenRevoker).RevokeToken(ctx, access)
		}},
		"rotateRefreshToken": {rotating, "rotated.json", true, func(ctx context.Context, c upstream.Connector) (any, error) {
			return c.(upstream.RefreshTokenRotator).RotateRefreshToken(ctx, upstream.Rotation{RefreshToken: new(upstream.NewSecret(theirRefresh))})
		}},
		"authorizeAction": {authorising, "authorised.json", false, func(ctx context.Context, c upstream.Connector) (any, error) {
			return c.(upstream.ActionAuthorizer).AuthorizeAction(ctx, upstream.ActionRequest{
				EntityType: "domain", Action: "edit", EntityID: "ffb38b0cc595cfcd05c54e49", Token: upstream.NewSecret(theirAccess),
			})
		}},
	}
}

// rotateOwn rotates the connection's own refresh token.
func rotateOwn(ctx context.Context, c upstream.Connector) error {
	_, err := c.(upstream.RefreshTokenRotator).RotateRefreshToken(ctx, upstream.Rotation{})
	return err
}

// vendorOf starts a vendor that answers one route and mints nothing unasked, so
// that every request of a test is written down.
func vendorOf(t *testing.T, route string, steps ...script.Step) *script.Server {
	t.Helper()
	return script.ByRoute(t, script.Routes{route: steps})
}

func TestWhatCarriesACallersCredentialIsSentAsTheVendorWantsIt(t *testing.T) {
	for operation, test := range callersCalls() {
		s := vendorOf(t, test.route, shows(200, test.answer))
		if _, err := test.call(t.Context(), connect(t, s, withPassword)); err != nil {
			t.Errorf("%s: %v", operation, err)
		}
		script.Golden(t, operation+".requests.golden", s.Text())
	}
}

func TestNothingOfTheConnectionsOwnIsSentWithACallersCredential(t *testing.T) {
	pair := username + ":" + password
	own := []string{refreshToken, password, username, bearer(t), pair, base64.StdEncoding.EncodeToString([]byte(pair))}
	for operation, test := range callersCalls() {
		routes := script.Routes{reading: {shows(200, "user.json")}, minting: {shows(200, "access-token.json")}}
		routes[test.route] = append(routes[test.route], shows(200, test.answer))
		s := script.ByRoute(t, routes)
		c := connect(t, s, withPassword)
		// The session is open now and has a bearer to lend.
		if _, err := get(t, c); err != nil {
			t.Fatal(err)
		}
		if _, err := test.call(t.Context(), c); err != nil {
			t.Errorf("%s: %v", operation, err)
		}
		asked := s.Requests()
		if len(asked) != 3 {
			t.Fatalf("%s: asked %q", operation, s.Lines())
		}
		sent := map[string]string{"request line": asked[2].Line, "body": asked[2].Body}
		for name, values := range asked[2].Header {
			sent["header "+name] = strings.Join(values, " ")
		}
		for where, text := range sent {
			if slices.ContainsFunc(own, func(secret string) bool { return strings.Contains(text, secret) }) {
				t.Errorf("%s: the %s holds what is the connection's own", operation, where)
			}
		}
	}
}

func TestADryRunSendsNoWriteOfACallersCredential(t *testing.T) {
	plans := map[string]any{}
	for operation, test := range callersCalls() {
		if !test.write {
			continue
		}
		s := script.ByRoute(t, nil)
		ctx, plan := upstream.WithPlan(t.Context())
		got, err := test.call(ctx, connect(t, s, withPassword))
		if err != nil || fmt.Sprintf("%+v", got) != fmt.Sprintf("%+v", zeroOf(got)) {
			t.Errorf("%s: got %+v, %v, want nothing", operation, got, err)
		}
		s.WantNone()
		plans[operation] = plan.Requests()
	}
	script.GoldenJSON(t, "plan-tokens.golden.json", plans)
}

// zeroOf is the zero of an answer.
func zeroOf(answer any) any {
	if _, isToken := answer.(upstream.Token); isToken {
		return upstream.Token{}
	}
	return struct{}{}
}

func TestReadsOfACallersCredentialAreSentInADryRunToo(t *testing.T) {
	for _, operation := range []string{"introspectToken", "authorizeAction"} {
		test := callersCalls()[operation]
		ctx, plan := upstream.WithPlan(t.Context())
		if _, err := test.call(ctx, connect(t, vendorOf(t, test.route, shows(200, test.answer)), nil)); err != nil {
			t.Errorf("%s: %v", operation, err)
		}
		wantPlan(t, plan)
	}
}

func TestAnIssuedTokenIsToldWhole(t *testing.T) {
	expires := time.Date(2024, 5, 6, 7, 10, 0, 0, time.UTC)
	tests := map[string]struct {
		operation string
		answer    script.Step
		want      string
		expires   *time.Time
		userID    *string
	}{
		"a login":                     {"issueToken", shows(200, "issued.json"), bearer(t), &expires, new("6SkgybTRQQBzEey3v")},
		"an id in extended JSON":      {"issueToken", says(200, `{"result":{"authentication_token":"opaque","user_id":{"$oid":"6Sk"}}}`), "opaque", nil, new("6Sk")},
		"no word of having logged in": {"issueToken", shows(200, "access-token.json"), bearer(t), &expires, nil},
		"no expiry in the token":      {"issueToken", shows(200, "access-token-claimless.json"), "eyJhbGciOiJIUzI1NiJ9.eyJpYXQiOjE3MTQ5Nzg4MDAsImV4cCI6InNvb24ifQ.sig", nil, nil},
		"a token that is no JWT":      {"issueToken", shows(200, "access-token-opaque.json"), "opaque-token", nil, nil},
		"an empty id":                 {"issueToken", says(200, `{"result":{"authentication_token":"opaque","user_id":""}}`), "opaque", nil, nil},
		"a refresh":                   {"refreshToken", shows(200, "access-token.json"), bearer(t), &expires, nil},
		"a refresh of a login's kind": {"refreshToken", shows(200, "issued.json"), bearer(t), &expires, new("6SkgybTRQQBzEey3v")},
	}
	for situation, test := range tests {
		call := callersCalls()[test.operation]
		answered, err := call.call(t.Context(), connect(t, vendorOf(t, call.route, test.answer), nil))
		if err != nil {
			t.Errorf("%s: %v", situation, err)
			continue
		}
		got := answered.(upstream.Token)
		if got.AccessToken.Reveal() != test.want || got.TokenType != "Bearer" || told(got.ExpiresAt) != told(test.expires) || told(got.UserID) != told(test.userID) {
			t.Errorf("%s: got %q %s %s %s", situation, got.AccessToken.Reveal(), got.TokenType, told(got.ExpiresAt), told(got.UserID))
		}
	}
}

// told is what a pointer points at, as JSON.
func told(value any) string {
	text, _ := json.Marshal(value)
	return string(text)
}

func TestAUserNameWithAColonIsNotSent(t *testing.T) {
	s := script.ByRoute(t, nil)
	_, err := connect(t, s, nil).(upstream.TokenIssuer).IssueToken(t.Context(), upstream.PasswordGrant{Username: "nora:vale", Password: upstream.NewSecret(theirPassword)})
	wantFields(t, wantError(t, err, upstream.Rejected, upstream.NotSent), "/username pattern")
	s.WantNone()
}

func TestALoginWithoutAWayNamesNone(t *testing.T) {
	s := vendorOf(t, issuing, shows(200, "issued.json"))
	_, err := connect(t, s, nil).(upstream.TokenIssuer).IssueToken(t.Context(), upstream.PasswordGrant{Username: "ü", Password: upstream.NewSecret("a:b")})
	if err != nil || s.Lines()[0] != issuing {
		t.Errorf("asked %q, %v", s.Lines(), err)
	}
	if got := s.Requests()[0].Header.Get("Authorization"); got != "Basic w7w6YTpi" {
		t.Errorf("got %q, want Basic of UTF-8", got)
	}
}

func TestARefusedGrantIsTheCallersFaultAndAskedOnce(t *testing.T) {
	for operation, test := range callersCalls() {
		if operation == "introspectToken" || operation == "revokeToken" {
			continue
		}
		outcome := upstream.Outcome("")
		if test.write {
			outcome = upstream.Refused
		}
		for _, status := range []int{401, 406} {
			s := vendorOf(t, test.route, shows(status, fmt.Sprintf("error-%d.json", status)))
			_, err := test.call(t.Context(), connect(t, s, withPassword))
			if e := wantError(t, err, upstream.InvalidGrant, outcome); e.Vendor == nil || e.Vendor.Status != status || e.Vendor.Code == "" {
				t.Errorf("%s %d: vendor %+v", operation, status, e.Vendor)
			}
			if asked := s.Lines(); len(asked) != 1 {
				t.Errorf("%s %d: asked %q", operation, status, asked)
			}
		}
	}
}

func TestALoginThatSaysNoWithA200IsARefusedGrant(t *testing.T) {
	for _, operation := range []string{"issueToken", "refreshToken"} {
		test := callersCalls()[operation]
		_, err := test.call(t.Context(), connect(t, vendorOf(t, test.route, shows(200, "authenticate-refused.json")), nil))
		wantError(t, err, upstream.InvalidGrant, upstream.Refused)
	}
}

func TestOtherRefusalsOfACallersCallHaveTheirUsualKinds(t *testing.T) {
	for operation, test := range callersCalls() {
		for status, want := range map[int]struct {
			kind    upstream.Kind
			outcome upstream.Outcome
		}{
			400: {upstream.Rejected, upstream.Refused}, 403: {upstream.Forbidden, upstream.Refused}, 404: {upstream.Failed, upstream.Refused},
			429: {upstream.Throttled, upstream.Refused}, 500: {upstream.Failed, upstream.Unknown}, 504: {upstream.Timeout, upstream.Unknown},
			302: {upstream.Malformed, upstream.Unknown},
		} {
			s := vendorOf(t, test.route, says(status, "<html>"))
			_, err := test.call(t.Context(), connect(t, s, withPassword))
			if !test.write {
				want.outcome = ""
			}
			if e := script.Failure(t, err); e.Kind != want.kind || e.Outcome != want.outcome {
				t.Errorf("%s %d: got %v with outcome %q", operation, status, e, e.Outcome)
			}
			if asked := s.Lines(); len(asked) != 1 {
				t.Errorf("%s %d: asked %q", operation, status, asked)
			}
		}
	}
}

func TestAHostileAnswerToACallersCallIsMalformed(t *testing.T) {
	for operation, test := range callersCalls() {
		answers := hostile()
		answers["an empty result"] = `{"message":"","result":{}}`
		answers["no result"] = `{"message":""}`
		answers["a result of null"] = `{"message":"","result":null}`
		answers["a verdict that is a text"] = `{"message":"","result":{"is_valid":"true","is_authorised":"true","authentication_token":7}}`
		answers["an empty token"] = `{"message":"","result":{"authentication_token":"","is_authenticated":true}}`
		outcome := upstream.Outcome("")
		if test.write {
			outcome = upstream.Unknown
		}
		for situation, body := range answers {
			acknowledges := operation == "revokeToken" || operation == "rotateRefreshToken"
			if acknowledges && strings.HasPrefix(body, `{"message"`) && json.Valid([]byte(body)) {
				continue
			}
			_, err := test.call(t.Context(), connect(t, vendorOf(t, test.route, says(200, body)), nil))
			if e := script.Failure(t, err); e.Kind != upstream.Malformed || e.Outcome != outcome {
				t.Errorf("%s, %s: got %v with outcome %q", operation, situation, e, e.Outcome)
			}
		}
	}
}

func TestATokenForACallerThatNoHeaderCanCarryIsMalformed(t *testing.T) {
	for _, operation := range []string{"issueToken", "refreshToken"} {
		test := callersCalls()[operation]
		for _, token := range unsendable() {
			body := `{"result":{"authentication_token":` + token + `,"is_authenticated":true}}`
			got, err := test.call(t.Context(), connect(t, vendorOf(t, test.route, says(200, body)), nil))
			if wantError(t, err, upstream.Malformed, upstream.Unknown); got != zeroOf(got) {
				t.Errorf("%s, %s: got %+v", operation, token, got)
			}
		}
	}
}

func TestAUserIDThatIsNoIDIsMalformed(t *testing.T) {
	body := `{"result":{"authentication_token":"opaque","user_id":7}}`
	_, err := callersCalls()["issueToken"].call(t.Context(), connect(t, vendorOf(t, issuing, says(200, body)), nil))
	wantError(t, err, upstream.Malformed, upstream.Unknown)
}

func TestACallersCredentialThatNoHeaderCanCarryIsNotSent(t *testing.T) {
	for _, token := range []string{"", "two words", "line\n", "é", "\x00"} {
		secret := upstream.NewSecret(token)
		s := script.ByRoute(t, nil)
		c := connect(t, s, nil)
		_, err := c.(upstream.TokenRefresher).RefreshToken(t.Context(), upstream.RefreshGrant{RefreshToken: secret})
		wantError(t, err, upstream.InvalidGrant, upstream.NotSent)
		_, err = c.(upstream.RefreshTokenRotator).RotateRefreshToken(t.Context(), upstream.Rotation{RefreshToken: &secret})
		wantError(t, err, upstream.InvalidGrant, upstream.NotSent)
		_, err = c.(upstream.ActionAuthorizer).AuthorizeAction(t.Context(), upstream.ActionRequest{Token: secret})
		wantFields(t, wantError(t, err, upstream.InvalidGrant, ""), "/token invalid")
		verdict, err := c.(upstream.TokenIntrospector).IntrospectToken(t.Context(), upstream.PresentedToken{Token: secret})
		if err != nil || verdict != (upstream.Introspection{}) {
			t.Errorf("%q: got %+v, %v, want inactive", token, verdict, err)
		}
		if _, err := c.(upstream.TokenRevoker).RevokeToken(t.Context(), upstream.PresentedToken{Token: secret}); err != nil {
			t.Errorf("%q: revoking: %v", token, err)
		}
		s.WantNone()
	}
}

func TestACredentialThatTheVendorEchoesIsNotInTheError(t *testing.T) {
	word := upstream.NewSecret("noras-refresh-token")
	calls := callersCalls()
	refresh, rotate := calls["refreshToken"], calls["rotateRefreshToken"]
	refresh.call = func(ctx context.Context, c upstream.Connector) (any, error) {
		return c.(upstream.TokenRefresher).RefreshToken(ctx, upstream.RefreshGrant{RefreshToken: word})
	}
	rotate.call = func(ctx context.Context, c upstream.Connector) (any, error) {
		return c.(upstream.RefreshTokenRotator).RotateRefreshToken(ctx, upstream.Rotation{RefreshToken: &word})
	}
	for sent, test := range map[string]tokenCall{
		theirPassword: calls["issueToken"], theirAccess: calls["authorizeAction"], "noras-refresh-token": refresh,
		"x." + theirAccess: calls["introspectToken"], "y." + theirAccess: calls["revokeToken"], "z.noras-refresh-token": rotate,
	} {
		s := vendorOf(t, test.route, says(400, `{"iw_code":"`+sent+`","message":"`+sent+`"}`), says(400, `{"iw_code":"IW10006"}`))
		c := connect(t, s, nil)
		_, err := test.call(t.Context(), c)
		if e := script.Failure(t, err); strings.Contains(e.Error()+e.Vendor.Code+e.Vendor.Message, "noras-") || e.Vendor.Status != 400 {
			t.Errorf("%s: %v with vendor %+v repeats what was sent", test.route, e, e.Vendor)
		}
		_, err = test.call(t.Context(), c)
		if e := script.Failure(t, err); e.Vendor.Code != "IW10006" {
			t.Errorf("%s: got the code %q", test.route, e.Vendor.Code)
		}
	}
}
