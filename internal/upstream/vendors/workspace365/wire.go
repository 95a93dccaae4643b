package workspace365

import (
	"strconv"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// defaultRoutes is every wire operation that this connector uses, below the
// environment. quirk: the directory's paths end with a slash, the icons' do not
// (sheet §7.4).
func defaultRoutes() rest.Routes {
	const user = "/ActiveDirectorySyncAPI/Users/{objectId}/"
	return rest.Routes{
		"putUser":    {Verb: "PUT", Path: user, Write: true, Certainty: upstream.Documented},
		"deleteUser": {Verb: "DELETE", Path: user, Write: true, Certainty: upstream.Documented},
		"listIcons":  {Verb: "GET", Path: "/api/appicons/{source}", Certainty: upstream.Documented},
	}
}

// defaultStatuses is what Workspace 365's statuses mean. The directory documents
// no 404: an unknown id is taken to be among its 400s. quirk: an icon that is not
// there is a 400 too (sheet §7.10).
func defaultStatuses() rest.Statuses {
	return rest.Statuses{
		"400":            {Kind: upstream.Rejected, Certainty: upstream.Documented},
		"400 deleteUser": {Kind: upstream.NotFound, Certainty: upstream.Inferred},
		"400 listIcons":  {Kind: upstream.NotFound, Certainty: upstream.Documented},
		"401":            {Kind: upstream.Credentials, Certainty: upstream.Documented},
		"403":            {Kind: upstream.Credentials, Certainty: upstream.Documented},
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

// booleans is a way to write a boolean. quirk: the only one that the vendor
// shows is the string "true" or "false" (sheet §7.6).
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

// apiErrorResponse is the body of a 400. Both members may be null or absent.
type apiErrorResponse struct {
	GlobalError apiError            `json:"globalError"`
	FieldErrors map[string]apiError `json:"fieldErrors"`
}

type apiError struct {
	Message string `json:"message"`
}
