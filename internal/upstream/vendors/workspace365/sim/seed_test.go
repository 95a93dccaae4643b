package sim_test

import (
	"maps"
	"reflect"
	"regexp"
	"slices"
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
	if !reflect.DeepEqual(a.World.People(), b.World.People()) || !reflect.DeepEqual(a.World.Groups(), b.World.Groups()) ||
		!reflect.DeepEqual(a.World.Icons.All(), b.World.Icons.All()) || !reflect.DeepEqual(a.Settings, b.Settings) {
		t.Error("two simulators of one seed differ")
	}
	c := sim.New(simkit.Options{People: 9, Seed: 4})
	if reflect.DeepEqual(a.World.People(), c.World.People()) || reflect.DeepEqual(a.World.Groups(), c.World.Groups()) ||
		reflect.DeepEqual(a.Settings, c.Settings) {
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
		if p.DisplayName != nil || p.Language != nil ||
			p.CreatedAt != nil || p.ModifiedAt != nil || p.LastLoginAt != nil {
			t.Errorf("%s has what the vendor has no place for: %+v", p.ID, p)
		}
		if p.UserName == nil || p.GivenName == nil || p.FamilyName == nil || p.Active == nil || p.Roles == nil ||
			p.Memberships == nil || p.Number == 0 {
			t.Errorf("%s lacks what the vendor always has: %+v", p.ID, p)
		}
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
		"in no group":              func(p simkit.Person) bool { return len(p.Memberships) == 0 },
		"in two groups":            func(p simkit.Person) bool { return len(p.Memberships) == 2 },
		"three apps":               func(p simkit.Person) bool { return len(p.Apps) == 3 },
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

func TestSevenPeopleHaveEveryKindOfApp(t *testing.T) {
	for seed := range uint64(10) {
		types, withURL, withValue := map[int]bool{}, map[bool]bool{}, map[bool]bool{}
		for _, p := range sim.New(simkit.Options{People: 7, Seed: seed}).World.People() {
			if len(p.Apps) == 0 {
				t.Errorf("%s has no app", p.ID)
			}
			for _, app := range p.Apps {
				types[app.Type], withURL[app.URL != nil], withValue[app.Color.Value != ""] = true, true, true
			}
		}
		if got := slices.Sorted(maps.Keys(types)); !reflect.DeepEqual(got, []int{0, 2, 15, 20, 21, 35, 36}) || len(withURL)+len(withValue) != 4 {
			t.Errorf("seed %d: types %v, urls %v, values %v", seed, got, withURL, withValue)
		}
	}
}

func TestTheGroupsHaveNumbersMembersAndOneInAnother(t *testing.T) {
	for _, people := range []int{0, 1, 14} {
		groups := sim.New(simkit.Options{People: people, Seed: 7}).World.Groups()
		for i, g := range groups {
			if g.Number != 21+i || *g.DisplayName == "" {
				t.Errorf("group %d is %+v", i, g)
			}
		}
		if len(groups) != 4 || !reflect.DeepEqual(groups[0].Subgroups, []string{groups[1].ID}) || groups[1].ID[3] != 'v' {
			t.Errorf("the groups are %+v", groups)
		}
	}
	seen := map[int]bool{}
	for _, p := range newBench(t).World.People() {
		if seen[p.Number] || p.Number <= 1000 {
			t.Errorf("the number %d is there twice, or a group's", p.Number)
		}
		seen[p.Number] = true
	}
}
