package sim

import (
	"encoding/base64"
	"net/http"
	"strings"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// credential is what the Authorization header of one family must hold.
type credential struct {
	scheme string
	value  string
}

// apiKey is the credential of the api family: a scheme name of the vendor's
// own, and the token as it is.
func apiKey(token string) credential {
	// quirk: the scheme is Workspace365 and not Bearer (sheet §7.1).
	return credential{scheme: "Workspace365", value: token}
}

// syncKey is the credential of the sync family: the token as a Basic user name.
func syncKey(token string) credential {
	// quirk: the password is empty and its colon stays (sheet §7.2).
	return credential{scheme: "Basic", value: base64.StdEncoding.EncodeToString([]byte(token + ":"))}
}

// admit returns 200 for a request that may go on, 403 for an environment that
// is not this one, and 401 for every fault of the header.
func (c credential) admit(r *http.Request) int {
	// The environment comes first: a token can only be judged inside one.
	if simkit.Param(r, "env") != environment {
		return http.StatusForbidden
	}
	headers := r.Header.Values("Authorization")
	if len(headers) != 1 {
		return http.StatusUnauthorized
	}
	scheme, value, _ := strings.Cut(headers[0], " ")
	// quirk: the scheme's name matches in any case, the token only exactly
	// (sheet §7.1).
	if !strings.EqualFold(scheme, c.scheme) || value != c.value {
		return http.StatusUnauthorized
	}
	return http.StatusOK
}
