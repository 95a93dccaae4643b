package sim

import (
	"sync/atomic"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// environment is the first path segment of every operation; the vendor writes
// environment names in lower case.
const environment = "acme"

// Vendor is one environment: two unrelated secrets, a directory, and the integer
// ids that were given out last.
type Vendor struct {
	apiToken  string
	syncToken string
	world     *simkit.World
	directory *directory

	lastActivity, lastAnnouncement, lastCredentials atomic.Int64
}

// New returns a simulated environment named "acme" with o.People users. One
// seed always gives the same users, groups, icons and tokens; the two tokens are
// in Settings and each opens only its own family of operations.
func New(o simkit.Options) *simkit.Sim {
	r := o.Rand("workspace365")
	// The tokens are drawn first, so that they do not hang on o.People.
	v := &Vendor{apiToken: simkit.UUID(r), syncToken: simkit.UUID(r)}
	people := seedPeople(o, r)
	seedApps(o, people)
	v.world = simkit.NewWorld(people, seedGroups(o, people))
	v.world.Icons.Put(seedIcons(o, r)...)
	v.directory = newDirectory(v.world, o.Clock())
	// The first ones are the vendor's samples.
	v.lastActivity.Store(915)
	v.lastAnnouncement.Store(915)
	v.lastCredentials.Store(7)
	s := simkit.NewSim("workspace365", "", v.world, map[string]any{
		"environment": environment,
		"apiToken":    simkit.Credential(v.apiToken),
		"syncToken":   simkit.Credential(v.syncToken),
	})
	v.register(s)
	return s
}
