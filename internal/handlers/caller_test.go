package handlers

import (
	"testing"

	"pgregory.net/rapid"
)

func TestNoTwoCallersHaveOneID(t *testing.T) {
	part := rapid.StringMatching(`[ab" \\]{0,3}`)
	someone := rapid.Custom(func(t *rapid.T) [4]string {
		if rapid.Bool().Draw(t, "has a key") {
			return [4]string{"k" + part.Draw(t, "key"), "hr", "", ""}
		}
		return [4]string{"", part.Draw(t, "tenant"), part.Draw(t, "issuer"), part.Draw(t, "subject")}
	})
	id := func(who [4]string) string {
		return (&Caller{Key: who[0], Tenant: who[1], Issuer: who[2], Subject: who[3]}).ID()
	}
	rapid.Check(t, func(t *rapid.T) {
		a, b := someone.Draw(t, "a"), someone.Draw(t, "b")
		if (id(a) == id(b)) != (a == b) {
			t.Fatalf("%q is %s and %q is %s", a, id(a), b, id(b))
		}
	})
}

func TestACallersNextTokenIsTheSameCaller(t *testing.T) {
	a := Caller{Tenant: "hr", Issuer: "i", Subject: "s", Scopes: []string{"users:read"}}
	b := Caller{Tenant: "hr", Issuer: "i", Subject: "s", Scopes: []string{"users:write"}, Connections: []string{"iw"}}
	if a.ID() != b.ID() {
		t.Errorf("%s became %s", a.ID(), b.ID())
	}
}
