package sim

import (
	"math/rand/v2"
	"net/http"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// rotateRefreshToken blacklists the refresh token that it is asked with and gives
// its account another one. Bearers that were handed out stay good.
func (v *Vendor) rotateRefreshToken(r *http.Request) (any, *problem) {
	v.writes.Lock()
	defer v.writes.Unlock()
	// Declared is Basic alone; that it is the token itself is inferred (sheet
	// §4.1).
	who, refused := v.byRefreshToken(r)
	if refused != nil {
		return nil, refused
	}
	return bare(func(r *http.Request) (any, *problem) {
		old, _ := authorization(r, "Basic")
		v.replaceRefreshToken(who.id, old)
		// quirk: the answer does not have the new token; it stands in the list of
		// users alone (sheet §7.4).
		return envelope[string]{securityMessage, "Successfully Blacklisted Refresh Token."}, nil
	})(r)
}

func (v *Vendor) replaceRefreshToken(id, old string) {
	var fresh string
	v.store.draw(func(r *rand.Rand) { fresh = newRefreshToken(r) })
	v.store.blacklist(old, id)
	if id == v.service.id {
		v.store.setServiceToken(fresh)
		return
	}
	v.world.Change(id, func(p *simkit.Person) { p.Secrets = with(p.Secrets, secretRefresh, fresh) })
}

// ServiceRefreshToken returns the refresh token of the account in the settings,
// as its profile page shows it: the one in the settings until it is rotated.
func (v *Vendor) ServiceRefreshToken() string { return v.store.serviceRefreshToken() }
