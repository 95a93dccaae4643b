package sim

import (
	"math/rand/v2"
	"sync"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

const (
	vendorName = "3djuump"
	basePath   = "/directory"
	usersPath  = basePath + "/api/manage/users"
	teamsPath  = basePath + "/api/manage/teams"
)

// Vendor is the handle on a running simulator by which a test gives the server
// another character. It is safe for concurrent use.
type Vendor struct {
	world  *simkit.World
	claims *claimStore
	apiKey string

	// writing makes "does it exist" and "then create it" one step, and keeps a
	// team from going while somebody joins it.
	writing sync.Mutex

	mu        sync.Mutex
	paging    Paging
	incidents *rand.Rand
}

// New returns a directory with o.People users and a few teams, which honours
// limit, offset and sort. It is the simkit.Maker of this vendor.
func New(o simkit.Options) *simkit.Sim {
	s, _ := NewVendor(o)
	return s
}

// NewVendor is New, and hands out the Vendor beside the simulator.
func NewVendor(o simkit.Options) (*simkit.Sim, *Vendor) {
	world, claims := seed(o)
	v := &Vendor{
		world:     world,
		claims:    claims,
		apiKey:    makeKey(o.Rand("3djuump.key")),
		incidents: o.Rand("3djuump.incidents"),
	}
	s := simkit.NewSim(vendorName, basePath, world, map[string]any{
		"apiKey": simkit.Credential(v.apiKey),
	})
	v.register(s)
	return s, v
}

func (v *Vendor) register(s *simkit.Sim) {
	// quirk: a list is a POST that changes nothing (sheet §7.3), called with and
	// without the final slash (sheet §7.12).
	s.Read("POST "+usersPath, v.serve(takesJSON, v.listUsers))
	s.Read("POST "+usersPath+"/", v.serve(takesJSON, v.listUsers))
	s.Read("GET "+usersPath+"/{oidcsub}", v.serve(takesNothing, v.getUser))
	s.Write("PUT "+usersPath+"/{oidcsub}", v.serve(takesJSON, v.putUser))
	s.Write("DELETE "+usersPath+"/{oidcsub}", v.serve(takesNothing, v.deleteUser))

	// quirk: this DELETE has a body (sheet §7.11).
	s.Write("DELETE "+usersPath+"/{oidcsub}/teams", v.serve(takesJSON, v.changeUserGroups(v.leave, statusRemoved)))
	s.Write("PUT "+usersPath+"/{oidcsub}/teams", v.serve(takesJSON, v.changeUserGroups(v.join, statusAdded)))
	s.Write("DELETE "+usersPath+"/{oidcsub}/teams/{teamuuid}", v.serve(takesNothing, v.removeGroupMember))
	s.Write("PUT "+usersPath+"/{oidcsub}/teams/{teamuuid}", v.serve(takesNothing, v.addGroupMember))

	s.Read("POST "+teamsPath, v.serve(takesJSON, v.listGroups))
	s.Read("POST "+teamsPath+"/", v.serve(takesJSON, v.listGroups))
	s.Read("GET "+teamsPath+"/{teamuuid}", v.serve(takesNothing, v.getGroup))
	s.Write("PUT "+teamsPath+"/{teamuuid}", v.serve(takesJSON, v.putGroup))
	s.Write("DELETE "+teamsPath+"/{teamuuid}", v.serve(takesNothing, v.deleteGroup))
	s.Otherwise(v.unknownPath)
}
