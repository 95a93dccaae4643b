package sim_test

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

const (
	noAccessBody = `{"message":"Forbidden. User lacks access to specified resource.","details":{},"iw_code":"IW10004","help":"http://api.infoworks.io/help/IW10004"}`
	failedBody   = `{"message":"Security Client Errors","details":"Authentication Failed: Incorrect user credentials","iw_code":"IW10031","help":"http://api.infoworks.io/help/IW10029"}`
)

func TestRefreshTokenIsNoUserAndPassword(t *testing.T) {
	b := start(t, 0)
	token := b.setting("refreshToken")
	raw, err := base64.StdEncoding.DecodeString(token)
	if err != nil || len(token) != 100 || len(raw) != 75 || strings.Contains(string(raw), ":") {
		t.Errorf("refresh token %q: %d bytes, %v", token, len(raw), err)
	}
}

func TestAuthenticate(t *testing.T) {
	b := start(t, 4)
	user, password := b.setting("username"), b.setting("password")
	disabled := b.person(func(p simkit.Person) bool { return !*p.Active })
	saml := b.person(func(p simkit.Person) bool { return p.Secrets["password"] == "" })
	for _, c := range []struct {
		name, query, authorization string
		status                     int
		code                       string
	}{
		{"service account", "", basic(user, password), 200, ""},
		{"service id", "?service_id=1", basic(user, password), 200, ""},
		{"service id that is no number", "?service_id=ldap", basic(user, password), 400, "IW10006"},
		{"service id null", "?service_id=null", basic(user, password), 400, "IW10006"},
		{"service id empty", "?service_id=", basic(user, password), 400, "IW10006"},
		{"service id twice", "?service_id=1&service_id=2", basic(user, password), 400, "IW10006"},
		{"unknown parameter", "?serviceId=1", basic(user, password), 400, "IW10006"},
		{"wrong password", "", basic(user, password+"x"), 406, "IW10031"},
		{"unknown user", "", basic("nobody@corp.example", password), 406, "IW10031"},
		{"disabled login", "", basic(*disabled.Email, disabled.Secrets["password"]), 406, "IW10031"},
		{"SAML user, empty password", "", basic(*saml.Email, ""), 406, "IW10031"},
		{"not base64", "", "Basic " + user + ":" + password, 406, "IW10031"},
		{"refresh token", "", "Basic " + b.setting("refreshToken"), 406, "IW10031"},
		{"other scheme", "", "Bearer " + b.serviceBearer(), 401, "IW10004"},
		{"scheme in lower case", "", "b" + basic(user, password)[1:], 401, "IW10004"},
		{"scheme alone", "", "Basic", 401, "IW10004"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := b.call("GET", "/v3/security/authenticate"+c.query, "", "Authorization", c.authorization)
			if code, _ := b.tree(got, "iw_code").(string); got.status != c.status || code != c.code {
				t.Errorf("got %+v, want %d %s", got, c.status, c.code)
			}
		})
	}
	b.same(b.call("GET", "/v3/security/authenticate", ""), 401, noAccessBody)
	b.same(b.call("GET", "/v3/security/authenticate", "", "Authorization", basic(user, "x")), 406, failedBody)
	b.refused(b.call("GET", "/v3/security/authenticate", "{}", "Authorization", basic(user, password)), 400, "IW10006")
}

func TestAuthenticateSaysWhoSignedIn(t *testing.T) {
	b := start(t, 4)
	p := b.sim.World.People()[0]
	got := b.call("GET", "/v3/security/authenticate", "", "Authorization", basic(*p.Email, p.Secrets["password"]))
	token, _ := b.tree(got, "result", "authentication_token").(string)
	b.same(got, 200, `{"message":"Platform Security Response","result":{"authentication_token":`+quoted(token)+
		`,"is_authenticated":true,"user_id":`+quoted(p.ID)+`}}`)
	if sub := claimsOf(t, token)["sub"]; sub != `{"email":"`+*p.Email+`","scope":{"action":"refresh_token"}}` {
		t.Errorf("sub is %v", sub)
	}
}

func TestTokenAccess(t *testing.T) {
	b := start(t, 4)
	token := b.setting("refreshToken")
	const path = "/v3/security/token/access"
	got := b.call("GET", path, "", "Authorization", "Basic "+token)
	bearer, _ := b.tree(got, "result", "authentication_token").(string)
	b.same(got, 200, `{"message":"Platform Security Response","result":{"authentication_token":`+quoted(bearer)+`}}`)

	b.same(b.call("GET", path, ""), 401, noAccessBody)
	b.same(b.call("GET", path, "", "Authorization", "Bearer "+token), 401, noAccessBody)
	b.same(b.call("GET", path, "", "Authorization", "Basic "+token, "Authorization", "Basic "+token), 401, noAccessBody)
	for name, sent := range map[string]string{
		"base64 of the token":          "Basic " + base64.StdEncoding.EncodeToString([]byte(token)),
		"the token with a colon":       basic(token, ""),
		"user and password":            basic(b.setting("username"), b.setting("password")),
		"a token that nobody has":      "Basic " + strings.Repeat("A", 100),
		"the token escaped for a path": "Basic " + strings.NewReplacer("+", "%2B", "/", "%2F").Replace(token),
	} {
		t.Run(name, func(*testing.T) { b.same(b.call("GET", path, "", "Authorization", sent), 406, failedBody) })
	}
	b.refused(b.call("GET", path+"?x=1", "", "Authorization", "Basic "+token), 400, "IW10006")
}
