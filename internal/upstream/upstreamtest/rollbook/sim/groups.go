package sim

import (
	"net/http"
	"slices"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

func (v *Vendor) getGroup(r *http.Request) (any, *refusal) {
	if _, no := query(r); no != nil {
		return nil, no
	}
	g, there := v.world.Group(simkit.Param(r, "id"))
	if !there {
		return nil, unknown("No such group.")
	}
	return group{g.ID, g.DisplayName}, nil
}

func (v *Vendor) addGroupMember(r *http.Request) (any, *refusal) { return v.place(r, true) }

func (v *Vendor) removeGroupMember(r *http.Request) (any, *refusal) { return v.place(r, false) }

// place puts a person into a group or takes them out. One who is where they should
// be already is no error (sheet §4).
func (v *Vendor) place(r *http.Request, in bool) (any, *refusal) {
	id := simkit.Param(r, "id")
	if _, there := v.world.Group(id); !there {
		return nil, unknown("No such group.")
	}
	there := v.world.Change(simkit.Param(r, "personId"), func(p *simkit.Person) {
		i := slices.IndexFunc(p.Memberships, func(m simkit.Membership) bool { return m.GroupID == id })
		switch {
		case in && i < 0:
			p.Memberships = append(p.Memberships, simkit.Membership{GroupID: id})
		case !in && i >= 0:
			p.Memberships = slices.Delete(p.Memberships, i, i+1)
		}
	})
	if !there {
		return nil, unknown("No such person.")
	}
	return nil, nil
}
