package sim

import (
	"net/http"
	"slices"
	"strings"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// teamNameLetters are what the vendor's pattern allows in a team's name.
const teamNameLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-. "

// putGroup creates or edits one team: 201 when created, 200 otherwise.
//
// quirk: the client chooses the id, no call returns one, and the status is
// "upserted" either way (sheet §4.4). No onconflict is documented, so that an
// edit of a team that is gone makes it anew.
func (v *Vendor) putGroup(r *http.Request) (reply, error) {
	id, err := teamOf(r)
	if err != nil {
		return reply{}, err
	}
	var in teamWrite
	if err := decode(simkit.Body(r), &in); err != nil {
		return reply{}, err
	}
	if err := in.check(); err != nil {
		return reply{}, err
	}

	v.writing.Lock()
	defer v.writing.Unlock()
	if v.nameTaken(*in.TeamName, id) {
		return reply{}, conflict
	}
	done := statusBody{statuses[modeUpsert]}
	if v.world.ChangeGroup(id, in.apply) {
		return reply{http.StatusOK, done}, nil
	}
	g := simkit.Group{ID: id, Extensions: map[string]any{rightsKey: rights(nil)}}
	in.apply(&g)
	v.world.AddGroup(g)
	return reply{http.StatusCreated, done}, nil
}

// check refuses a name that is missing or no team can have, and unknown
// namespaces.
func (in teamWrite) check() error {
	if in.TeamName == nil || !isTeamName(*in.TeamName) {
		return badRequest
	}
	return checkRights(in.AccessRights)
}

// isTeamName tells whether a team could have this name (sheet §4.4).
func isTeamName(name string) bool {
	return len(name) >= 1 && len(name) <= 128 && strings.Trim(name, teamNameLetters) == ""
}

// nameTaken tells whether another team than id has the name, byte for byte.
func (v *Vendor) nameTaken(name, id string) bool {
	return slices.ContainsFunc(v.world.Groups(), func(g simkit.Group) bool {
		return g.ID != id && text(g.DisplayName) == name
	})
}

// apply writes the name, and of the access rights what is present.
func (in teamWrite) apply(g *simkit.Group) {
	g.DisplayName = in.TeamName
	// A team that a test added to the World may have no extensions yet.
	if g.Extensions == nil {
		g.Extensions = map[string]any{}
	}
	grant(g.Extensions, in.AccessRights)
}
