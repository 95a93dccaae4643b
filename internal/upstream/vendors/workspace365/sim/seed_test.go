package sim_test

import (
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
	"github.com/dragoman-gateway/dragoman/internal/upstream/vendors/workspace365/sim"
)

var guidForm = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)

func TestSettingsAreExactlyTheConnections(t *testing.T) {
	b := newBench(t)
	if b.Vendor != "workspace365" || b.BasePath != "" || len(b.Settings) != 3 || b.Settings["environment"] != "acme" {
		t.Errorf("vendor %q, base path %q, settings %v", b.Vendor, b.BasePath, b.Settings)
	}
	api, sync := b.token("apiToken"), b.token("syncToken")
	if !guidForm.MatchString(api) || !guidForm.MatchString(sync) || api == sync {
		t.Errorf("tokens %q and %q are not two GUIDs", api, sync)
	}
}

func TestOneSeedMakesOneWorld(t *testing.T) {
	a, b := sim.New(simkit.Options{People: 9, Seed: 3}), sim.New(simkit.Options{People: 9, Seed: 3})
	if !reflect.DeepEqual(a.World.People(), b.World.People()) || !reflect.DeepEqual(a.Settings, b.Settings) {
		t.Error("two simulators of one seed differ")
	}
	c := sim.New(simkit.Options{People: 9, Seed: 4})
	if reflect.DeepEqual(a.World.People(), c.World.People()) || reflect.DeepEqual(a.Settings, c.Settings) {
		t.Error("two simulators of two seeds agree")
	}
	d := sim.New(simkit.Options{People: 2, Seed: 3})
	if !reflect.DeepEqual(a.Settings, d.Settings) {
		t.Error("the tokens hang on the number of people")
	}
}

func TestThePeopleHaveOnlyWhatTheVendorKeeps(t *testing.T) {
	b := newBench(t)
	for _, p := range b.World.People() {
		if p.DisplayName != nil || p.Language != nil || p.Memberships != nil ||
			p.CreatedAt != nil || p.ModifiedAt != nil || p.LastLoginAt != nil {
			t.Errorf("%s has what the vendor has no place for: %+v", p.ID, p)
		}
		if p.UserName == nil || p.GivenName == nil || p.FamilyName == nil || p.Active == nil || p.Roles == nil {
			t.Errorf("%s lacks what the vendor always has: %+v", p.ID, p)
		}
	}
	if len(b.World.Groups()) != 0 {
		t.Error("there are groups, and no operation for them")
	}
}

func TestSevenPeopleShowEveryAwkwardness(t *testing.T) {
	people := sim.New(simkit.Options{People: 7, Seed: 11}).World.People()
	for name, is := range map[string]func(simkit.Person) bool{
		"a proper GUID":            func(p simkit.Person) bool { return guidForm.MatchString(p.ID) },
		"a letter v, one short":    func(p simkit.Person) bool { return p.ID[3] == 'v' && len(p.ID) == 35 },
		"an id in capitals":        func(p simkit.Person) bool { return strings.ToLower(p.ID) != p.ID },
		"a guest":                  func(p simkit.Person) bool { return strings.Contains(*p.UserName, "#EXT#@") },
		"a plus sign":              func(p simkit.Person) bool { return strings.Contains(*p.UserName, "+") },
		"inactive":                 func(p simkit.Person) bool { return !*p.Active },
		"an administrator":         func(p simkit.Person) bool { return len(p.Roles) == 1 && p.Roles[0] == "admin" },
		"no role":                  func(p simkit.Person) bool { return len(p.Roles) == 0 },
		"no e-mail":                func(p simkit.Person) bool { return p.Email == nil },
		"no title and no phone":    func(p simkit.Person) bool { return p.Title == nil && p.Phone == nil },
		"an empty title and phone": func(p simkit.Person) bool { return p.Title != nil && *p.Title == "" && *p.Phone == "" },
		"an empty second e-mail":   func(p simkit.Person) bool { return p.Extensions["secondaryEmail"] == "" },
		"no second e-mail":         func(p simkit.Person) bool { return p.Extensions == nil },
	} {
		t.Run(name, func(t *testing.T) {
			for _, p := range people {
				if is(p) {
					return
				}
			}
			t.Error("nobody is")
		})
	}
}

func TestNoTwoPeopleShareAnIDOrAName(t *testing.T) {
	seen := map[string]bool{}
	for _, p := range sim.New(simkit.Options{People: 300, Seed: 5}).World.People() {
		name := strings.ToLower(*p.UserName)
		if seen[p.ID] || seen[name] {
			t.Errorf("%s or %s is there twice", p.ID, name)
		}
		seen[p.ID], seen[name] = true, true
	}
}
