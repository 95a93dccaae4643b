package juump

import (
	"context"
	"slices"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// ListUserGroups returns one page of a user's teams, cut out of the user.
func (c *connector) ListUserGroups(ctx context.Context, q upstream.UserGroupQuery) (upstream.Page[upstream.Membership], error) {
	found, answer, err := c.readUser(ctx, q.UserID)
	if err != nil {
		return upstream.Page[upstream.Membership]{}, err
	}
	if flaw := found.placesFlaw(); flaw != "" {
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
	users.flaw = user.placesFlaw
	page, err := users.page(ctx, step{limit: q.Limit, at: q.At, raw: q.Raw})
	if err != nil {
		return none, err
	}
	page.Items = slices.DeleteFunc(page.Items, func(u upstream.User) bool {
		return !slices.ContainsFunc(u.Groups, func(g upstream.Membership) bool { return g.NativeID == q.GroupID })
	})
	return page, nil
}

// placesFlaw says what makes the user unusable where teams matter: teams that the
// vendor does not tell must not read as none.
func (u user) placesFlaw() string {
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
	answer, err := c.do(ctx, "addToTeam", rest.Call{Params: []string{r.UserID, r.GroupID}})
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
	answer, err := c.do(ctx, "removeFromTeam", rest.Call{Params: []string{r.UserID, r.GroupID}})
	if err != nil {
		return done, err
	}
	return done, acknowledged(answer)
}
