package upstreamtest

import (
	"maps"
	"slices"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// withPerson returns what a World is where in addition somebody is so.
func (s snapshot) withPerson(p simkit.Person) snapshot {
	out := maps.Clone(s)
	out.place(p)
	return out
}

// withPlace returns what a World is where in addition somebody is in the group, or
// is not.
func (s snapshot) withPlace(userID, groupID string, in bool) snapshot {
	out := maps.Clone(s)
	p, _ := s[user(userID)].(simkit.Person)
	here := func(m simkit.Membership) bool { return m.GroupID == groupID }
	p.Memberships = slices.Clone(p.Memberships)
	switch {
	case !in:
		p.Memberships = slices.DeleteFunc(p.Memberships, here)
	case !slices.ContainsFunc(p.Memberships, here):
		p.Memberships = append(p.Memberships, simkit.Membership{GroupID: groupID})
	}
	out.place(p)
	return out
}

// withNested returns what a World is where in addition one group is in another,
// or is not.
func (s snapshot) withNested(outerID, innerID string, in bool) snapshot {
	out := maps.Clone(s)
	g, _ := s[group(outerID)].(simkit.Group)
	g.Subgroups = slices.DeleteFunc(slices.Clone(g.Subgroups), func(id string) bool { return id == innerID })
	if in {
		g.Subgroups = append(g.Subgroups, innerID)
	}
	out.nest(g)
	return out
}

// withoutGroup returns what a World is without this group, and every place in it.
func (s snapshot) withoutGroup(id string) snapshot {
	out := maps.Clone(s)
	delete(out, group(id))
	for t := range s {
		switch {
		case t.kind == "user":
			out = out.withPlace(t.id, id, false)
		case t.kind == "group" && t.id != id:
			out = out.withNested(t.id, id, false)
		}
	}
	return out
}
