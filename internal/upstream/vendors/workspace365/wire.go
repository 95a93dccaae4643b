package workspace365

import (
	"strconv"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// defaultRoutes is every wire operation that this connector uses, below the
// environment. quirk: most of the directory's paths and both of the credentials'
// end with a slash, the pictures' and the portal's do not; nesting a group has no
// "Groups/" in front, and its DELETE lacks the slash (sheet §7.4, §7.16).
func defaultRoutes() rest.Routes {
	const (
		user     = "/ActiveDirectorySyncAPI/Users/{objectId}/"
		picture  = "/ActiveDirectorySyncAPI/Users/{objectId}/ProfilePicture"
		group    = "/ActiveDirectorySyncAPI/Groups/{objectId}/"
		member   = "/ActiveDirectorySyncAPI/Groups/{groupObjectId}/Users/{userObjectId}/"
		subgroup = "/ActiveDirectorySyncAPI/{targetGroupObjectId}/Groups/{groupObjectId}"
		icons    = "/api/appicons/{source}"
	)
	return rest.Routes{
		"putUser":            {Verb: "PUT", Path: user, Write: true, Certainty: upstream.Documented},
		"deleteUser":         {Verb: "DELETE", Path: user, Write: true, Certainty: upstream.Documented},
		"putUserPicture":     {Verb: "PUT", Path: picture, Write: true, Certainty: upstream.Documented},
		"deleteUserPicture":  {Verb: "DELETE", Path: picture, Write: true, Certainty: upstream.Documented},
		"putGroup":           {Verb: "PUT", Path: group, Write: true, Certainty: upstream.Documented},
		"deleteGroup":        {Verb: "DELETE", Path: group, Write: true, Certainty: upstream.Documented},
		"addGroupMember":     {Verb: "PUT", Path: member, Write: true, Certainty: upstream.Documented},
		"removeGroupMember":  {Verb: "DELETE", Path: member, Write: true, Certainty: upstream.Documented},
		"addSubgroup":        {Verb: "PUT", Path: subgroup + "/", Write: true, Certainty: upstream.Documented},
		"removeSubgroup":     {Verb: "DELETE", Path: subgroup, Write: true, Certainty: upstream.Documented},
		"listUserApps":       {Verb: "GET", Path: "/api/users/{upn}/apps", Certainty: upstream.Documented},
		"createCredential":   {Verb: "POST", Path: "/IntegrationCredentialsApi/User/{upn}/", Write: true, Certainty: upstream.Documented},
		"updateCredential":   {Verb: "PUT", Path: "/IntegrationCredentialsApi/{id}/", Write: true, Certainty: upstream.Documented},
		"createActivity":     {Verb: "POST", Path: "/api/activities", Write: true, Certainty: upstream.Documented},
		"createActivities":   {Verb: "POST", Path: "/api/activities-batch", Write: true, Certainty: upstream.Documented},
		"createAnnouncement": {Verb: "POST", Path: "/api/announcements", Write: true, Certainty: upstream.Documented},
		"listIcons":          {Verb: "GET", Path: icons, Certainty: upstream.Documented},
		"getIcon":            {Verb: "GET", Path: icons + "/{id}", Certainty: upstream.Documented},
		"getIconContent":     {Verb: "GET", Path: icons + "/{id}/content", Certainty: upstream.Documented},
		"introspectToken":    {Verb: "GET", Path: "/api/appicons/global", Certainty: upstream.Documented},
	}
}

// defaultStatuses is what Workspace 365's statuses mean. The directory documents
// no 404: an unknown id is taken to be among its 400s. quirk: an icon that is not
// there is a 400 too (sheet §7.10); a list of them carries nothing of the
// caller's. A token that is asked about is the caller's, so its refusals say
// nothing of the gateway's credentials.
func defaultStatuses() rest.Statuses {
	missing := rest.Meaning{Kind: upstream.NotFound, Certainty: upstream.Documented}
	unknownID := rest.Meaning{Kind: upstream.NotFound, Certainty: upstream.Inferred}
	return rest.Statuses{
		"400":                   {Kind: upstream.Rejected, Certainty: upstream.Documented},
		"400 deleteUser":        unknownID,
		"400 deleteUserPicture": unknownID,
		"400 deleteGroup":       unknownID,
		"400 addGroupMember":    unknownID,
		"400 removeGroupMember": unknownID,
		"400 addSubgroup":       unknownID,
		"400 removeSubgroup":    unknownID,
		"404 listUserApps":      missing,
		"404 createCredential":  missing,
		"404 updateCredential":  missing,
		"400 getIcon":           missing,
		"400 getIconContent":    missing,
		"400 listIcons":         {Kind: upstream.Failed, Certainty: upstream.Inferred},
		"400 introspectToken":   {Kind: upstream.Failed, Certainty: upstream.Inferred},
		"401 introspectToken":   {Kind: upstream.InvalidGrant, Certainty: upstream.Documented},
		"403 introspectToken":   {Kind: upstream.Forbidden, Certainty: upstream.Inferred},
		"401":                   {Kind: upstream.Credentials, Certainty: upstream.Documented},
		"403":                   {Kind: upstream.Credentials, Certainty: upstream.Documented},
	}
}

// userInfo is what the directory is told of a user. What is nil is not sent.
// quirk: requests are written in PascalCase (sheet §7.7).
type userInfo struct {
	FirstName         *string `json:"FirstName,omitempty"`
	LastName          *string `json:"LastName,omitempty"`
	UserPrincipalName *string `json:"UserPrincipalName,omitempty"`
	Email             *string `json:"Email,omitempty"`
	SecondaryEmail    *string `json:"SecondaryEmail,omitempty"`
	IsAdmin           any     `json:"IsAdmin,omitempty"`
	IsActive          any     `json:"IsActive,omitempty"`
	JobTitle          *string `json:"JobTitle,omitempty"`
	MobilePhone       *string `json:"MobilePhone,omitempty"`
}

// booleans is a way to write a user's boolean. quirk: the only one that the
// vendor shows is the string "true" or "false" (sheet §7.6).
type booleans string

const (
	asString booleans = "string"
	asBool   booleans = "bool"
)

// of returns what is sent for a value.
func (b booleans) of(value bool) any {
	if b == asBool {
		return value
	}
	return strconv.FormatBool(value)
}

// groupInfo is what the directory is told of a group. What is nil is not sent.
type groupInfo struct {
	Name        *string `json:"Name,omitempty"`
	Description *string `json:"Description,omitempty"`
}

// identified is the answer to a create: an id and nothing else.
type identified struct {
	ID *uint64 `json:"id"`
}

// apiErrorResponse is the body of a 400. Both members may be null or absent.
type apiErrorResponse struct {
	GlobalError apiError            `json:"globalError"`
	FieldErrors map[string]apiError `json:"fieldErrors"`
}

type apiError struct {
	Message string `json:"message"`
}
