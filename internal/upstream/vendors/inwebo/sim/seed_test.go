package sim_test

import (
	"slices"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

func TestSeedKeepsOnlyWhatTheVendorHasAPlaceFor(t *testing.T) {
	for _, p := range newBench(t, 120).World.People() {
		if p.DisplayName != nil || p.GivenName != nil || p.FamilyName != nil || p.Title != nil || p.Phone != nil {
			t.Errorf("%s has an attribute that inWebo lacks", p.ID)
		}
		if p.UserName == nil || *p.UserName != p.ID {
			t.Errorf("%s: user name is not the login", p.ID)
		}
		if len(p.Roles) != 1 || !slices.Contains([]string{"0", "1", "2"}, p.Roles[0]) {
			t.Errorf("%s: roles %v, want one of 0, 1, 2", p.ID, p.Roles)
		}
		if _, ok := p.Extensions["provisioningId"].(int); !ok || len(p.Extensions) != 1 {
			t.Errorf("%s: extensions %v, want one int provisioningId", p.ID, p.Extensions)
		}
	}
}

func TestSeedLoginsAreUnique(t *testing.T) {
	seen := map[string]bool{}
	for _, p := range newBench(t, 250).World.People() {
		if p.ID == "" || seen[p.ID] {
			t.Errorf("login %q is empty or there twice", p.ID)
		}
		seen[p.ID] = true
	}
}

func TestSeedIsAwkward(t *testing.T) {
	people := newBench(t, 20).World.People()
	for _, login := range []string{
		"ines@branch.example", "kim duval", "ops/night", "zoë.ørsted", "left|right", "promo%41", "0042",
	} {
		if !slices.ContainsFunc(people, func(p simkit.Person) bool { return p.ID == login }) {
			t.Errorf("no account %q", login)
		}
	}
	for name, is := range map[string]func(simkit.Person) bool{
		"is inactive":        func(p simkit.Person) bool { return !*p.Active },
		"never changed":      func(p simkit.Person) bool { return p.ModifiedAt == nil },
		"never logged in":    func(p simkit.Person) bool { return p.LastLoginAt == nil },
		"has no e-mail":      func(p simkit.Person) bool { return p.Email == nil },
		"has no language":    func(p simkit.Person) bool { return p.Language == nil },
		"is in no group":     func(p simkit.Person) bool { return p.Memberships != nil && len(p.Memberships) == 0 },
		"is in some group":   func(p simkit.Person) bool { return len(p.Memberships) > 0 },
		"came in by console": func(p simkit.Person) bool { return p.Extensions["provisioningId"] == 0 },
		"came in otherwise":  func(p simkit.Person) bool { return p.Extensions["provisioningId"] != 0 },
	} {
		if !slices.ContainsFunc(people, is) {
			t.Errorf("no account that %s", name)
		}
	}
}
