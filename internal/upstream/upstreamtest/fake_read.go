package upstreamtest

import (
	"context"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// ListUsers returns a page of the World, in its order.
func (f *Fake) ListUsers(ctx context.Context, q upstream.UserQuery) (upstream.Page[upstream.User], error) {
	if err := f.enter(ctx, "listUsers"); err != nil {
		return upstream.Page[upstream.User]{}, err
	}
	return pageOf(f.world.People(), q.Limit, q.At, func(p simkit.Person) upstream.User { return f.user(p, q.Raw) })
}

// pageOf returns one page of what is made of all these.
func pageOf[From, To any](all []From, limit int, at string, make func(From) To) (upstream.Page[To], error) {
	cut, err := upstream.Cut(all, limit, at)
	page := upstream.Page[To]{Next: cut.Next}
	for _, item := range cut.Items {
		page.Items = append(page.Items, make(item))
	}
	return page, err
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
