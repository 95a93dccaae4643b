package juump

import (
	"context"
	"slices"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// GetUser reads one user.
func (c *connector) GetUser(ctx context.Context, r upstream.UserRef) (upstream.User, error) {
	found, answer, err := c.read(ctx, r.ID)
	if err != nil {
		return upstream.User{}, err
	}
	u := userOf(found)
	if r.Raw {
		u.Raw, err = answer.Raw(answer.Body)
	}
	return u, err
}

// read gets one user. quirk: a proxy that decodes %2F on the way asks for
// somebody else, so the answer must be about this id (sheet §7.1).
func (c *connector) read(ctx context.Context, id string) (user, *rest.Answer, error) {
	answer, err := c.do(ctx, "getUser", []string{id}, nil, nil)
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

// membership returns the ids of the teams as a write takes them, nil where the
// vendor did not say.
func (u user) membership() []string {
	if u.TeamUUIDs != nil || u.Teams == nil {
		return u.TeamUUIDs
	}
	ids := make([]string, len(u.Teams))
	for i, t := range u.Teams {
		ids[i] = t.UUID
	}
	return ids
}
