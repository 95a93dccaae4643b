package sim

import (
	"strconv"
	"strings"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// firstNumber is the number in the id of the first person.
const firstNumber = 1000

func seedGroups() []simkit.Group {
	return []simkit.Group{
		{ID: "g-1", DisplayName: new("Sales")},
		{ID: "g-2", DisplayName: new("Équipe de nuit")},
		{ID: "g-3", DisplayName: new("R&D <lab>")},
		{ID: "g-5"},
	}
}

func seedPeople(o simkit.Options) []simkit.Person {
	r := o.Rand("rollbook.people")
	people := o.MakePeople("rollbook.example")
	for i := range people {
		p := &people[i]
		login, _, _ := strings.Cut(*p.Email, "@")
		*p = simkit.Person{
			ID: "p-" + strconv.Itoa(firstNumber+i), UserName: &login, Email: p.Email,
			GivenName: p.GivenName, FamilyName: p.FamilyName, Active: p.Active,
			CreatedAt: new(p.CreatedAt.Truncate(time.Second)), Memberships: []simkit.Membership{},
		}
		for _, g := range seedGroups() {
			if r.IntN(2) == 0 {
				p.Memberships = append(p.Memberships, simkit.Membership{GroupID: g.ID})
			}
		}
		unsettle(p, i)
	}
	return people
}

// unsettle takes from some people what need not be there.
func unsettle(p *simkit.Person, i int) {
	switch i % 8 {
	case 3:
		p.Email = nil
	case 4:
		p.GivenName, p.FamilyName = nil, nil
	case 5:
		p.Memberships = []simkit.Membership{}
	}
}
