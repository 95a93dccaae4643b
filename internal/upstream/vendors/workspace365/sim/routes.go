package sim

import "github.com/dragoman-gateway/dragoman/internal/upstream/simkit"

// register wires every operation. The final slashes are the documented ones: a
// path with one too many or too few is an unknown path.
func (v *Vendor) register(s *simkit.Sim) {
	v.registerAPI(s)
	v.registerCredentials(s)
	v.registerUsers(s)
	v.registerGroups(s)
	s.Otherwise(unknownPath)
}

func (v *Vendor) registerAPI(s *simkit.Sim) {
	key := apiKey(v.apiToken)
	// quirk: the sync family ends its paths with a slash, the api family does
	// not (sheet §7.4).
	s.Write("POST /{env}/api/activities", serve(key, v.createActivity))
	s.Write("POST /{env}/api/activities-batch", serve(key, v.createActivities))
	s.Read("GET /{env}/api/users/{UPN}/apps", serve(key, v.listUserApps))
	s.Write("POST /{env}/api/announcements", serve(key, v.createAnnouncement))
	s.Read("GET /{env}/api/appicons/{source}", serve(key, v.listIcons))
	s.Read("GET /{env}/api/appicons/{source}/{id}", serve(key, v.getIcon))
	s.Read("GET /{env}/api/appicons/{source}/{id}/content", serve(key, v.getIconContent))
}

func (v *Vendor) registerCredentials(s *simkit.Sim) {
	key := apiKey(v.apiToken)
	// quirk: the same key as the api family, the slash of the sync family
	// (sheet §4.2).
	s.Write("POST /{env}/IntegrationCredentialsApi/User/{Upn}/", serve(key, v.createCredential))
	s.Write("PUT /{env}/IntegrationCredentialsApi/{Id}/", serve(key, v.updateCredential))
}

func (v *Vendor) registerUsers(s *simkit.Sim) {
	key := syncKey(v.syncToken)
	s.Write("PUT /{env}/ActiveDirectorySyncAPI/Users/{ObjectId}/", serve(key, v.putUser))
	s.Write("DELETE /{env}/ActiveDirectorySyncAPI/Users/{ObjectId}/", serve(key, v.deleteUser))
	// quirk: the picture's paths have no final slash (sheet §7.4).
	s.Write("PUT /{env}/ActiveDirectorySyncAPI/Users/{ObjectId}/ProfilePicture", serve(key, v.putUserPicture))
	s.Write("DELETE /{env}/ActiveDirectorySyncAPI/Users/{ObjectId}/ProfilePicture", serve(key, v.deleteUserPicture))
}

func (v *Vendor) registerGroups(s *simkit.Sim) {
	key := syncKey(v.syncToken)
	s.Write("PUT /{env}/ActiveDirectorySyncAPI/Groups/{ObjectId}/", serve(key, v.putGroup))
	s.Write("DELETE /{env}/ActiveDirectorySyncAPI/Groups/{ObjectId}/", serve(key, v.deleteGroup))
	s.Write("PUT /{env}/ActiveDirectorySyncAPI/Groups/{GroupObjectId}/Users/{UserObjectId}/", serve(key, v.addGroupMember))
	s.Write("DELETE /{env}/ActiveDirectorySyncAPI/Groups/{GroupObjectId}/Users/{UserObjectId}/", serve(key, v.removeGroupMember))
	// quirk: nothing stands before the target, and the DELETE has no final slash.
	// Both may be slips of the pen, so that the expected segment is taken as
	// well (sheet §7.16).
	for _, groups := range []string{"", "Groups/"} {
		nest := " /{env}/ActiveDirectorySyncAPI/" + groups + "{TargetGroupObjectId}/Groups/{GroupObjectId}"
		s.Write("PUT"+nest+"/", serve(key, v.addSubgroup))
		s.Write("DELETE"+nest, serve(key, v.removeSubgroup))
	}
}
