package sim

import "net/http"

const (
	codeNoAccess         = "IW10004"
	codeNotAuthenticated = "IW10005"
	codeBadRequest       = "IW10006"
	codeLoginFailed      = "IW10031"

	helpBase = "http://api.infoworks.io/help/"
)

// problem is a refusal: its status and the vendor's error body.
type problem struct {
	status int
	body   errorBody
}

type errorBody struct {
	Message string `json:"message"`
	// Details is an object, or a string on 406 (sheet §6).
	Details any    `json:"details"`
	Code    string `json:"iw_code"`
	Help    string `json:"help"`
}

type reason struct {
	Reason string `json:"reason,omitempty"`
}

// badRequest refuses what the caller sent. An unknown user id and a taken
// e-mail are bad requests too: no 404 and no 409 is declared (sheet §4.2).
func badRequest(why string) *problem {
	return &problem{http.StatusBadRequest, errorBody{
		Message: "Something went wrong", Details: reason{why}, Code: codeBadRequest, Help: helpBase + codeBadRequest,
	}}
}

// notAuthenticated is the 401 of the user endpoints.
func notAuthenticated() *problem {
	return &problem{http.StatusUnauthorized, errorBody{
		Message: "Something went wrong", Details: reason{}, Code: codeNotAuthenticated, Help: helpBase + codeNotAuthenticated,
	}}
}

// noAccess is the 403 of the user endpoints and the 401 of the security ones.
func noAccess(status int) *problem {
	// quirk: on the security endpoints a 401 speaks of forbidden access
	// (sheet §7.15, source).
	return &problem{status, errorBody{
		Message: "Forbidden. User lacks access to specified resource.",
		Details: reason{}, Code: codeNoAccess, Help: helpBase + codeNoAccess,
	}}
}

// loginFailed refuses credentials.
func loginFailed() *problem {
	// quirk: wrong credentials are 406, details is a string and help names
	// another code than iw_code (sheet §6, §7.3).
	return &problem{http.StatusNotAcceptable, errorBody{
		Message: "Security Client Errors",
		Details: "Authentication Failed: Incorrect user credentials",
		Code:    codeLoginFailed, Help: helpBase + "IW10029",
	}}
}
