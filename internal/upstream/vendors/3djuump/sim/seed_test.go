package sim_test

import (
	"encoding/base64"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
	"github.com/dragoman-gateway/dragoman/internal/upstream/vendors/3djuump/sim"
)

var namespaces = []string{"assetadmin", "connect", "download", "export2d", "export3d",
	"lmx", "scope", "thirdpartyscopes", "use", "view"}

func TestSameSeedMakesTheSameDirectory(t *testing.T) {
	directory := func(seed uint64) *simkit.Sim { return sim.New(simkit.Options{People: 20, Seed: seed}) }
	a, b, other := directory(1), directory(1), directory(2)
	if !reflect.DeepEqual(a.World.People(), b.World.People()) || !reflect.DeepEqual(a.Settings, b.Settings) {
		t.Error("one seed made two directories")
	}
	if a.World.People()[0].ID == other.World.People()[0].ID || reflect.DeepEqual(a.Settings, other.Settings) {
		t.Error("two seeds made one directory")
	}
}

func TestIdentityOfTheSimulator(t *testing.T) {
	b := start(t, 0)
	if b.Vendor != "3djuump" || b.BasePath != "/directory" {
		t.Errorf("vendor %q, base path %q", b.Vendor, b.BasePath)
	}
	if got := slices.Collect(maps.Keys(b.Settings)); !slices.Equal(got, []string{"apiKey"}) {
		t.Errorf("settings %v", got)
	}
}

func TestKeyIsBase64OfFormQuotedUserAndPassword(t *testing.T) {
	b := start(t, 0)
	plain, err := base64.StdEncoding.DecodeString(b.key)
	if err != nil {
		t.Fatal(err)
	}
	user, password, _ := strings.Cut(string(plain), ":")
	if user != "postgres" || len(password) < 20 {
		t.Errorf("user %q, password of %d", user, len(password))
	}
	if strings.Count(password, "+") != 1 || strings.Contains(password, "%20") || strings.ContainsAny(password, " /:@&=") {
		t.Errorf("password is not form-quoted: %q", password)
	}
}

func TestSeedHasAwkwardPeople(t *testing.T) {
	b := start(t, 11)
	idWith := func(mark string) func(simkit.Person) bool {
		return func(p simkit.Person) bool { return strings.Contains(p.ID, mark) }
	}
	for what, fits := range map[string]func(simkit.Person) bool{
		"with | in the id":          idWith("|"),
		"with / in the id":          idWith("/"),
		"with @ in the id":          idWith("@"),
		"with : in the id":          idWith(":"),
		"with % in the id":          idWith("%2F"),
		"with a space in the id":    idWith(" "),
		"with a unicode name":       func(p simkit.Person) bool { return strings.Contains(value(p.DisplayName), "雪") },
		"who is disabled":           func(p simkit.Person) bool { return !*p.Active },
		"without teams":             func(p simkit.Person) bool { return p.Memberships != nil && len(p.Memberships) == 0 },
		"with three teams":          func(p simkit.Person) bool { return len(p.Memberships) == 3 },
		"with frontend access":      func(p simkit.Person) bool { return p.Extensions["frontendaccess"] == true },
		"who logged in, no phone":   func(p simkit.Person) bool { return loggedIn(p) && p.Phone == nil },
		"who never logged in":       func(p simkit.Person) bool { return !loggedIn(p) && p.DisplayName == nil && p.Email != nil },
		"who has not even an email": func(p simkit.Person) bool { return !loggedIn(p) && p.Email == nil },
	} {
		b.find(what, fits)
	}
}

func TestSeedHasNothingTheVendorHasNoPlaceFor(t *testing.T) {
	b := start(t, 20)
	for _, p := range b.World.People() {
		if p.Title != nil || p.Roles != nil || p.CreatedAt != nil || p.ModifiedAt != nil || p.LastLoginAt != nil {
			t.Errorf("%q has an attribute from elsewhere: %+v", p.ID, p)
		}
		rights, _ := p.Extensions["accessrights"].(map[string][]string)
		if got := slices.Sorted(maps.Keys(rights)); !slices.Equal(got, namespaces) {
			t.Errorf("%q has namespaces %v", p.ID, got)
		}
		for _, m := range p.Memberships {
			if _, ok := b.World.Group(m.GroupID); !ok || m.RoleID != "" {
				t.Errorf("%q has membership %+v", p.ID, m)
			}
		}
	}
}

func TestTeamsKeepTheVendorsConstraints(t *testing.T) {
	id := regexp.MustCompile(`^[{}\-0-9a-fA-F]{1,128}$`)
	name := regexp.MustCompile(`^[a-zA-Z0-9_\-. ]{1,128}$`)
	braced := 0
	for _, g := range start(t, 0).World.Groups() {
		if !id.MatchString(g.ID) || !name.MatchString(value(g.DisplayName)) || g.Description != nil {
			t.Errorf("team %+v", g)
		}
		if strings.HasPrefix(g.ID, "{") && strings.HasSuffix(g.ID, "}") {
			braced++
		}
	}
	if braced != 1 {
		t.Errorf("%d teams in braces, want 1", braced)
	}
}
