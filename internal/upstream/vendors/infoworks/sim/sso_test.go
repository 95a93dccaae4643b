package sim_test

import "testing"

const ssoPath = "/v3/security/sso/initialise"

func TestSSOTellsThePlaceInTheBodyAndDoesNotRedirect(t *testing.T) {
	b := start(t, 5)
	want := answered{200, `{"Location":"https://idp.corp.example/saml2/sso?SAMLRequest=fZJ%2BT8Iw%2FA%3D%3D&RelayState=https%3A%2F%2Fiw.corp.example%2F%3Fnext%3D%2523home"}`}
	anybody := b.bearerFor(b.sim.World.People()[4].Secrets["refresh_token"])
	for _, bearer := range []string{b.serviceBearer(), anybody} {
		if got := b.call("GET", ssoPath, "", "Authorization", "Bearer "+bearer); got != want {
			t.Errorf("got %+v", got)
		}
	}
}

func TestSSOWantsABearerAndNothingElse(t *testing.T) {
	b := start(t, 1)
	bearer := "Bearer " + b.serviceBearer()
	b.same(b.call("GET", ssoPath, ""), 401, noAccessBody)
	b.same(b.call("GET", ssoPath, "", "Authorization", "Basic "+b.setting("refreshToken")), 401, noAccessBody)
	b.refused(b.call("GET", ssoPath+"?x=1", "", "Authorization", bearer), 400, "IW10006")
	b.refused(b.call("GET", ssoPath, "{}", "Authorization", bearer), 400, "IW10006")
	b.vendor.ExpireBearers()
	b.same(b.call("GET", ssoPath, "", "Authorization", bearer), 401, noAccessBody)
}
