package infoworks

import (
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest/script"
)

func startSSO(t *testing.T, s *script.Server) (upstream.SSO, error) {
	t.Helper()
	return connect(t, s, nil).(upstream.SSOStarter).StartSSO(t.Context(), struct{}{})
}

func TestASignOnBeginsWhereTheVendorSays(t *testing.T) {
	s := serve(t, script.Routes{signingOn: {shows(200, "sso.json")}})
	got, err := startSSO(t, s)
	if err != nil || got.Location.String() != "https://idp.corp.example/saml?SAMLRequest=nZFBa&RelayState=x%2Fy" {
		t.Fatalf("got %v, %v", got.Location, err)
	}
	wantRequests(t, s, signingOn+"\nAuthorization: Bearer <bearer>")
	if got, err := startSSO(t, serve(t, script.Routes{signingOn: {says(200, `{"Location":"http://[::1]:8080"}`)}})); err != nil || got.Location.Host != "[::1]:8080" {
		t.Errorf("got %v, %v", got.Location, err)
	}
}

func TestASignOnRenewsABearerThatWoreOut(t *testing.T) {
	s := serve(t, script.Routes{
		minting: {shows(200, "access-token-opaque.json"), shows(200, "access-token.json")}, signingOn: {shows(401, "error-401.json"), shows(200, "sso.json")},
	})
	if _, err := startSSO(t, s); err != nil {
		t.Fatal(err)
	}
	wantRequests(t, s, rawMint, signingOn+"\nAuthorization: Bearer opaque-token", rawMint, signingOn+"\nAuthorization: Bearer <bearer>")
}

func TestALocationThatNoBrowserShouldBeSentToIsMalformed(t *testing.T) {
	answers := hostile()
	for situation, location := range map[string]string{
		"empty": "", "a path": "/saml", "without a scheme": "//idp.corp.example/saml", "a script": "javascript:alert(1)", "a file": "file:///etc/passwd",
		"another scheme": "ftp://idp.corp.example", "with a user": "https://nora@idp.corp.example", "with a password": "https://nora:pw@idp.corp.example/",
		"without a host": "https:///saml", "only a port": "https://:443/", "opaque": "https:idp.corp.example", "with a space before it": " https://idp.corp.example",
		"with a line end": `https://idp.corp.example/\n`, "not escaped": "https://idp.corp.example/%zz",
	} {
		answers[situation] = `{"Location":"` + location + `"}`
	}
	answers["in an envelope"] = `{"message":"","result":{"Location":"https://idp.corp.example"}}`
	answers["in lower case"] = `{"location":"https://idp.corp.example"}`
	answers["null"] = `{"Location":null}`
	for situation, body := range answers {
		got, err := startSSO(t, serve(t, script.Routes{signingOn: {says(200, body)}}))
		if e := script.Failure(t, err); e.Kind != upstream.Malformed || e.Outcome != "" || got.Location != nil {
			t.Errorf("%s: got %v, %v", situation, got.Location, e)
		}
	}
}

func TestARefusedSignOnIsNotTheCallersFault(t *testing.T) {
	for status, want := range map[int]upstream.Kind{
		400: upstream.Failed, 401: upstream.Credentials, 406: upstream.Credentials, 403: upstream.Forbidden, 404: upstream.Failed, 302: upstream.Malformed,
	} {
		_, err := startSSO(t, serve(t, script.Routes{signingOn: {says(status, ""), says(status, "")}}))
		wantError(t, err, want, "")
	}
}
