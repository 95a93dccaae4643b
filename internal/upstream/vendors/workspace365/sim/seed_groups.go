package sim

import "github.com/dragoman-gateway/dragoman/internal/upstream/simkit"

// firstUser and firstGroup are the integer ids that the seed begins with. They
// are far apart, so that one taken for the other is nobody's.
const (
	firstUser  = 1001
	firstGroup = 21
)

// seedGroups returns the groups that the environment starts with, the second
// nested in the first and the last without anybody, and gives people their
// places: one may be in two groups, and not everybody is in one.
func seedGroups(o simkit.Options, people []simkit.Person) []simkit.Group {
	r := o.Rand("workspace365.groups")
	groups := []simkit.Group{
		{DisplayName: new("Finance"), Description: new("Everyone from Finance")},
		{DisplayName: new("Audit"), Description: new("")},
		{DisplayName: new("Søknad & Co")},
		{DisplayName: new("Nobody yet"), Description: new("For next year")},
	}
	for i := range groups {
		groups[i].ID, groups[i].Number, groups[i].Subgroups = seedID(i, r), firstGroup+i, []string{}
	}
	groups[0].Subgroups = []string{groups[1].ID}
	for i := range people {
		people[i].Memberships = []simkit.Membership{}
		for place, in := range []bool{i%3 == 0, i%4 == 0, i%3 == 1} {
			if in {
				people[i].Memberships = append(people[i].Memberships, simkit.Membership{GroupID: groups[place].ID})
			}
		}
	}
	return groups
}
