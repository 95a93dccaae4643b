package sim_test

import (
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

const (
	authenticatePath = "/v3/security/authenticate"
	accessPath       = "/v3/security/token/access"
	validatePath     = "/v3/security/token/validate"
	refreshPath      = "/v3/security/token/refresh"
)

func (b *bench) validate(token string) answered {
	b.Helper()
	return b.call("GET", validatePath, "", "Authorization", "Bearer "+token)
}

func TestEveryAccountSignsInUnlessItIsDisabled(t *testing.T) {
	b := start(t, 12)
	for _, p := range b.sim.World.People() {
		password, refresh := p.Secrets["password"], p.Secrets["refresh_token"]
		for path, authorization := range map[string]string{
			authenticatePath: basic(*p.Email, password), accessPath: "Basic " + refresh,
		} {
			got := b.call("GET", path, "", "Authorization", authorization)
			if !*p.Active || (path == authenticatePath && password == "") {
				b.same(got, 406, failedBody)
				continue
			}
			token, _ := b.tree(got, "result", "authentication_token").(string)
			if got.status != 200 || token == "" {
				t.Errorf("%s of %s: %+v", path, p.ID, got)
			}
			b.same(b.validate(token), 200, `{"message":"","result":{"is_valid":true}}`)
		}
	}
}

func TestALoginIsAWriteUnlessItIsTheServiceAccountsOwn(t *testing.T) {
	b := start(t, 2)
	p := b.sim.World.People()[0]
	own, password := "Basic "+b.setting("refreshToken"), basic(b.setting("username"), b.setting("password"))
	for _, c := range []struct {
		name, authorization string
		writes              bool
	}{
		{"its refresh token", own, false},
		{"its password", password, false},
		{"somebody's refresh token", "Basic " + p.Secrets["refresh_token"], true},
		{"somebody's password", basic(*p.Email, p.Secrets["password"]), true},
		{"its name with another password", basic(b.setting("username"), "x"), true},
		{"its refresh token as a bearer", "Bearer " + b.setting("refreshToken"), true},
		{"a refresh token that nobody has", "Basic x", true},
		{"none", "", true},
	} {
		for _, path := range []string{authenticatePath, accessPath} {
			t.Run(c.name+" at "+path, func(t *testing.T) {
				b.sim.Log.Reset()
				b.call("GET", path, "", "Authorization", c.authorization)
				if got := len(b.sim.Log.Writes()) == 1; got != c.writes {
					t.Errorf("write: %t, want %t", got, c.writes)
				}
			})
		}
	}
}

func TestTheServiceAccountsLoginStaysItsOwnAfterARotation(t *testing.T) {
	b := start(t, 1)
	old := b.setting("refreshToken")
	b.call("DELETE", refreshPath, "", "Authorization", "Basic "+old)
	b.sim.Log.Reset()
	for _, token := range []string{old, b.vendor.ServiceRefreshToken()} {
		b.call("GET", accessPath, "", "Authorization", "Basic "+token)
	}
	if n := len(b.sim.Log.Writes()); n != 0 {
		t.Errorf("%d writes", n)
	}
}

func TestValidateAnswersForAnyAccountsBearer(t *testing.T) {
	b := start(t, 6)
	p := b.person(func(p simkit.Person) bool { return p.Roles != nil && len(p.Roles) == 0 })
	bearer := b.bearerFor(p.Secrets["refresh_token"])
	b.same(b.validate(bearer), 200, `{"message":"","result":{"is_valid":true}}`)
	b.call("DELETE", accessPath, "", "Authorization", "Bearer "+bearer)
	b.same(b.validate(bearer), 200, `{"message":"","result":{"is_valid":false}}`)
	b.same(b.call("GET", validatePath, ""), 401, noAccessBody)
	for _, malformed := range []string{"Bearer", "Bearer ", bearer, "bearer " + bearer, "Token " + bearer, "Bearer  " + bearer} {
		b.same(b.call("GET", validatePath, "", "Authorization", malformed), 401, noAccessBody)
	}
}
