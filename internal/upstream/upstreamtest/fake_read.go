package upstreamtest

import (
	"context"
	"strconv"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// ListUsers returns a page of the World, in its order. A position is an offset.
func (f *Fake) ListUsers(ctx context.Context, q upstream.UserQuery) (upstream.Page[upstream.User], error) {
	var page upstream.Page[upstream.User]
	if err := f.enter(ctx, "listUsers"); err != nil {
		return page, err
	}
	offset := 0
	if q.At != "" {
		n, err := strconv.Atoi(q.At)
		if err != nil || n < 1 {
			return page, &upstream.Error{Kind: upstream.BadPosition}
		}
		offset = n
	}
	people := f.world.People()
	end := min(offset+q.Limit, len(people))
	for _, p := range people[min(offset, end):end] {
		page.Items = append(page.Items, f.user(p, q.Raw))
	}
	if end < len(people) {
		page.Next = strconv.Itoa(end)
	}
	return page, nil
}

// GetUser returns one person of the World.
func (f *Fake) GetUser(ctx context.Context, r upstream.UserRef) (upstream.User, error) {
	if err := f.enter(ctx, "getUser"); err != nil {
		return upstream.User{}, err
	}
	p, ok := f.world.Person(r.ID)
	if !ok {
		return upstream.User{}, &upstream.Error{Kind: upstream.NotFound}
	}
	return f.user(p, r.Raw), nil
}

// LookupUsers returns those of the values that are somebody's e-mail or user
// name, the two attributes it knows.
func (f *Fake) LookupUsers(ctx context.Context, l upstream.Lookup) ([]string, error) {
	if err := f.enter(ctx, "lookupUsers"); err != nil {
		return nil, err
	}
	found := []string{}
	for _, value := range l.Values {
		for _, p := range f.world.People() {
			known := map[string]*string{"email": p.Email, "userName": p.UserName}[l.Attribute]
			if known != nil && *known == value {
				found = append(found, value)
			}
		}
	}
	return found, nil
}

// user returns what the World says of a person, and nothing for an empty text.
func (f *Fake) user(p simkit.Person, raw bool) upstream.User {
	u := upstream.User{
		NativeID: p.ID,
		UserName: told(p.UserName), DisplayName: told(p.DisplayName), GivenName: told(p.GivenName), FamilyName: told(p.FamilyName),
		Email: told(p.Email), Language: told(p.Language), Title: told(p.Title), Phone: told(p.Phone),
		Active: p.Active, Roles: p.Roles,
		CreatedAt: utc(p.CreatedAt), ModifiedAt: utc(p.ModifiedAt), LastLoginAt: utc(p.LastLoginAt),
	}
	if p.Memberships != nil {
		u.Groups = make([]upstream.Membership, len(p.Memberships))
	}
	for i, m := range p.Memberships {
		group, _ := f.world.Group(m.GroupID)
		u.Groups[i] = upstream.Membership{NativeID: m.GroupID, DisplayName: group.DisplayName, RoleID: told(&m.RoleID)}
	}
	if len(p.Extensions) > 0 {
		u.Extensions = p.Extensions
	}
	if raw {
		u.Raw = mustJSON(map[string]any{"id": p.ID, "userName": p.UserName})
	}
	return u
}
