package sim

import (
	"cmp"
	"net/http"
	"strings"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// teamIDLetters are what the vendor's pattern allows in a teamuuid.
const teamIDLetters = "{}-0123456789abcdefABCDEF"

// teams are what a list of teams shows, and the fields that have an order.
func (v *Vendor) teams() collection[simkit.Group] {
	return collection[simkit.Group]{
		all:    v.world.Groups,
		render: func(g simkit.Group) any { return renderTeam(g) },
		fields: []string{"accessrights", "teamname", "teamuuid"},
		sortable: map[string]func(a, b simkit.Group) int{
			"teamuuid": func(a, b simkit.Group) int { return cmp.Compare(a.ID, b.ID) },
			"teamname": func(a, b simkit.Group) int { return cmp.Compare(text(a.DisplayName), text(b.DisplayName)) },
		},
	}
}

// listGroups answers a page of the teams.
func (v *Vendor) listGroups(r *http.Request) (reply, error) { return list(v, v.teams(), r) }

func renderTeam(g simkit.Group) fullTeam {
	return fullTeam{AccessRights: rights(g.Extensions), team: team{TeamName: text(g.DisplayName), TeamUUID: g.ID}}
}

// getGroup answers one team.
//
// quirk: ids compare byte for byte, so that braces and case count (sheet §7.2).
func (v *Vendor) getGroup(r *http.Request) (reply, error) {
	id, err := teamOf(r)
	if err != nil {
		return reply{}, err
	}
	g, ok := v.world.Group(id)
	if !ok {
		return reply{}, notFound
	}
	return reply{http.StatusOK, renderTeam(g)}, nil
}

// deleteGroup removes one team and every place in it.
//
// quirk: the body of the answer is not documented; here it is empty (sheet
// §4.4, §7.14).
func (v *Vendor) deleteGroup(r *http.Request) (reply, error) {
	id, err := teamOf(r)
	if err != nil {
		return reply{}, err
	}
	v.writing.Lock()
	defer v.writing.Unlock()
	if !v.world.RemoveGroup(id) {
		return reply{}, notFound
	}
	return reply{status: http.StatusOK}, nil
}

// teamOf returns the team in the path of an operation that has no query.
func teamOf(r *http.Request) (string, error) {
	if _, err := query(r); err != nil {
		return "", err
	}
	id := simkit.Param(r, "teamuuid")
	if !isTeamID(id) {
		return "", badRequest
	}
	return id, nil
}

// isTeamID tells whether a team could have this id: 1 to 128 of the letters of a
// UUID, which may be wrapped in braces (source).
func isTeamID(id string) bool {
	return len(id) >= 1 && len(id) <= 128 && strings.Trim(id, teamIDLetters) == ""
}
