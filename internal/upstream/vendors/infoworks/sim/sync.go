package sim

import (
	"net/http"
	"slices"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

type syncInput struct {
	SearchOn     string   `json:"search_on"`
	SearchList   []string `json:"search_list"`
	ShouldUpdate bool     `json:"should_update"`
	ShouldAdd    bool     `json:"should_add"`
}

// syncResult tells what became of each searched person.
//
// quirk: new_users_count is a plural, existing_user_count is not (sheet §4.1,
// source).
type syncResult struct {
	NewUsers     int          `json:"new_users_count"`
	ExistingUser int          `json:"existing_user_count"`
	Added        []syncedUser `json:"added"`
	Updated      []syncedUser `json:"updated"`
	Failed       []failedUser `json:"failed"`
}

type syncedUser struct {
	Email string `json:"email"`
	ID    string `json:"id"`
}

// failedUser has no id where nobody was found.
type failedUser struct {
	Email string `json:"email"`
	ID    string `json:"id,omitempty"`
	Error string `json:"error"`
}

// syncUsers adds people from LDAP and updates those who are users already.
func (v *Vendor) syncUsers(r *http.Request) (any, *problem) {
	// quirk: Basic user:password, while all around it is Bearer (sheet §7.13).
	who, refused := v.byPassword(r)
	if refused != nil {
		return nil, refused
	}
	if !who.admin {
		return nil, noAccess(http.StatusUnauthorized)
	}
	in := syncInput{ShouldUpdate: true, ShouldAdd: true}
	if refused := decode(r, &in); refused != nil {
		return nil, refused
	}
	if in.SearchList == nil || ldapAttributes[in.SearchOn] == nil {
		return nil, badRequest("search_list and a known search_on are required")
	}
	v.writes.Lock()
	defer v.writes.Unlock()
	out := syncResult{Added: []syncedUser{}, Updated: []syncedUser{}, Failed: []failedUser{}}
	for _, value := range in.SearchList {
		v.syncOne(in, value, &out)
	}
	// quirk: also when some or all failed (sheet §4.1).
	return envelope[syncResult]{"Successfully synced ldap users", out}, nil
}

// syncOne syncs one searched person. Those who are left alone because adding or
// updating was not wanted stand in no list.
func (v *Vendor) syncOne(in syncInput, value string, out *syncResult) {
	e, ok := v.findLDAP(in.SearchOn, value)
	if !ok {
		out.Failed = append(out.Failed, failedUser{Email: value, Error: "User not found in LDAP."})
		return
	}
	id, exists := v.holderOf(e.Email)
	if exists {
		out.ExistingUser++
	} else {
		id = e.id
	}
	switch {
	case len(e.Roles) == 0:
		out.Failed = append(out.Failed, failedUser{e.Email, id, "No valid role found for the User."})
	case exists && in.ShouldUpdate:
		now := v.now()
		v.world.Change(id, func(p *simkit.Person) {
			p.DisplayName, p.Roles, p.ModifiedAt = new(e.Name), slices.Clone(e.Roles), new(now)
		})
		out.Updated = append(out.Updated, syncedUser{e.Email, id})
	case !exists && in.ShouldAdd:
		v.addFromLDAP(e)
		out.NewUsers++
		out.Added = append(out.Added, syncedUser{e.Email, id})
	}
}

// addFromLDAP makes a user who has no password here: LDAP checks it.
func (v *Vendor) addFromLDAP(e LDAPEntry) {
	p := v.newPerson()
	p.ID = e.id
	p.UserName, p.Email, p.DisplayName = new(e.Email), new(e.Email), new(e.Name)
	p.Roles = slices.Clone(e.Roles)
	v.world.Add(p)
	v.store.remember(p.ID, facts{fromLDAP: true})
}
