package sim

import (
	"net/http"
	"sync"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

const (
	peoplePath = "/api/people"
	groupsPath = "/api/groups"
)

// Vendor is one simulated register with one key.
type Vendor struct {
	world *simkit.World
	now   func() time.Time
	key   key

	// writing makes "is the login taken" and "then take it" one step.
	writing sync.Mutex
	// last is the number of the newest person.
	last int
}

// New returns a register of o.People people and a few groups. It is the
// simkit.Maker of this vendor.
func New(o simkit.Options) *simkit.Sim {
	people := seedPeople(o)
	v := &Vendor{
		world: simkit.NewWorld(people, seedGroups()),
		now:   o.Clock(),
		key:   makeKey(o.Rand("rollbook.key")),
		last:  firstNumber + len(people) - 1,
	}
	s := simkit.NewSim("rollbook", "", v.world, map[string]any{
		"keyId":  v.key.id,
		"secret": simkit.Credential(v.key.secret),
	})
	v.register(s)
	return s
}

func (v *Vendor) register(s *simkit.Sim) {
	s.Read("GET "+peoplePath, v.serve(http.StatusOK, v.listUsers))
	s.Write("POST "+peoplePath, v.serve(http.StatusCreated, v.createUser))
	s.Read("GET "+peoplePath+"/{id}", v.serve(http.StatusOK, v.getUser))
	// quirk: a change is a POST too (sheet §3).
	s.Write("POST "+peoplePath+"/{id}", v.serve(http.StatusOK, v.updateUser))
	s.Write("DELETE "+peoplePath+"/{id}", v.serve(http.StatusNoContent, v.deleteUser))
	s.Read("GET "+groupsPath, v.serve(http.StatusOK, v.listGroups))
	s.Read("GET "+groupsPath+"/{id}", v.serve(http.StatusOK, v.getGroup))
	s.Write("PUT "+groupsPath+"/{id}/people/{personId}", v.serve(http.StatusNoContent, v.addGroupMember))
	s.Write("DELETE "+groupsPath+"/{id}/people/{personId}", v.serve(http.StatusNoContent, v.removeGroupMember))
	s.Otherwise(func(w http.ResponseWriter, _ *http.Request) { unknown("No such path.").write(w) })
}

// operation answers a request whose signature is good; a refusal stands in place
// of the answer, and a nil answer is none.
type operation func(*http.Request) (any, *refusal)

// serve answers with success and what op returns, or with a refusal. The signature
// is looked at first, so that a stranger learns nothing from the other checks.
func (v *Vendor) serve(success int, op operation) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if no := v.authorize(r); no != nil {
			no.write(w)
			return
		}
		answer, no := op(r)
		if no != nil {
			no.write(w)
			return
		}
		writeJSON(w, success, answer)
	}
}
