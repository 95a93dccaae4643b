package sim

import (
	"net/http"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// putGroup is PUT /{env}/ActiveDirectorySyncAPI/Groups/{ObjectId}/: it creates
// the group or changes the one that is there, and never says which.
func (v *Vendor) putGroup(r *http.Request) (any, *errorResponse) {
	id, problem := objectID(r, "ObjectId")
	if problem != nil {
		return nil, problem
	}
	if problem := jsonBody(r); problem != nil {
		return nil, problem
	}
	group, problem := decodeGroup(simkit.Body(r))
	if problem != nil {
		return nil, problem
	}
	v.directory.putGroup(id, group)
	return nil, nil
}

// deleteGroup is DELETE /{env}/ActiveDirectorySyncAPI/Groups/{ObjectId}/.
func (v *Vendor) deleteGroup(r *http.Request) (any, *errorResponse) {
	return nil, withOne(r, v.directory.removeGroup)
}
