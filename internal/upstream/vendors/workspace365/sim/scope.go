package sim

import (
	"encoding/json"
	"fmt"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// The kinds of a scope.
const (
	scopeAll = iota
	scopeUsers
	scopeGroups
)

// scope says whom a batch of activities is for.
type scope struct {
	kind   *int
	users  []userLookup
	groups []groupLookup
}

func (s *scope) read(at string, value json.RawMessage, wrong fieldErrors) {
	before := len(wrong)
	form{
		"Kind":   one(&s.kind, number),
		"Users":  list(&s.users, (*userLookup).read),
		"Groups": list(&s.groups, (*groupLookup).read),
	}.object(at, value, wrong)
	if len(wrong) > before {
		return
	}
	if s.kind == nil || *s.kind < scopeAll || *s.kind > scopeGroups {
		wrong.add(at+".Kind", fmt.Sprintf("The %s.Kind field must be 0, 1 or 2.", at))
		return
	}
	s.checkList(at+".Users", scopeUsers, len(s.users), wrong)
	s.checkList(at+".Groups", scopeGroups, len(s.groups), wrong)
}

// checkList demands at least one item for the kind that a list belongs to, and
// none for the others.
func (s *scope) checkList(at string, kind, items int, wrong fieldErrors) {
	switch {
	case *s.kind == kind && items == 0:
		wrong.add(at, fmt.Sprintf("The %s field is required.", at))
	case *s.kind != kind && items > 0:
		wrong.add(at, fmt.Sprintf("The %s field is for the Kind %d only.", at, kind))
	}
}

// audience returns the people of a scope, each once; everybody and members come
// in the directory's order, listed users in that of the list.
func (v *Vendor) audience(s scope) ([]simkit.Person, *errorResponse) {
	switch *s.kind {
	case scopeUsers:
		return v.listed(s.users)
	case scopeGroups:
		return v.members(s.groups)
	}
	return v.world.People(), nil
}

func (v *Vendor) listed(lookups []userLookup) ([]simkit.Person, *errorResponse) {
	var people []simkit.Person
	seen, wrong := map[string]bool{}, fieldErrors{}
	for i, l := range lookups {
		p, ok := v.user(l)
		if !ok {
			wrong.add(fmt.Sprintf("Scope.Users[%d]", i), "The user does not exist.")
		}
		if ok && !seen[p.ID] {
			people = append(people, p)
		}
		seen[p.ID] = true
	}
	return people, wrong.problem()
}

// members returns who is in the groups or in a group that is nested in them.
func (v *Vendor) members(lookups []groupLookup) ([]simkit.Person, *errorResponse) {
	reached, wrong := map[string]bool{}, fieldErrors{}
	for i, l := range lookups {
		g, ok := v.group(l)
		if !ok {
			wrong.add(fmt.Sprintf("Scope.Groups[%d]", i), "The group does not exist.")
		}
		v.reach(g.ID, reached)
	}
	var people []simkit.Person
	for _, p := range v.world.People() {
		for _, m := range p.Memberships {
			if reached[m.GroupID] {
				people = append(people, p)
				break
			}
		}
	}
	return people, wrong.problem()
}

// reach marks a group and what is nested in it. Groups may be nested in a circle.
func (v *Vendor) reach(id string, reached map[string]bool) {
	g, ok := v.world.Group(id)
	if !ok || reached[id] {
		return
	}
	reached[id] = true
	for _, nested := range g.Subgroups {
		v.reach(nested, reached)
	}
}
