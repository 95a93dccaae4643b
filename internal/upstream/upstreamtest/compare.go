package upstreamtest

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// equal demands that u says of p exactly what the description promises for this
// read, and is silent about everything else.
func (b *Bench) equal(p simkit.Person, u upstream.User, read upstream.When) error {
	d := b.Connector.Describe()
	want, got := viewOfPerson(b.Sim.World, p), viewOfUser(u)
	for name := range want {
		if !d.UserFields.Have(name, read) {
			delete(want, name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(got)) {
		if _, known := want[name]; !known && d.UserFields.Have(name, read) && b.fallsBack(p, u, name) {
			delete(got, name)
		}
	}
	faults := []error{sameID(p, u)}
	for _, name := range slices.Sorted(maps.Keys(merge(want, got))) {
		faults = append(faults, b.sameValue(name, want, got, d.UserFields.Have("groups.roleId", read)))
	}
	return about(p.ID, errors.Join(faults...))
}

// agrees demands that whatever u says of p is true. The answer to a write need
// not say everything.
func (b *Bench) agrees(p simkit.Person, u upstream.User) error {
	want, got := viewOfPerson(b.Sim.World, p), viewOfUser(u)
	faults := []error{sameID(p, u)}
	for _, name := range slices.Sorted(maps.Keys(got)) {
		if _, known := want[name]; !known && b.fallsBack(p, u, name) {
			continue
		}
		faults = append(faults, b.sameValue(name, want, got, false))
	}
	return about(p.ID, errors.Join(faults...))
}

// sameValue compares one field. Roles in groups count only where the vendor
// tells them; a group's name need not be told.
func (b *Bench) sameValue(name string, want, got view, withRole bool) error {
	w, g := want[name], got[name]
	if places, ok := g.([]place); ok {
		w = as(places, w, withRole)
	}
	if reflect.DeepEqual(w, g) {
		return nil
	}
	return fmt.Errorf("%s is %s, want %s", name, show(got, name), show(want, name))
}

// as returns the wanted places without what got leaves open.
func as(got []place, want any, withRole bool) any {
	wanted, ok := want.([]place)
	if !ok || len(wanted) != len(got) {
		return want
	}
	out := slices.Clone(wanted)
	for i := range out {
		if got[i].name == "" {
			out[i].name = ""
		}
		if got[i].role == "" && !withRole {
			out[i].role = ""
		}
	}
	return out
}

// fallsBack tells that a name which the vendor does not have is another one of
// the same user, as a remark in the field table announces.
func (b *Bench) fallsBack(p simkit.Person, u upstream.User, name string) bool {
	value := u.UserName
	if name == "displayName" {
		value = u.DisplayName
	} else if name != "userName" {
		return false
	}
	announced := slices.ContainsFunc(b.Connector.Describe().UserFields, func(f upstream.Field) bool {
		return f.Name == name && f.Remark != ""
	})
	return announced && slices.Contains([]string{text(p.UserName), text(p.Email), p.ID}, text(value)) && text(value) != ""
}

// carriedOut demands that the person has every value that the draft asked for.
func (b *Bench) carriedOut(d upstream.UserDraft, p simkit.Person) error {
	want, got := viewOfDraft(d), viewOfPerson(b.Sim.World, p)
	var faults []error
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if places, ok := got[name].([]place); ok {
			got[name] = nameless(places)
		}
		faults = append(faults, b.sameValue(name, want, got, true))
	}
	if d.Password != nil && b.keepsPasswords() && p.Secrets["password"] != d.Password.Reveal() {
		faults = append(faults, errors.New("the password is another one"))
	}
	return about(p.ID, errors.Join(faults...))
}

// keepsPasswords tells that the simulator lets a test see passwords.
func (b *Bench) keepsPasswords() bool {
	return slices.ContainsFunc(b.Sim.World.People(), func(p simkit.Person) bool { return p.Secrets["password"] != "" })
}

// nameless drops the names of groups: a draft names them by id.
func nameless(places []place) []place {
	out := slices.Clone(places)
	for i := range out {
		out[i].name = ""
	}
	return out
}

func sameID(p simkit.Person, u upstream.User) error {
	if p.ID != u.NativeID {
		return fmt.Errorf("the id is %q, want %q", u.NativeID, p.ID)
	}
	return nil
}

func about(id string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%q: %w", id, err)
}

func show(v view, name string) string {
	value, ok := v[name]
	if !ok {
		return "absent"
	}
	return fmt.Sprintf("%+v", value)
}

func merge(a, b view) view {
	out := maps.Clone(a)
	maps.Copy(out, b)
	return out
}
