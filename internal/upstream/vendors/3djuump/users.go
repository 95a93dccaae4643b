package juump

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// ListUsers returns one page of users.
func (c *connector) ListUsers(ctx context.Context, q upstream.UserQuery) (upstream.Page[upstream.User], error) {
	return c.users().page(ctx, step{limit: q.Limit, at: q.At, raw: q.Raw})
}

// users are the users of the directory as a list.
func (c *connector) users() collection[user, upstream.User] {
	return collection[user, upstream.User]{
		connector: c, route: "listUsers", key: "oidcsub",
		id:   func(u user) string { return u.OIDCSub },
		flaw: user.flaw,
		item: func(u user, raw json.RawMessage) upstream.User {
			out := userOf(u)
			out.Raw = raw
			return out
		},
	}
}

// GetUser reads one user.
func (c *connector) GetUser(ctx context.Context, r upstream.UserRef) (upstream.User, error) {
	found, answer, err := c.readUser(ctx, r.ID)
	if err != nil {
		return upstream.User{}, err
	}
	u := userOf(found)
	if r.Raw {
		u.Raw, err = answer.Raw(answer.Body)
	}
	return u, err
}

// readUser gets one user. quirk: a proxy that decodes %2F on the way asks for
// somebody else, so the answer must be about this id (sheet §7.1).
func (c *connector) readUser(ctx context.Context, id string) (user, *rest.Answer, error) {
	answer, err := c.do(ctx, "getUser", rest.Call{Params: []string{id}})
	if err != nil {
		return user{}, nil, err
	}
	found, err := rest.JSON[user](answer)
	if err != nil {
		return user{}, nil, err
	}
	if flaw := found.flaw(); flaw != "" {
		return user{}, nil, answer.Malformed(flaw)
	}
	if found.OIDCSub != id {
		return user{}, nil, answer.Malformed("another user than the one asked for")
	}
	return found, answer, nil
}

// flaw says what makes the user unusable, and nothing where it is sound.
func (u user) flaw() string {
	switch {
	case u.OIDCSub == "":
		return "a user without oidcsub"
	case slices.Contains(u.TeamUUIDs, ""), slices.ContainsFunc(u.Teams, func(t place) bool { return t.UUID == "" }):
		return "a team without teamuuid"
	}
	return ""
}

func userOf(u user) upstream.User {
	info := u.UserInfo
	out := upstream.User{
		NativeID:    u.OIDCSub,
		UserName:    first(info.PreferredUsername, info.Email, &u.OIDCSub),
		DisplayName: first(u.DisplayName, info.Name),
		GivenName:   rest.Text(info.GivenName),
		FamilyName:  rest.Text(info.FamilyName),
		Email:       rest.Text(info.Email),
		Language:    rest.Text(info.Locale),
		Phone:       rest.Text(info.PhoneNumber),
		Active:      u.Enabled,
		Groups:      groupsOf(u),
	}
	if u.FrontendAccess != nil || u.AccessRights != nil {
		out.Extensions = extensions{AccessRights: u.AccessRights, FrontendAccess: u.FrontendAccess}
	}
	return out
}

// first returns the first of the texts that says something.
func first(texts ...*string) *string {
	for _, t := range texts {
		if rest.Text(t) != nil {
			return t
		}
	}
	return nil
}

// groupsOf returns the teams with their names, then those that only teamuuids
// has; nil where the vendor sent neither list.
func groupsOf(u user) []upstream.Membership {
	if u.Teams == nil && u.TeamUUIDs == nil {
		return nil
	}
	groups := []upstream.Membership{}
	for _, t := range u.Teams {
		groups = append(groups, upstream.Membership{NativeID: t.UUID, DisplayName: rest.Text(t.Name)})
	}
	for _, uuid := range u.TeamUUIDs {
		if !slices.ContainsFunc(u.Teams, func(t place) bool { return t.UUID == uuid }) {
			groups = append(groups, upstream.Membership{NativeID: uuid})
		}
	}
	return groups
}
