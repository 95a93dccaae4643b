package sim

import (
	"math/rand/v2"
	"strconv"
	"strings"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// awkwardLogins are logins that break what treats a login as a plain word.
var awkwardLogins = []string{
	"ines@branch.example", "kim duval", "ops/night", "zoë.ørsted",
	"left|right", "promo%41", "0042", "a+b&c=d?e#f",
}

// seedGroups are the groups that a membership can name. No operation lists
// them, so whoever creates an account has to know an id.
func seedGroups() []simkit.Group {
	return []simkit.Group{
		{ID: "1", DisplayName: new("group1")},
		{ID: "7", DisplayName: new("Sales")},
		{ID: "12", DisplayName: new("Équipe de nuit")},
	}
}

func seedAccounts(o simkit.Options) []simkit.Person {
	r := o.Rand("inwebo.accounts")
	people := o.MakePeople("inwebo.example")
	for i := range people {
		settle(&people[i], r, login(i, *people[i].Email))
		unsettle(&people[i], i)
	}
	return people
}

// login is the first letter of the given name before the family name, as the
// sheet's sample has it; every second one is awkward while there are any.
func login(i int, mail string) string {
	if i%2 == 1 && i/2 < len(awkwardLogins) {
		return awkwardLogins[i/2]
	}
	local, _, _ := strings.Cut(mail, "@")
	given, family, _ := strings.Cut(local, ".")
	return string([]rune(given)[:1]) + family
}

// settle gives p what inWebo keeps of an account and takes away the rest.
func settle(p *simkit.Person, r *rand.Rand, login string) {
	p.ID, p.UserName = login, new(login)
	p.DisplayName, p.GivenName, p.FamilyName = nil, nil, nil
	p.Title, p.Phone = nil, nil
	p.Roles = []string{strconv.Itoa(r.IntN(len(roleNames)))}
	p.Memberships = []simkit.Membership{}
	for _, g := range seedGroups() {
		if r.IntN(2) == 0 {
			p.Memberships = append(p.Memberships, simkit.Membership{
				GroupID: g.ID, RoleID: strconv.Itoa(r.IntN(len(roleNames))),
			})
		}
	}
	// The console, the directory sync or another source (source).
	p.Extensions = map[string]any{"provisioningId": r.IntN(4)}
}

// unsettle takes from some accounts what need not be there.
//
// quirk: the later dates may be missing (sheet §7.9).
func unsettle(p *simkit.Person, i int) {
	switch i % 8 {
	case 2:
		p.Active = new(false)
	case 3:
		p.ModifiedAt, p.LastLoginAt = nil, nil
	case 4:
		p.Memberships = []simkit.Membership{}
	case 5:
		p.Language = nil
	case 6:
		p.Email = nil
	}
}
