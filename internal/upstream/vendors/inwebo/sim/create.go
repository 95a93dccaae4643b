package sim

import (
	"net/http"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// createUser adds an account and answers it with the names of its role and groups.
func (v *Vendor) createUser(r *http.Request) (any, *refusal) {
	if _, no := query(r); no != nil {
		return nil, no
	}
	if no := sendsJSON(r); no != nil {
		return nil, no
	}
	var wanted newAccount
	if simkit.DecodeStrict(simkit.Body(r), &wanted) != nil {
		return nil, refuse(http.StatusBadRequest, "the body is not an account")
	}
	person, no := v.person(wanted)
	if no != nil {
		return nil, no
	}
	if !v.world.Add(person) {
		return nil, refuse(http.StatusConflict, "login already exists")
	}
	return v.created(person), nil
}

// person turns a create request into what the vendor will keep.
func (v *Vendor) person(a newAccount) (simkit.Person, *refusal) {
	if a.Login == nil || *a.Login == "" {
		return simkit.Person{}, refuse(http.StatusBadRequest, "login is mandatory")
	}
	if a.Language != nil && !twoLetters(*a.Language) {
		return simkit.Person{}, refuse(http.StatusBadRequest, "language is invalid")
	}
	role, no := serviceRole(a.Role)
	if no != nil {
		return simkit.Person{}, no
	}
	memberships, no := v.memberships(a.Memberships)
	if no != nil {
		return simkit.Person{}, no
	}
	return simkit.Person{
		ID: *a.Login, UserName: a.Login,
		Email: a.Email, Language: a.Language,
		Active: new(a.Active == nil || *a.Active),
		Roles:  []string{role}, Memberships: memberships,
		// Three decimals is all that the vendor's layout can show.
		CreatedAt: new(v.now().UTC().Truncate(time.Millisecond)),
		// quirk: the text calls 1 the default, the sample of an account made
		// over the API shows 0 (source, sheet §4).
		Extensions: map[string]any{"provisioningId": 0},
	}, nil
}

func (v *Vendor) memberships(given []newMembership) ([]simkit.Membership, *refusal) {
	out := make([]simkit.Membership, 0, len(given))
	taken := map[string]bool{}
	for _, m := range given {
		group, no := v.groupID(m.Group)
		if no != nil {
			return nil, no
		}
		role, no := roleID(m.Role)
		if no != nil {
			return nil, no
		}
		if taken[group] {
			return nil, refuse(http.StatusBadRequest, "memberships name a group twice")
		}
		taken[group] = true
		out = append(out, simkit.Membership{GroupID: group, RoleID: role})
	}
	return out, nil
}

func (v *Vendor) groupID(ref *reference) (string, *refusal) {
	if ref == nil || ref.ID == nil {
		return "", refuse(http.StatusBadRequest, "group.id is mandatory")
	}
	if _, ok := v.world.Group(*ref.ID); !ok {
		return "", refuse(http.StatusBadRequest, "group.id is unknown")
	}
	return *ref.ID, nil
}

// serviceRole is the role in the service; an account without one is a user.
func serviceRole(ref *reference) (string, *refusal) {
	if ref == nil {
		return "0", nil
	}
	return roleID(ref)
}

// roleID reads the role that is mandatory in a reference and in a membership.
func roleID(ref *reference) (string, *refusal) {
	if ref == nil || ref.ID == nil {
		return "", refuse(http.StatusBadRequest, "role.id is mandatory")
	}
	if _, ok := roleNames[*ref.ID]; !ok {
		return "", refuse(http.StatusBadRequest, "role.id is unknown")
	}
	return *ref.ID, nil
}

func twoLetters(s string) bool {
	if len(s) != 2 {
		return false
	}
	for _, b := range []byte(s) {
		if (b < 'a' || b > 'z') && (b < 'A' || b > 'Z') {
			return false
		}
	}
	return true
}
