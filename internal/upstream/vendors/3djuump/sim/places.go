package sim

import (
	"net/http"
	"slices"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// What the answers say of one team. Only statusAdded is documented: the page
// shows the same sample for both of the operations on several teams (source).
const (
	statusAdded    = "added"
	statusRemoved  = "removed"
	statusNotFound = "notfound"
)

// placing changes a known user's place in one team and reports whether it could.
// It is called under v.writing.
type placing func(subject, teamID string) bool

// changeUserGroups does the same to a user's place in each team of the body. What
// cannot be done to one team does not keep the others from it.
//
// quirk: the body is a bare JSON array, and the answer is 200 however few of it
// could be done (sheet §7.10).
func (v *Vendor) changeUserGroups(do placing, done string) operation {
	return func(r *http.Request) (reply, error) {
		if _, err := query(r); err != nil {
			return reply{}, err
		}
		ids, err := readTeamIDs(simkit.Body(r))
		if err != nil {
			return reply{}, err
		}
		v.writing.Lock()
		defer v.writing.Unlock()
		subject := simkit.Param(r, "oidcsub")
		if _, ok := v.world.Person(subject); !ok {
			return reply{}, notFound
		}
		out := placed{Info: []placedTeam{}, Total: len(ids)}
		for _, id := range ids {
			one := placedTeam{Status: statusNotFound, TeamUUID: id}
			if do(subject, id) {
				one.Status = done
				out.OK++
			}
			out.Info = append(out.Info, one)
		}
		return reply{http.StatusOK, out}, nil
	}
}

func readTeamIDs(body []byte) ([]string, error) {
	var ids []string
	if err := decode(body, &ids); err != nil {
		return nil, err
	}
	for _, id := range ids {
		if !isTeamID(id) {
			return nil, badRequest
		}
	}
	return ids, nil
}

// addGroupMember puts a user into the team of the path.
func (v *Vendor) addGroupMember(r *http.Request) (reply, error) {
	return v.oneTeam(r, v.join, reply{http.StatusOK, statusBody{statusAdded}})
}

// removeGroupMember takes a user out of the team of the path.
//
// quirk: the body of the answer is not documented; here it is empty (sheet
// §7.14).
func (v *Vendor) removeGroupMember(r *http.Request) (reply, error) {
	return v.oneTeam(r, v.leave, reply{status: http.StatusOK})
}

// oneTeam changes a user's place in the team of the path.
func (v *Vendor) oneTeam(r *http.Request, do placing, done reply) (reply, error) {
	id, err := teamOf(r)
	if err != nil {
		return reply{}, err
	}
	v.writing.Lock()
	defer v.writing.Unlock()
	subject := simkit.Param(r, "oidcsub")
	if _, ok := v.world.Person(subject); !ok || !do(subject, id) {
		return reply{}, notFound
	}
	return done, nil
}

// join puts the user into a team that there is; who is in it already stays.
func (v *Vendor) join(subject, teamID string) bool {
	if _, known := v.world.Group(teamID); !known {
		return false
	}
	v.world.Change(subject, func(p *simkit.Person) {
		if place(*p, teamID) < 0 {
			p.Memberships = append(p.Memberships, simkit.Membership{GroupID: teamID})
		}
	})
	return true
}

// leave takes the user out of a team that they are in.
func (v *Vendor) leave(subject, teamID string) bool {
	left := false
	v.world.Change(subject, func(p *simkit.Person) {
		if i := place(*p, teamID); i >= 0 {
			p.Memberships, left = slices.Delete(p.Memberships, i, i+1), true
		}
	})
	return left
}

// place returns which of the person's memberships is the team's, or -1.
func place(p simkit.Person, teamID string) int {
	return slices.IndexFunc(p.Memberships, func(m simkit.Membership) bool { return m.GroupID == teamID })
}
