package sim

import (
	"encoding/base64"
	"net/http"
	"slices"
	"strings"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// roleAdmin is the role that may administer users.
const roleAdmin = "admin"

// account is whoever a credential belongs to.
type account struct {
	id, email string
	admin     bool
}

// credentials are an account and what it signs in with.
type credentials struct {
	account
	password, refreshToken string
}

// asAdmin lets only an administrator's bearer through, with the user endpoints'
// errors.
func (v *Vendor) asAdmin(op operation) operation {
	return func(r *http.Request) (any, *problem) {
		who, _, live := v.bearer(r)
		if !live {
			return nil, notAuthenticated()
		}
		if !who.admin {
			return nil, noAccess(http.StatusForbidden)
		}
		return op(r)
	}
}

// asUser lets any good bearer through, with the security endpoints' errors.
func (v *Vendor) asUser(op operation) operation {
	return func(r *http.Request) (any, *problem) {
		if _, _, live := v.bearer(r); !live {
			return nil, noAccess(http.StatusUnauthorized)
		}
		return op(r)
	}
}

// bearer returns whose bearer the request has, whether it was ever handed out
// and whether it is good: unexpired, and of an account that still exists.
func (v *Vendor) bearer(r *http.Request) (who account, known, live bool) {
	token, ok := authorization(r, "Bearer")
	if !ok {
		return account{}, false, false
	}
	id, known, live := v.store.bearer(token, v.clock())
	if id == v.service.id {
		return v.service.account, known, live
	}
	p, exists := v.world.Person(id)
	return accountOf(p), known, live && exists
}

// byPassword returns the account of a Basic user:password header.
func (v *Vendor) byPassword(r *http.Request) (account, *problem) {
	return v.signIn(r, func(sent string, c credentials) bool {
		return c.password != "" && sent == userAndPassword(c)
	})
}

// byRefreshToken returns the account of a Basic refresh-token header.
func (v *Vendor) byRefreshToken(r *http.Request) (account, *problem) {
	// quirk: the token stands raw behind Basic, it is not base64 of user:password
	// (sheet §3, §7.2, source).
	return v.signIn(r, func(sent string, c credentials) bool {
		_, blacklisted := v.store.retiredOf(sent)
		return c.refreshToken != "" && sent == c.refreshToken && !blacklisted
	})
}

// signIn looks for the one account whose credentials match what was sent. A
// disabled login fails like a wrong password.
func (v *Vendor) signIn(r *http.Request, match func(string, credentials) bool) (account, *problem) {
	sent, ok := authorization(r, "Basic")
	if !ok {
		return account{}, noAccess(http.StatusUnauthorized)
	}
	service := v.service
	service.refreshToken = v.store.serviceRefreshToken()
	if match(sent, service) {
		return service.account, nil
	}
	for _, p := range v.world.People() {
		c := credentials{accountOf(p), p.Secrets[secretPassword], p.Secrets[secretRefresh]}
		if isActive(p) && match(sent, c) {
			return c.account, nil
		}
	}
	return account{}, loginFailed()
}

// ofOthers tells whether a login changes something at the vendor: it mints a
// token for somebody else than the service account, which is the gateway's own
// and signs in with what it was or is configured with.
func (v *Vendor) ofOthers(r *http.Request) bool {
	sent, _ := authorization(r, "Basic")
	owner, _ := v.store.retiredOf(sent)
	return owner != v.service.id && sent != v.store.serviceRefreshToken() && sent != userAndPassword(v.service)
}

// userAndPassword is what an account sends behind Basic.
func userAndPassword(c credentials) string {
	return base64.StdEncoding.EncodeToString([]byte(c.email + ":" + c.password))
}

// authorization returns what follows the scheme in the one Authorization header.
func authorization(r *http.Request, scheme string) (string, bool) {
	values := r.Header.Values("Authorization")
	if len(values) != 1 {
		return "", false
	}
	sent, ok := strings.CutPrefix(values[0], scheme+" ")
	return sent, ok && sent != ""
}

func accountOf(p simkit.Person) account {
	a := account{id: p.ID, admin: slices.Contains(p.Roles, roleAdmin)}
	if p.Email != nil {
		a.email = *p.Email
	}
	return a
}

// isActive reads an absent flag as the vendor's default, a login that works.
func isActive(p simkit.Person) bool { return p.Active == nil || *p.Active }
