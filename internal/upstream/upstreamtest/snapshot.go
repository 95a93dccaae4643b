package upstreamtest

import (
	"cmp"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// thing names one thing of a World.
type thing struct{ kind, id string }

func user(id string) thing  { return thing{"user", id} }
func group(id string) thing { return thing{"group", id} }

// snapshot is everything in a World at one moment. The places of a person, and
// of a group in others, have an order of their own there.
type snapshot map[thing]any

func (b *Bench) snapshot() snapshot {
	w, s := b.Sim.World, snapshot{}
	for _, p := range w.People() {
		s.place(p)
	}
	for _, g := range w.Groups() {
		s.nest(g)
	}
	shelve(s, "icon", w.Icons.All(), func(i simkit.Icon) string { return i.ID })
	shelve(s, "credential", w.Credentials.All(), func(c simkit.IntegrationCredential) string { return c.ID })
	shelve(s, "activity", w.Activities.All(), func(a simkit.Activity) string { return a.ID })
	shelve(s, "announcement", w.Announcements.All(), func(a simkit.Announcement) string { return a.ID })
	shelve(s, "event", w.Events.All(), func(e simkit.Event) string { return e.ID })
	return s
}

func shelve[T any](s snapshot, kind string, things []T, id func(T) string) {
	for _, t := range things {
		s[thing{kind, id(t)}] = t
	}
}

func (s snapshot) place(p simkit.Person) {
	slices.SortFunc(p.Memberships, func(a, b simkit.Membership) int { return cmp.Compare(a.GroupID, b.GroupID) })
	if len(p.Memberships) == 0 {
		p.Memberships = nil
	}
	s[user(p.ID)] = p
}

func (s snapshot) nest(g simkit.Group) {
	slices.Sort(g.Subgroups)
	if len(g.Subgroups) == 0 {
		g.Subgroups = nil
	}
	s[group(g.ID)] = g
}

// unchanged demands that the World is as it was, except for these things.
func (b *Bench) unchanged(before snapshot, except ...thing) error {
	after := b.snapshot()
	for _, t := range except {
		delete(after, t)
	}
	var faults []error
	for t, was := range before {
		is, there := after[t]
		delete(after, t)
		switch {
		case slices.Contains(except, t):
		case !there:
			faults = append(faults, fmt.Errorf("%s %q is gone", t.kind, t.id))
		case !reflect.DeepEqual(was, is):
			faults = append(faults, fmt.Errorf("%s %q has another %s than it should have", t.kind, t.id, differing(was, is)))
		}
	}
	for t := range after {
		faults = append(faults, fmt.Errorf("%s %q came to be too", t.kind, t.id))
	}
	return errors.Join(faults...)
}

// differing names the fields in which two things of one kind differ. Their values
// may be secret.
func differing(a, b any) string {
	left, right := reflect.ValueOf(a), reflect.ValueOf(b)
	var names []string
	for i := range left.NumField() {
		if !reflect.DeepEqual(left.Field(i).Interface(), right.Field(i).Interface()) {
			names = append(names, left.Type().Field(i).Name)
		}
	}
	return strings.Join(names, ", ")
}

// came returns the one thing of this kind that was not there before.
func (b *Bench) came(before snapshot, kind string) (thing, error) {
	var found []thing
	for t := range b.snapshot() {
		if _, old := before[t]; !old && t.kind == kind {
			found = append(found, t)
		}
	}
	if len(found) != 1 {
		return thing{}, fmt.Errorf("%d of kind %s came to be, want 1", len(found), kind)
	}
	return found[0], nil
}

// person returns somebody who must be there.
func (b *Bench) person(id string) (simkit.Person, error) {
	p, ok := b.Sim.World.Person(id)
	return p, demand(ok, fmt.Sprintf("user %q is not in the directory", id))
}

// kept returns a group that must be there.
func (b *Bench) kept(id string) (simkit.Group, error) {
	g, ok := b.Sim.World.Group(id)
	return g, demand(ok, fmt.Sprintf("group %q is not in the directory", id))
}
