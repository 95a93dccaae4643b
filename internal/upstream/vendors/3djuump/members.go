package juump

import (
	"context"
	"slices"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// ListUserGroups returns one page of a user's teams, cut out of the user.
func (c *connector) ListUserGroups(ctx context.Context, q upstream.UserGroupQuery) (upstream.Page[upstream.Membership], error) {
	found, answer, err := c.read(ctx, q.UserID)
	if err != nil {
		return upstream.Page[upstream.Membership]{}, err
	}
	if flaw := found.unplaced(); flaw != "" {
		return upstream.Page[upstream.Membership]{}, answer.Malformed(flaw)
	}
	return upstream.Cut(groupsOf(found), q.Limit, q.At)
}

// ListGroupMembers returns those users of one page of all users who are in the
// team. quirk: no call of the vendor's tells a team's members (sheet §8).
func (c *connector) ListGroupMembers(ctx context.Context, q upstream.MemberQuery) (upstream.Page[upstream.User], error) {
	var none upstream.Page[upstream.User]
	if q.At == "" {
		if _, _, err := c.readTeam(ctx, q.GroupID); err != nil {
			return none, err
		}
	}
	users := c.users()
	users.flaw = user.unplaced
	page, err := users.page(ctx, step{limit: q.Limit, at: q.At, raw: q.Raw})
	if err != nil {
		return none, err
	}
	page.Items = slices.DeleteFunc(page.Items, func(u upstream.User) bool {
		return !slices.ContainsFunc(u.Groups, func(g upstream.Membership) bool { return g.NativeID == q.GroupID })
	})
	return page, nil
}

// unplaced says what makes the user unusable where teams matter: teams that the
// vendor does not tell must not read as none.
func (u user) unplaced() string {
	if flaw := u.flaw(); flaw != "" {
		return flaw
	}
	if u.Teams == nil && u.TeamUUIDs == nil {
		return "a user without teams and teamuuids"
	}
	return ""
}

// AddGroupMember puts a user into a team.
func (c *connector) AddGroupMember(ctx context.Context, r upstream.MemberRef) (struct{}, error) {
	var done struct{}
	if faults := teamInPath(r.GroupID); len(faults) > 0 {
		return done, upstream.Reject(faults...)
	}
	if c.rewrites {
		return done, c.rewriteOne(ctx, r, []string{r.GroupID}, nil)
	}
	answer, err := c.do(ctx, "addToTeam", []string{r.UserID, r.GroupID}, nil, nil)
	if err != nil {
		return done, err
	}
	return done, confirmed(answer)
}

// RemoveGroupMember takes a user out of a team.
func (c *connector) RemoveGroupMember(ctx context.Context, r upstream.MemberRef) (struct{}, error) {
	var done struct{}
	if faults := teamInPath(r.GroupID); len(faults) > 0 {
		return done, upstream.Reject(faults...)
	}
	if c.rewrites {
		return done, c.rewriteOne(ctx, r, nil, []string{r.GroupID})
	}
	answer, err := c.do(ctx, "removeFromTeam", []string{r.UserID, r.GroupID}, nil, nil)
	if err != nil {
		return done, err
	}
	return done, acknowledged(answer)
}

// rewriteOne is rewrite for one team, which must be there: what the vendor makes of
// a user with a team that is not is not documented.
func (c *connector) rewriteOne(ctx context.Context, r upstream.MemberRef, add, remove []string) error {
	if _, _, err := c.readTeam(ctx, r.GroupID); err != nil {
		return upstream.Unsent(err)
	}
	_, err := c.rewrite(ctx, r.UserID, add, remove)
	return err
}

// rewrite changes a user's teams without the paths for that: the user is read and
// written as a whole (sheet §8). It tells whether that was only planned.
func (c *connector) rewrite(ctx context.Context, id string, add, remove []string) (planned bool, err error) {
	current, answer, err := c.read(ctx, id)
	if err != nil {
		return false, upstream.Unsent(err)
	}
	if flaw := current.unplaced(); flaw != "" {
		return false, upstream.Unsent(answer.Malformed(flaw))
	}
	body := merged(current, upstream.UserPatch{}, extensionChange{})
	body.TeamUUIDs = slices.DeleteFunc(groupIDs(groupsOf(current)), func(team string) bool { return slices.Contains(remove, team) })
	for _, team := range add {
		if !slices.Contains(body.TeamUUIDs, team) {
			body.TeamUUIDs = append(body.TeamUUIDs, team)
		}
	}
	answer, err = c.write(ctx, id, update, body)
	if err != nil {
		return false, err
	}
	return answer.Planned, nil
}
