package sim

import (
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

type peoplePage struct {
	People []person `json:"people"`
	After  *string  `json:"after"`
}

type groupPage struct {
	Groups []group `json:"groups"`
	After  *string `json:"after"`
}

// person is a person as the vendor shows it; what it lacks is null.
type person struct {
	ID     string   `json:"id"`
	Login  *string  `json:"login"`
	Mail   *string  `json:"mail"`
	First  *string  `json:"first"`
	Last   *string  `json:"last"`
	State  *string  `json:"state"`
	Since  *string  `json:"since"`
	Groups []string `json:"groups"`
}

type group struct {
	ID   string  `json:"id"`
	Name *string `json:"name"`
}

func shown(p simkit.Person) person {
	out := person{ID: p.ID, Login: p.UserName, Mail: p.Email, First: p.GivenName, Last: p.FamilyName, Groups: []string{}}
	if p.Active != nil {
		out.State = new(map[bool]string{true: "on", false: "off"}[*p.Active])
	}
	if p.CreatedAt != nil {
		out.Since = new(p.CreatedAt.UTC().Format(time.RFC3339))
	}
	for _, m := range p.Memberships {
		out.Groups = append(out.Groups, m.GroupID)
	}
	return out
}
