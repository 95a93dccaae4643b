package sim

import (
	"net/http"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

const accountsPath = "/auth/v1/customer/services/accounts"

// Vendor is one simulated inWebo service. The token says which service is
// meant, so the paths name none.
type Vendor struct {
	world *simkit.World
	now   func() time.Time
	token token
}

// New returns a simulator of one inWebo service with o.People accounts, an audit
// log that reaches back from now, and one API token, which expires thirteen
// months after the simulator was made.
func New(o simkit.Options) *simkit.Sim {
	v := &Vendor{
		world: simkit.NewWorld(seedAccounts(o), seedGroups()),
		now:   o.Clock(),
	}
	v.token = mint(o.Rand("inwebo.token"), v.now())
	v.world.Events.Put(seedEvents(o, v.world.People(), v.now())...)

	s := simkit.NewSim("inwebo", "", v.world, map[string]any{
		"apiToken": simkit.Credential(v.token.text),
	})
	v.register(s)
	return s
}

func (v *Vendor) register(s *simkit.Sim) {
	s.Read("GET "+accountsPath, v.serve(http.StatusOK, v.listUsers))
	s.Write("POST "+accountsPath, v.serve(http.StatusCreated, v.createUser))
	s.Read("GET "+onlinePath, v.serve(http.StatusOK, v.listActivities))
	s.Read("GET "+archivePath, v.serve(http.StatusOK, v.listArchivedActivities))
	s.Otherwise(notFound)
}

// operation answers a request that is already known to come from an
// administrator; a refusal stands in place of the answer.
type operation func(*http.Request) (any, *refusal)

// serve answers with success and what op returns, or with a refusal. The token
// is looked at first, so that a stranger learns nothing from the other checks.
func (v *Vendor) serve(success int, op operation) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		for _, check := range []func(*http.Request) *refusal{v.authorize, acceptsJSON} {
			if no := check(r); no != nil {
				no.write(w)
				return
			}
		}
		answer, no := op(r)
		if no != nil {
			no.write(w)
			return
		}
		writeJSON(w, success, answer)
	}
}
