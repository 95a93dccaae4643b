package rollbook

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// ListUsers returns one page of people.
func (c *connector) ListUsers(ctx context.Context, q upstream.UserQuery) (upstream.Page[upstream.User], error) {
	people := collection[person, upstream.User]{"listPeople", person.flaw, userOf}
	return people.page(ctx, c, step{q.Limit, q.At, q.Raw})
}

// GetUser reads one person.
func (c *connector) GetUser(ctx context.Context, r upstream.UserRef) (upstream.User, error) {
	answer, err := c.do(ctx, "getPerson", rest.Call{Params: []string{r.ID}})
	if err != nil {
		return upstream.User{}, err
	}
	p, err := personIn(answer, r.ID)
	if err != nil {
		return upstream.User{}, err
	}
	u := userOf(p, nil)
	if r.Raw {
		u.Raw, err = answer.Raw(answer.Body)
	}
	return u, err
}

// personIn reads an answer that is one person: the one of this id, where one is
// given.
func personIn(a *rest.Answer, id string) (person, error) {
	p, err := rest.JSON[person](a)
	if err != nil {
		return person{}, err
	}
	if flaw := p.flaw(); flaw != "" {
		return person{}, a.Malformed(flaw)
	}
	if id != "" && p.ID != id {
		return person{}, a.Malformed("another person than the one asked for")
	}
	return p, nil
}

// flaw says what makes the person unusable, and nothing where it is sound.
func (p person) flaw() string {
	switch {
	case p.ID == "":
		return "a person without an id"
	case slices.Contains(p.Groups, ""):
		return "a group without an id"
	}
	return ""
}

func userOf(p person, raw json.RawMessage) upstream.User {
	u := upstream.User{
		NativeID: p.ID, UserName: rest.Text(p.Login), Email: rest.Text(p.Mail),
		GivenName: rest.Text(p.First), FamilyName: rest.Text(p.Last),
		Active: activeOf(p.State), CreatedAt: p.Since.UTC(), Raw: raw,
	}
	if p.Groups != nil {
		u.Groups = make([]upstream.Membership, len(p.Groups))
	}
	for i, id := range p.Groups {
		u.Groups[i] = upstream.Membership{NativeID: id}
	}
	return u
}

// The states of a person.
const (
	on  = "on"
	off = "off"
)

// activeOf is what a state says, nil for one that is not documented.
func activeOf(state *string) *bool {
	if state == nil || *state != on && *state != off {
		return nil
	}
	return new(*state == on)
}
