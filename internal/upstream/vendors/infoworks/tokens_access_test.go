package infoworks

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest/script"
)

// jwt is a token with this payload.
func jwt(payload string) string {
	return "eyJhbGciOiJIUzI1NiJ9." + base64.RawURLEncoding.EncodeToString([]byte(payload)) + ".c2lnbmF0dXJl"
}

func introspect(t *testing.T, token string, steps ...script.Step) (upstream.Introspection, error) {
	t.Helper()
	c := connect(t, vendorOf(t, validation, steps...), nil)
	return c.(upstream.TokenIntrospector).IntrospectToken(t.Context(), upstream.PresentedToken{Token: upstream.NewSecret(token)})
}

func TestAnActiveTokenIsToldAsFarAsItSays(t *testing.T) {
	const nothing = `{"Active":true,"Username":null,"TokenType":"Bearer","TokenID":null,"ExpiresAt":null,"IssuedAt":null}`
	for situation, test := range map[string]struct{ token, want string }{
		"all of it": {
			jwt(`{"iat":1714978800,"exp":1714979700.9,"jti":"8c1d1f5e","sub":"{\"email\": \"nora@corp.example\", \"scope\": {\"action\": \"refresh_token\"}}"}`),
			`{"Active":true,"Username":"nora@corp.example","TokenType":"Bearer","TokenID":"8c1d1f5e","ExpiresAt":"2024-05-06T07:15:00Z","IssuedAt":"2024-05-06T07:00:00Z"}`,
		},
		"a claim of another type": {
			jwt(`{"iat":"now","exp":1714979700,"jti":7,"sub":{"email":"nora@corp.example"}}`),
			`{"Active":true,"Username":null,"TokenType":"Bearer","TokenID":null,"ExpiresAt":"2024-05-06T07:15:00Z","IssuedAt":null}`,
		},
		"a subject that is a name":        {jwt(`{"sub":"nora"}`), nothing},
		"a subject that is a list":        {jwt(`{"sub":"[1]"}`), nothing},
		"a subject without an address":    {jwt(`{"sub":"{\"email\":\"\"}"}`), nothing},
		"claims under other names":        {jwt(`{"EXP":1714979700,"Jti":"8c1d1f5e","sub":"{\"Email\":\"nora@corp.example\"}"}`), nothing},
		"dates that are none":             {jwt(`{"iat":0,"exp":-5}`), nothing},
		"a date that cannot be written":   {jwt(`{"iat":1e300,"exp":253402300800}`), nothing},
		"no claims":                       {jwt(`{}`), nothing},
		"a payload of null":               {jwt(`null`), nothing},
		"a payload that is a list":        {jwt(`[]`), nothing},
		"a payload that is no JSON":       {jwt(`{`), nothing},
		"a payload that is no base64":     {"a.%%%.c", nothing},
		"two parts":                       {"eyJhbGciOiJIUzI1NiJ9.e30", nothing},
		"four parts":                      {jwt(`{"jti":"x"}`) + ".d", nothing},
		"an opaque token":                 {theirAccess, nothing},
		"a date that is the last of them": {jwt(`{"exp":253402300799}`), strings.Replace(nothing, `"ExpiresAt":null`, `"ExpiresAt":"9999-12-31T23:59:59Z"`, 1)},
	} {
		got, err := introspect(t, test.token, shows(200, "validate-true.json"))
		if err != nil || told(got) != test.want {
			t.Errorf("%s: got %s, %v, want %s", situation, told(got), err, test.want)
		}
	}
}

func TestATokenThatIsNotGoodIsInactiveAndNothingElse(t *testing.T) {
	good := jwt(`{"exp":4102444800,"jti":"8c1d1f5e"}`)
	for situation, answer := range map[string]script.Step{
		"not valid": shows(200, "validate-false.json"), "401": shows(401, "error-401.json"), "406": shows(406, "error-406.json"),
		"406 without a body": says(406, ""),
	} {
		got, err := introspect(t, good, answer)
		if err != nil || got != (upstream.Introspection{}) {
			t.Errorf("%s: got %s, %v, want inactive", situation, told(got), err)
		}
	}
}

func TestATokenThatIsUnknownOrEndedIsRevoked(t *testing.T) {
	for situation, answer := range map[string]script.Step{
		"ended": shows(200, "blacklisted.json"), "401": shows(401, "error-401.json"), "406": shows(406, "error-406.json"),
	} {
		s := vendorOf(t, revoking, answer)
		if _, err := callersCalls()["revokeToken"].call(t.Context(), connect(t, s, nil)); err != nil || len(s.Lines()) != 1 {
			t.Errorf("%s: %v, asked %q", situation, err, s.Lines())
		}
	}
}

func TestARefreshTokenIsNeitherJudgedNorRevoked(t *testing.T) {
	s := script.ByRoute(t, nil)
	c := connect(t, s, nil)
	presented := upstream.PresentedToken{Token: upstream.NewSecret(theirRefresh), Refresh: true}
	_, err := c.(upstream.TokenIntrospector).IntrospectToken(t.Context(), presented)
	wantFields(t, wantError(t, err, upstream.Rejected, ""), "/tokenTypeHint unsupported-value")
	_, err = c.(upstream.TokenRevoker).RevokeToken(t.Context(), presented)
	wantFields(t, wantError(t, err, upstream.Rejected, upstream.NotSent), "/tokenTypeHint unsupported-value")
	s.WantNone()
}

func TestTheMeaningsOfTokenStatusesCanBeChanged(t *testing.T) {
	calls := callersCalls()
	for operation, want := range map[string]upstream.Kind{
		"issueToken": upstream.Forbidden, "refreshToken": upstream.Forbidden, "introspectToken": upstream.Forbidden,
		"revokeToken": upstream.Forbidden, "rotateRefreshToken": upstream.Forbidden, "authorizeAction": upstream.Forbidden,
	} {
		for _, status := range []string{"401", "406"} {
			s := vendorOf(t, calls[operation].route, shows(401, "error-401.json"))
			if status == "406" {
				s = vendorOf(t, calls[operation].route, shows(406, "error-406.json"))
			}
			c := connect(t, s, func(s *settings) { s.Statuses = map[string]string{status + " " + operation: "forbidden"} })
			_, err := calls[operation].call(t.Context(), c)
			if e := script.Failure(t, err); e.Kind != want {
				t.Errorf("%s %s: got %v", operation, status, e)
			}
		}
	}
}
