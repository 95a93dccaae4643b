package simkit

import (
	"maps"
	"slices"
	"sync"
	"time"
)

// World is a tiny complete directory and the only truth of a test: the
// simulator renders it in the vendor's dialect and changes it when told to, the
// connector reads it back, and the conformance suite demands that both agree.
// It is safe for concurrent use; what it returns are copies.
type World struct {
	mu     sync.Mutex
	people []Person
	groups []Group

	// Things are what a vendor keeps beside people and groups.
	Icons         Shelf[Icon]
	Credentials   Shelf[IntegrationCredential]
	Activities    Shelf[Activity]
	Announcements Shelf[Announcement]
	Events        Shelf[Event]
}

// Person is one user as the vendor keeps it. A nil pointer or map entry means
// that this vendor has nothing to say; a nil slice means the same of a list,
// an empty slice is a list known to be empty.
type Person struct {
	// ID is the vendor's own id, in the vendor's manner.
	ID string
	// Number is a second id where the vendor also counts its users, else 0.
	Number int

	UserName, DisplayName, GivenName, FamilyName *string
	Email, Language, Title, Phone                *string

	Active      *bool
	Roles       []string
	Memberships []Membership

	CreatedAt, ModifiedAt, LastLoginAt *time.Time

	// Extensions holds what the model has no common name for, under the names
	// of the vendor's extension object in the public contract.
	Extensions map[string]any

	Apps    []App
	Picture *Picture

	// Secrets holds what a vendor stores beside a user and must never show:
	// passwords, refresh tokens. The suite looks for these values in answers.
	Secrets map[string]string
}

// Membership places a person in a group, with a role inside it where the vendor
// has such a thing.
type Membership struct {
	GroupID string
	RoleID  string
}

// Group is one group as the vendor keeps it.
type Group struct {
	ID string
	// Number is a second id where the vendor also counts its groups, else 0.
	Number      int
	DisplayName *string
	Description *string
	// Subgroups are the ids of the groups that are nested in this one.
	Subgroups  []string
	Extensions map[string]any
}

// NewWorld returns a world that holds copies of people and groups, in order.
func NewWorld(people []Person, groups []Group) *World {
	w := &World{}
	for _, p := range people {
		w.people = append(w.people, p.clone())
	}
	w.groups = cloneGroups(groups)
	return w
}

// People returns every person in the order in which they came to be.
func (w *World) People() []Person {
	w.mu.Lock()
	defer w.mu.Unlock()
	out := make([]Person, len(w.people))
	for i, p := range w.people {
		out[i] = p.clone()
	}
	return out
}

// Person returns the person with this id; ids compare byte for byte.
func (w *World) Person(id string) (Person, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if i := w.index(id); i >= 0 {
		return w.people[i].clone(), true
	}
	return Person{}, false
}

// Add appends p and reports whether it could: false means that the id is taken.
func (w *World) Add(p Person) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.index(p.ID) >= 0 {
		return false
	}
	w.people = append(w.people, p.clone())
	return true
}

// Change calls edit with the stored person and reports whether there is one.
// The edit runs under the world's lock and must not call the world.
func (w *World) Change(id string, edit func(*Person)) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	i := w.index(id)
	if i < 0 {
		return false
	}
	edit(&w.people[i])
	return true
}

// Remove deletes the person with this id and reports whether there was one.
func (w *World) Remove(id string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	i := w.index(id)
	if i < 0 {
		return false
	}
	w.people = slices.Delete(w.people, i, i+1)
	return true
}

// Groups returns every group in the order in which they came to be.
func (w *World) Groups() []Group {
	w.mu.Lock()
	defer w.mu.Unlock()
	return cloneGroups(w.groups)
}

// Group returns the group with this id; ids compare byte for byte.
func (w *World) Group(id string) (Group, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if i := w.groupIndex(id); i >= 0 {
		return w.groups[i].clone(), true
	}
	return Group{}, false
}

// AddGroup appends g and reports whether it could: false means that the id is
// taken.
func (w *World) AddGroup(g Group) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.groupIndex(g.ID) >= 0 {
		return false
	}
	w.groups = append(w.groups, g.clone())
	return true
}

// ChangeGroup calls edit with the stored group and reports whether there is one.
// The edit runs under the world's lock and must not call the world.
func (w *World) ChangeGroup(id string, edit func(*Group)) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	i := w.groupIndex(id)
	if i < 0 {
		return false
	}
	edit(&w.groups[i])
	return true
}

// RemoveGroup deletes the group with this id, and every place in it, and reports
// whether there was one.
func (w *World) RemoveGroup(id string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	i := w.groupIndex(id)
	if i < 0 {
		return false
	}
	w.groups = slices.Delete(w.groups, i, i+1)
	for i := range w.people {
		w.people[i].Memberships = slices.DeleteFunc(w.people[i].Memberships, func(m Membership) bool { return m.GroupID == id })
	}
	for i := range w.groups {
		w.groups[i].Subgroups = slices.DeleteFunc(w.groups[i].Subgroups, func(nested string) bool { return nested == id })
	}
	return true
}

func (w *World) index(id string) int {
	return slices.IndexFunc(w.people, func(p Person) bool { return p.ID == id })
}

func (w *World) groupIndex(id string) int {
	return slices.IndexFunc(w.groups, func(g Group) bool { return g.ID == id })
}

func (p Person) clone() Person {
	for _, text := range []**string{&p.UserName, &p.DisplayName, &p.GivenName, &p.FamilyName, &p.Email, &p.Language, &p.Title, &p.Phone} {
		*text = clone(*text)
	}
	for _, at := range []**time.Time{&p.CreatedAt, &p.ModifiedAt, &p.LastLoginAt} {
		*at = clone(*at)
	}
	p.Active = clone(p.Active)
	p.Roles = slices.Clone(p.Roles)
	p.Memberships = slices.Clone(p.Memberships)
	p.Apps = slices.Clone(p.Apps)
	p.Picture = clone(p.Picture)
	p.Extensions = maps.Clone(p.Extensions)
	p.Secrets = maps.Clone(p.Secrets)
	return p
}

func (g Group) clone() Group {
	g.DisplayName, g.Description, g.Extensions = clone(g.DisplayName), clone(g.Description), maps.Clone(g.Extensions)
	g.Subgroups = slices.Clone(g.Subgroups)
	return g
}

func cloneGroups(groups []Group) []Group {
	var out []Group
	for _, g := range groups {
		out = append(out, g.clone())
	}
	return out
}

func clone[T any](p *T) *T {
	if p == nil {
		return nil
	}
	return new(*p)
}
