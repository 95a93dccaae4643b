package sim

import (
	"encoding/json"
	"net/http"
)

const securityMessage = "Platform Security Response"

type authenticated struct {
	Token           string `json:"authentication_token"`
	IsAuthenticated bool   `json:"is_authenticated"`
	UserID          string `json:"user_id"`
}

type accessGranted struct {
	Token string `json:"authentication_token"`
}

type validity struct {
	IsValid bool `json:"is_valid"`
}

// issueToken mints a bearer for a user name and password.
func (v *Vendor) issueToken(r *http.Request) (any, *problem) {
	who, refused := v.byPassword(r)
	if refused != nil {
		return nil, refused
	}
	if refused := bodyless(r); refused != nil {
		return nil, refused
	}
	q, refused := query(r, "service_id")
	if refused != nil {
		return nil, refused
	}
	if q.Has("service_id") && !isNumber(q.Get("service_id")) {
		return nil, badRequest("service_id must be a number")
	}
	return envelope[authenticated]{securityMessage, authenticated{
		Token: v.store.mint(who, v.clock()), IsAuthenticated: true, UserID: who.id,
	}}, nil
}

// isNumber accepts what JSON takes for a number.
func isNumber(text string) bool {
	var number *float64
	return json.Unmarshal([]byte(text), &number) == nil && number != nil
}

// refreshToken mints a bearer for a refresh token.
func (v *Vendor) refreshToken(r *http.Request) (any, *problem) {
	who, refused := v.byRefreshToken(r)
	if refused != nil {
		return nil, refused
	}
	return bare(func(*http.Request) (any, *problem) {
		return envelope[accessGranted]{securityMessage, accessGranted{v.store.mint(who, v.clock())}}, nil
	})(r)
}

// introspectToken tells whether a bearer is still good.
func (v *Vendor) introspectToken(r *http.Request) (any, *problem) {
	// quirk: a bearer that was once good gets 200 with false, a missing header
	// or a bearer that never was gets 401 (sheet §7.6).
	_, known, live := v.bearer(r)
	if !known {
		return nil, noAccess(http.StatusUnauthorized)
	}
	return bare(func(*http.Request) (any, *problem) {
		return envelope[validity]{"", validity{live}}, nil
	})(r)
}

// revokeToken blacklists the bearer that it is asked with.
func (v *Vendor) revokeToken(r *http.Request) (any, *problem) {
	token, _ := authorization(r, "Bearer")
	if _, _, live := v.bearer(r); !live {
		return nil, noAccess(http.StatusUnauthorized)
	}
	return bare(func(*http.Request) (any, *problem) {
		v.store.kill(token)
		// quirk: result is a plain string (sheet §7.10, source).
		return envelope[string]{securityMessage, "Token successfully blacklisted"}, nil
	})(r)
}
