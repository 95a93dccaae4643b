package sim

import (
	"math/rand/v2"
	"net/http"
	"slices"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// LDAPEntry is a person in the company's LDAP directory, who may become a user
// by bulk sync. Without roles there is none that Infoworks could give them, and
// their sync fails.
type LDAPEntry struct {
	Login, Email, Name string
	Roles              []string

	id string
}

// ldapSeed has nobody who starts as a user.
var ldapSeed = []LDAPEntry{
	{Login: "tbaran", Name: "Tomasz Baran", Roles: []string{"modeller"}},
	{Login: "zhou", Name: "周 Wei", Roles: []string{"analyst", "modeller"}},
	{Login: "e.oneill", Name: "Eilís O'Neill", Roles: []string{"analyst"}},
	{Login: "kroleless", Name: "Kim Roleless"},
	{Login: "guest", Name: "Guest"},
}

func newLDAP(r *rand.Rand) []LDAPEntry {
	entries := slices.Clone(ldapSeed)
	for i := range entries {
		entries[i].id = newID(r)
		entries[i].Email = entries[i].Login + "@" + mailDomain
	}
	return entries
}

// LDAP returns the entries of the LDAP directory, those who are users by now
// included.
func (v *Vendor) LDAP() []LDAPEntry {
	entries := slices.Clone(v.ldap)
	for i := range entries {
		entries[i].Roles = slices.Clone(entries[i].Roles)
	}
	return entries
}

// ldapAttributes are what the directory can be searched on.
var ldapAttributes = map[string]func(LDAPEntry) string{
	"email": func(e LDAPEntry) string { return e.Email },
	"login": func(e LDAPEntry) string { return e.Login },
}

func (v *Vendor) findLDAP(attribute, value string) (LDAPEntry, bool) {
	read := ldapAttributes[attribute]
	i := slices.IndexFunc(v.ldap, func(e LDAPEntry) bool { return read(e) == value })
	if i < 0 {
		return LDAPEntry{}, false
	}
	return v.ldap[i], true
}

type lookupInput struct {
	UserIDs         []string `json:"userIds"`
	SearchAttribute string   `json:"searchAttribute"`
}

// found is the answer of a lookup.
//
// quirk: it has no envelope, and users are strings (sheet §7.9, source).
type found struct {
	Users []string `json:"users"`
}

// lookupUsers answers the e-mails of those whose attribute is one of the values,
// in the order of the values; nobody stands for a value that nobody has.
func (v *Vendor) lookupUsers(r *http.Request) (any, *problem) {
	var in lookupInput
	if refused := decode(r, &in); refused != nil {
		return nil, refused
	}
	if in.UserIDs == nil || ldapAttributes[in.SearchAttribute] == nil {
		return nil, badRequest("userIds and a known searchAttribute are required")
	}
	users := []string{}
	for _, value := range in.UserIDs {
		if e, ok := v.findLDAP(in.SearchAttribute, value); ok {
			users = append(users, e.Email)
		} else if in.SearchAttribute == "email" && v.isUser(value) {
			users = append(users, value)
		}
	}
	return found{users}, nil
}

func (v *Vendor) isUser(email string) bool {
	return slices.ContainsFunc(v.world.People(), func(p simkit.Person) bool { return text(p.Email) == email && email != "" })
}
