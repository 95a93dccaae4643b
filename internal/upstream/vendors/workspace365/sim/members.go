package sim

import "net/http"

// addGroupMember is
// PUT /{env}/ActiveDirectorySyncAPI/Groups/{GroupObjectId}/Users/{UserObjectId}/.
func (v *Vendor) addGroupMember(r *http.Request) (any, *errorResponse) {
	return nil, withTwo(r, "GroupObjectId", "UserObjectId", v.directory.join)
}

// removeGroupMember is
// DELETE /{env}/ActiveDirectorySyncAPI/Groups/{GroupObjectId}/Users/{UserObjectId}/.
func (v *Vendor) removeGroupMember(r *http.Request) (any, *errorResponse) {
	return nil, withTwo(r, "GroupObjectId", "UserObjectId", v.directory.leave)
}

// addSubgroup is
// PUT /{env}/ActiveDirectorySyncAPI/{TargetGroupObjectId}/Groups/{GroupObjectId}/.
func (v *Vendor) addSubgroup(r *http.Request) (any, *errorResponse) {
	return nil, withTwo(r, "TargetGroupObjectId", "GroupObjectId", v.directory.nest)
}

// removeSubgroup is
// DELETE /{env}/ActiveDirectorySyncAPI/{TargetGroupObjectId}/Groups/{GroupObjectId}.
func (v *Vendor) removeSubgroup(r *http.Request) (any, *errorResponse) {
	return nil, withTwo(r, "TargetGroupObjectId", "GroupObjectId", v.directory.unnest)
}

// withTwo does something with two ObjectIds of a path that takes no body.
func withTwo(r *http.Request, outer, inner string, do func(outer, inner string) *errorResponse) *errorResponse {
	first, problem := objectID(r, outer)
	if problem != nil {
		return problem
	}
	second, problem := objectID(r, inner)
	if problem != nil {
		return problem
	}
	if problem := noBody(r); problem != nil {
		return problem
	}
	return do(first, second)
}
