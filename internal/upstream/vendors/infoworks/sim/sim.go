package sim

import (
	"math/rand/v2"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

const (
	basePath   = "/v3"
	mailDomain = "corp.example"
)

// Vendor is the inside of one simulated deployment: what a test can do to it
// that no caller could. It is safe for concurrent use.
type Vendor struct {
	world *simkit.World
	clock func() time.Time
	store *store
	// service is the account in the settings, as it was configured.
	service credentials
	domains []string
	ldap    []LDAPEntry

	// writes serialises changes of the directory: "is this e-mail free" and
	// "take it" must be one step.
	writes sync.Mutex
}

// New returns a simulated Infoworks; it is the simkit.Maker of this vendor.
func New(o simkit.Options) *simkit.Sim {
	s, _ := NewVendor(o)
	return s
}

// NewVendor returns a simulated Infoworks and a handle on its inside. Equal
// options make equal people, ids and credentials.
func NewVendor(o simkit.Options) (*simkit.Sim, *Vendor) {
	r := o.Rand("infoworks")
	v := &Vendor{clock: o.Clock(), store: newStore(o.Rand("infoworks.store"))}
	v.service = newService(r)
	v.store.setServiceToken(v.service.refreshToken)
	v.domains = newDomains(r)
	v.ldap = newLDAP(r)
	v.world = simkit.NewWorld(v.seed(o, r), nil)

	s := simkit.NewSim("infoworks", basePath, v.world, map[string]any{
		"refreshToken": simkit.Credential(v.service.refreshToken),
		"username":     v.service.email,
		"password":     simkit.Credential(v.service.password),
	})
	v.register(s)
	return s, v
}

func newService(r *rand.Rand) credentials {
	return credentials{
		account:      account{id: newID(r), email: "dragoman.service@" + mailDomain, admin: true},
		password:     newSecret(r),
		refreshToken: newRefreshToken(r),
	}
}

// register has no final slashes: Infoworks documents none.
func (v *Vendor) register(s *simkit.Sim) {
	// quirk: these two GETs mint tokens (sheet §7.1).
	s.WriteIf("GET /v3/security/authenticate", v.ofOthers, answer(v.issueToken))
	s.WriteIf("GET /v3/security/token/access", v.ofOthers, answer(v.refreshToken))
	s.Write("DELETE /v3/security/token/access", answer(v.revokeToken))
	s.Read("GET /v3/security/token/validate", answer(v.introspectToken))
	s.Write("DELETE /v3/security/token/refresh", answer(v.rotateRefreshToken))
	s.Read("POST /v3/security/authorise/user", answer(v.authorizeAction))
	s.Read("GET /v3/security/sso/initialise", answer(v.asUser(bare(v.startSSO))))
	s.Read("POST /v3/security/get/user/data", answer(v.asUser(v.lookupUsers)))
	s.Write("POST /v3/security/bulk-ldap-sync", answer(v.syncUsers))

	s.Read("GET /v3/admin/users", answer(v.asAdmin(v.listUsers)))
	s.Write("POST /v3/admin/users", answer(v.asAdmin(v.createUser)))
	s.Read("GET /v3/admin/users/{user_id}", answer(v.asAdmin(bare(v.getUser))))
	s.Write("PATCH /v3/admin/users/{user_id}", answer(v.asAdmin(v.updateUser)))
	s.Write("DELETE /v3/admin/users/{user_id}", answer(v.asAdmin(bare(v.deleteUser))))
	s.Write("PATCH /v3/admin/users/{user_id}/toggle-user-login", answer(v.asAdmin(bare(v.toggleUserLogin))))

	s.Otherwise(func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, "Not Found", http.StatusNotFound)
	})
}

// ExpireBearers kills every bearer handed out so far, whatever its exp says. The
// vendor still knows them: validate answers 200 with is_valid false. Refresh
// tokens and passwords stay good.
func (v *Vendor) ExpireBearers() { v.store.expireBearers() }

// Domains returns the ids of the domains that a user can be given access to.
func (v *Vendor) Domains() []string { return slices.Clone(v.domains) }

// now is the time as the vendor keeps it: UTC, whole milliseconds.
func (v *Vendor) now() time.Time { return v.clock().UTC().Truncate(time.Millisecond) }
