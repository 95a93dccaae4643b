package sim

// userInfo is the body of a user's PUT. A nil field was not sent.
type userInfo struct {
	FirstName, LastName, UserPrincipalName *string
	Email, SecondaryEmail                  *string
	IsAdmin, IsActive                      *bool
	JobTitle, MobilePhone                  *string
}

// decodeUser reads a whole User info.
func decodeUser(body []byte) (userInfo, *errorResponse) {
	var u userInfo
	wrong := fieldErrors{}
	problem := form{
		"FirstName":         one(&u.FirstName, text),
		"LastName":          one(&u.LastName, text),
		"UserPrincipalName": one(&u.UserPrincipalName, text),
		"Email":             one(&u.Email, text),
		"SecondaryEmail":    one(&u.SecondaryEmail, text),
		"IsAdmin":           one(&u.IsAdmin, flag),
		"IsActive":          one(&u.IsActive, flag),
		"JobTitle":          one(&u.JobTitle, text),
		"MobilePhone":       one(&u.MobilePhone, text),
	}.decode(body, wrong)
	if problem != nil {
		return u, problem
	}
	wrong.require("FirstName", u.FirstName)
	wrong.require("LastName", u.LastName)
	wrong.require("UserPrincipalName", u.UserPrincipalName)
	return u, wrong.problem()
}

// groupInfo is the body of a group's PUT. A nil field was not sent.
type groupInfo struct {
	Name, Description *string
}

// decodeGroup reads a whole Group info.
func decodeGroup(body []byte) (groupInfo, *errorResponse) {
	var g groupInfo
	wrong := fieldErrors{}
	problem := form{
		"Name":        one(&g.Name, text),
		"Description": one(&g.Description, text),
	}.decode(body, wrong)
	if problem != nil {
		return g, problem
	}
	wrong.require("Name", g.Name)
	return g, wrong.problem()
}
