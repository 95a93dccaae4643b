package sim

import (
	"net/http"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// putUser is PUT /{env}/ActiveDirectorySyncAPI/Users/{ObjectId}/: it creates
// the user or changes the one that is there, and never says which.
func (v *Vendor) putUser(r *http.Request) (any, *errorResponse) {
	id, problem := objectID(r, "ObjectId")
	if problem != nil {
		return nil, problem
	}
	if problem := jsonBody(r); problem != nil {
		return nil, problem
	}
	user, problem := decodeUser(simkit.Body(r))
	if problem != nil {
		return nil, problem
	}
	return nil, v.directory.put(id, user)
}

// deleteUser is DELETE /{env}/ActiveDirectorySyncAPI/Users/{ObjectId}/.
func (v *Vendor) deleteUser(r *http.Request) (any, *errorResponse) {
	return nil, withOne(r, v.directory.remove)
}

// withOne does something with the ObjectId of a path that takes no body.
func withOne(r *http.Request, do func(id string) *errorResponse) *errorResponse {
	id, problem := objectID(r, "ObjectId")
	if problem != nil {
		return problem
	}
	if problem := noBody(r); problem != nil {
		return problem
	}
	return do(id)
}
