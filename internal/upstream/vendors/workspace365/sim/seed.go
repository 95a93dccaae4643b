package sim

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// seedPeople returns the users that the environment starts with. What makes
// them awkward goes by their place in the list, so that seven of them show all
// of it.
func seedPeople(o simkit.Options, r *rand.Rand) []simkit.Person {
	people := o.MakePeople("workspace.example")
	for i := range people {
		p := &people[i]
		p.ID, p.Number = seedID(i, r), firstUser+i
		p.UserName = new(seedUPN(i, *p.Email))
		p.Roles = roles(i == 0 || r.IntN(8) == 0)
		forget(p)
		seedOptional(i, p)
	}
	return people
}

// forget takes away what the vendor has no place for.
func forget(p *simkit.Person) {
	p.DisplayName, p.Language = nil, nil
	p.CreatedAt, p.ModifiedAt, p.LastLoginAt = nil, nil, nil
}

// seedID returns an ObjectId. Not all of them are GUIDs, and one that is
// written in capitals is another id than the same in small letters.
func seedID(i int, r *rand.Rand) string {
	id := simkit.UUID(r)
	switch i % 7 {
	case 1, 4:
		// quirk: the vendor's own samples have a letter v and a last group
		// that is one short (source, sheet §7.13).
		return id[:3] + "v" + id[4:len(id)-1]
	case 5:
		return strings.ToUpper(id)
	}
	return id
}

// seedUPN returns a UserPrincipalName that no other e-mail address leads to.
func seedUPN(i int, mail string) string {
	name, domain, _ := strings.Cut(mail, "@")
	switch i % 7 {
	case 1, 6:
		// quirk: a guest's name holds number signs (sheet §7.17).
		return fmt.Sprintf("%s_%s#EXT#@%s.onmicrosoft.com", name, domain, environment)
	case 3:
		return name + "+w365@" + domain
	}
	return mail
}

// seedOptional gives and takes what a user need not have. An empty string is a
// value that was sent, and nil is one that never was.
func seedOptional(i int, p *simkit.Person) {
	switch i % 7 {
	case 0:
		p.Extensions = secondaryEmail("private." + *p.Email)
	case 2:
		p.Active = new(false)
		p.Title, p.Phone = new(""), new("")
		p.Extensions = secondaryEmail("")
	case 4:
		p.Title, p.Phone = nil, nil
	case 6:
		p.Email = nil
	}
}
