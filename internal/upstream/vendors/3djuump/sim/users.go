package sim

import (
	"cmp"
	"net/http"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// users are what a list of users shows, and the fields that have an order.
func (v *Vendor) users() collection[simkit.Person] {
	return collection[simkit.Person]{
		all:    v.world.People,
		render: func(p simkit.Person) any { return v.render(p) },
		fields: []string{
			"accessrights", "displayname", "enabled", "frontendaccess",
			"oidcsub", "teams", "teamuuids", "userinfo",
		},
		sortable: map[string]func(a, b simkit.Person) int{
			"oidcsub":     func(a, b simkit.Person) int { return cmp.Compare(a.ID, b.ID) },
			"displayname": func(a, b simkit.Person) int { return cmp.Compare(text(a.DisplayName), text(b.DisplayName)) },
			"enabled":     func(a, b simkit.Person) int { return falseFirst(enabled(a), enabled(b)) },
			"frontendaccess": func(a, b simkit.Person) int {
				return falseFirst(frontendAccess(a), frontendAccess(b))
			},
		},
	}
}

// listUsers answers a page of the users.
func (v *Vendor) listUsers(r *http.Request) (reply, error) { return list(v, v.users(), r) }

func falseFirst(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// getUser answers one user.
//
// quirk: the subject is one escaped path segment, which may hold "|", "/", "@",
// ":", "%" and spaces (sheet §7.1); subjects compare byte for byte.
func (v *Vendor) getUser(r *http.Request) (reply, error) {
	if _, err := query(r); err != nil {
		return reply{}, err
	}
	p, ok := v.world.Person(simkit.Param(r, "oidcsub"))
	if !ok {
		return reply{}, notFound
	}
	return reply{http.StatusOK, v.render(p)}, nil
}

// deleteUser removes one user.
//
// quirk: the body of the answer is not documented; here it is empty (sheet
// §7.14).
func (v *Vendor) deleteUser(r *http.Request) (reply, error) {
	if _, err := query(r); err != nil {
		return reply{}, err
	}
	v.writing.Lock()
	defer v.writing.Unlock()
	if !v.world.Remove(simkit.Param(r, "oidcsub")) {
		return reply{}, notFound
	}
	return reply{status: http.StatusOK}, nil
}
