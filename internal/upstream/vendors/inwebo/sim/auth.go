package sim

import "net/http"

// authorize refuses a request whose one Authorization header is not the scheme
// Bearer, a space and the token, and every request after the token's end.
func (v *Vendor) authorize(r *http.Request) *refusal {
	given := r.Header.Values("Authorization")
	if len(given) != 1 || given[0] != "Bearer "+v.token.text {
		return refuse(http.StatusUnauthorized, "missing or invalid API token")
	}
	// quirk: the token ends without any warning before (sheet §7.14).
	if !v.now().Before(v.token.expires) {
		return refuse(http.StatusUnauthorized, "the API token is expired")
	}
	return nil
}
