package sim

import "net/http"

// ssoLocation is where a browser would go to sign on. Its query has what a
// caller who takes it apart and builds it anew gets wrong.
const ssoLocation = "https://idp." + mailDomain + "/saml2/sso?SAMLRequest=fZJ%2BT8Iw%2FA%3D%3D" +
	"&RelayState=https%3A%2F%2Fiw." + mailDomain + "%2F%3Fnext%3D%2523home"

// redirect is the answer of startSSO.
//
// quirk: it has no envelope, and a capital L (sheet §7.8, §7.9, source).
type redirect struct {
	Location string `json:"Location"`
}

// startSSO tells where to sign on.
//
// quirk: it is 200 with the place in the body, no redirect is sent (sheet §7.8).
func (v *Vendor) startSSO(*http.Request) (any, *problem) {
	return redirect{ssoLocation}, nil
}
