package sim

import (
	"net/http"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

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
	if !v.world.Remove(simkit.Param(r, "oidcsub")) {
		return reply{}, notFound
	}
	return reply{status: http.StatusOK}, nil
}
