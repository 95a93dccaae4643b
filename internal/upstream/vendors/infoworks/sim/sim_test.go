package sim_test

import (
	"reflect"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
	"github.com/dragoman-gateway/dragoman/internal/upstream/vendors/infoworks/sim"
)

func TestUnknownPathOrVerbIsPlain404(t *testing.T) {
	b := start(t, 3)
	for _, c := range []struct{ verb, path string }{
		{"GET", "/"},
		{"GET", "/security/authenticate"},
		{"GET", "/v3/admin/users/"},
		{"POST", "/v3/security/authenticate"},
		{"PUT", "/v3/admin/users/" + b.sim.World.People()[0].ID},
		{"GET", "/v3/security/token/validate/"},
		{"DELETE", "/v3/security/token/access/"},
		{"GET", "/v3/security/token/refresh"},
		{"POST", "/v3/security/authorize/user"},
		{"GET", "/v3/security/sso/initialize"},
	} {
		if got := b.asAdmin(c.verb, c.path, ""); got != (answered{404, "Not Found"}) {
			t.Errorf("%s %s: %+v", c.verb, c.path, got)
		}
	}
}

func TestSameSeedSameVendor(t *testing.T) {
	options := simkit.Options{People: 12, Seed: 3}
	one, other := sim.New(options), sim.New(options)
	if !reflect.DeepEqual(one.World.People(), other.World.People()) || !reflect.DeepEqual(one.Settings, other.Settings) {
		t.Error("equal options made different vendors")
	}
	options.Seed = 4
	if reflect.DeepEqual(one.Settings, sim.New(options).Settings) {
		t.Error("another seed made the same credentials")
	}
}

func TestSeedHoldsOnlyWhatTheVendorHasAPlaceFor(t *testing.T) {
	b := start(t, 12)
	for _, p := range b.sim.World.People() {
		if p.GivenName != nil || p.FamilyName != nil || p.Language != nil || p.Title != nil || p.Phone != nil || p.Memberships != nil {
			t.Errorf("%s has what Infoworks does not know", p.ID)
		}
		if *p.UserName != *p.Email || p.Roles == nil || p.Extensions["accessibleDomains"] == nil {
			t.Errorf("%s lacks what Infoworks knows", p.ID)
		}
		for name, secret := range p.Secrets {
			if len(secret) < 20 {
				t.Errorf("%s: secret %s is short", p.ID, name)
			}
		}
	}
	if len(b.sim.Settings) != 3 {
		t.Errorf("settings: %v", b.sim.Settings)
	}
}

func TestOnlyChangesOfTheDirectoryAreWrites(t *testing.T) {
	b := start(t, 2)
	id := b.sim.World.People()[0].ID
	b.asAdmin("GET", "/v3/admin/users", "")
	b.asAdmin("GET", "/v3/admin/users/"+id, "")
	b.asAdmin("POST", "/v3/security/get/user/data", `{"userIds":[],"searchAttribute":"email"}`)
	b.asAdmin("GET", validatePath, "")
	b.asAdmin("POST", authorisePath, question("domain", "read", "x"))
	b.asAdmin("GET", ssoPath, "")
	if n := len(b.sim.Log.Writes()); n != 0 {
		t.Errorf("%d reads were logged as writes", n)
	}
	b.asAdmin("PATCH", "/v3/admin/users/"+id+"/toggle-user-login", "")
	b.asAdmin("DELETE", "/v3/admin/users/"+id, "")
	b.asAdmin("DELETE", accessPath, "")
	b.call("DELETE", refreshPath, "", "Authorization", "Basic "+b.setting("refreshToken"))
	if n := len(b.sim.Log.Writes()); n != 4 {
		t.Errorf("%d writes, want 4", n)
	}
}
