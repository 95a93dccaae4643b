package sim

import "github.com/dragoman-gateway/dragoman/internal/upstream/simkit"

// environment is the first path segment of every operation; the vendor writes
// environment names in lower case.
const environment = "acme"

// vendor is one environment: two unrelated secrets, a directory, its icons.
type vendor struct {
	apiToken  string
	syncToken string
	directory *directory
	icons     map[string][]icon
}

// New returns a simulated environment named "acme" with o.People users. One
// seed always gives the same users, icons and tokens; the two tokens are in
// Settings and each opens only its own family of operations.
func New(o simkit.Options) *simkit.Sim {
	r := o.Rand("workspace365")
	// The tokens are drawn first, so that they do not hang on o.People.
	v := &vendor{apiToken: guid(r), syncToken: guid(r)}
	world := simkit.NewWorld(seedPeople(o, r), nil)
	v.directory = newDirectory(world, o.Clock())
	v.icons = seedIcons(o, r)
	s := simkit.NewSim("workspace365", "", world, map[string]any{
		"environment": environment,
		"apiToken":    simkit.Credential(v.apiToken),
		"syncToken":   simkit.Credential(v.syncToken),
	})
	v.register(s)
	return s
}

// register wires every operation. The final slashes are the documented ones: a
// path with one too many or too few is an unknown path.
func (v *vendor) register(s *simkit.Sim) {
	api, sync := apiKey(v.apiToken), syncKey(v.syncToken)

	// quirk: the sync family ends its paths with a slash, the api family does
	// not (sheet §7.4).
	s.Read("GET /{env}/api/appicons/{source}", serve(api, v.listIcons))
	s.Write("PUT /{env}/ActiveDirectorySyncAPI/Users/{ObjectId}/", serve(sync, v.putUser))
	s.Write("DELETE /{env}/ActiveDirectorySyncAPI/Users/{ObjectId}/", serve(sync, v.deleteUser))

	s.Otherwise(unknownPath)
}
