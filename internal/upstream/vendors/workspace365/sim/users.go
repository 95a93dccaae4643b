package sim

import (
	"net/http"
	"strings"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// putUser is PUT /{env}/ActiveDirectorySyncAPI/Users/{ObjectId}/: it creates
// the user or changes the one that is there, and never says which.
func (v *vendor) putUser(r *http.Request) (any, *errorResponse) {
	id, problem := objectID(r)
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
func (v *vendor) deleteUser(r *http.Request) (any, *errorResponse) {
	id, problem := objectID(r)
	if problem != nil {
		return nil, problem
	}
	if problem := noBody(r); problem != nil {
		return nil, problem
	}
	return nil, v.directory.remove(id)
}

// objectID returns the path's ObjectId exactly as it came.
func objectID(r *http.Request) (string, *errorResponse) {
	// quirk: the vendor's own samples are no valid GUIDs, so that anything
	// without a slash will do and nothing is normalised (sheet §7.13).
	id := simkit.Param(r, "ObjectId")
	if strings.Contains(id, "/") {
		return "", globalError("The ObjectId is not valid.")
	}
	return id, nil
}
