package rollbook

import (
	"encoding/json"
	"encoding/xml"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// defaultRoutes is every wire operation that this connector uses. quirk: a person
// is created and changed by the same verb (sheet §3).
func defaultRoutes() rest.Routes {
	const (
		people = "/api/people"
		groups = "/api/groups"
		member = groups + "/{id}/people/{personId}"
	)
	return rest.Routes{
		"listPeople":   {Verb: "GET", Path: people, Certainty: upstream.Documented},
		"createPerson": {Verb: "POST", Path: people, Write: true, Certainty: upstream.Documented},
		"getPerson":    {Verb: "GET", Path: people + "/{id}", Certainty: upstream.Documented},
		"updatePerson": {Verb: "POST", Path: people + "/{id}", Write: true, Certainty: upstream.Documented},
		"deletePerson": {Verb: "DELETE", Path: people + "/{id}", Write: true, Certainty: upstream.Documented},
		"listGroups":   {Verb: "GET", Path: groups, Certainty: upstream.Documented},
		"getGroup":     {Verb: "GET", Path: groups + "/{id}", Certainty: upstream.Documented},
		"addMember":    {Verb: "PUT", Path: member, Write: true, Certainty: upstream.Documented},
		"removeMember": {Verb: "DELETE", Path: member, Write: true, Certainty: upstream.Documented},
	}
}

// defaultStatuses is what Rollbook's statuses mean. A 404 is about a person or a
// group only where the path names one; a 400 and a 429 have their common meaning.
func defaultStatuses() rest.Statuses {
	return rest.Statuses{
		"401":              {Kind: upstream.Credentials, Certainty: upstream.Documented},
		"403":              {Kind: upstream.Forbidden, Certainty: upstream.Documented},
		"404 getPerson":    {Kind: upstream.NotFound, Certainty: upstream.Documented},
		"404 updatePerson": {Kind: upstream.NotFound, Certainty: upstream.Documented},
		"404 deletePerson": {Kind: upstream.NotFound, Certainty: upstream.Documented},
		"404 getGroup":     {Kind: upstream.NotFound, Certainty: upstream.Documented},
		"404 addMember":    {Kind: upstream.NotFound, Certainty: upstream.Documented},
		"404 removeMember": {Kind: upstream.NotFound, Certainty: upstream.Documented},
		"409":              {Kind: upstream.Conflict, Certainty: upstream.Documented},
	}
}

const (
	// pageMax is the largest page that Rollbook gives.
	pageMax = 50
	// tokenMax is the length of the longest token.
	tokenMax = 64
)

// person is a person as Rollbook tells it; only id is ever certain.
type person struct {
	ID     string     `json:"id"`
	Login  *string    `json:"login"`
	Mail   *string    `json:"mail"`
	First  *string    `json:"first"`
	Last   *string    `json:"last"`
	State  *string    `json:"state"`
	Since  *rest.Time `json:"since"`
	Groups []string   `json:"groups"`
}

type group struct {
	ID   string  `json:"id"`
	Name *string `json:"name"`
}

// page is one page of people or of groups; T is person, group or json.RawMessage.
type page[T any] struct {
	People []T             `json:"people"`
	Groups []T             `json:"groups"`
	After  json.RawMessage `json:"after"`
}

// of returns the items that this list is about, nil where the page has none.
func (p page[T]) of(route string) []T {
	if route == "listPeople" {
		return p.People
	}
	return p.Groups
}

// fault is the body of a refusal. Its text may quote what was sent and is not read.
type fault struct {
	XMLName xml.Name `xml:"fault"`
	Code    string   `xml:"code,attr"`
	Field   string   `xml:"field,attr"`
}
