package juump

import (
	"context"
	"slices"
	"strings"

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
	return placesAfter(groupsOf(found), q)
}

// afterPlace begins a position among a user's teams. Bare, an id of digits would read
// as a position of any other list.
const afterPlace = "t"

// placesAfter returns the places that follow the one at the query's position, by
// their ids: the vendor promises no order, and places come and go between pages.
func placesAfter(places []upstream.Membership, q upstream.UserGroupQuery) (upstream.Page[upstream.Membership], error) {
	after, ours := strings.CutPrefix(q.At, afterPlace)
	if q.At != "" && (!ours || !upstream.ValidID(after)) {
		return upstream.Page[upstream.Membership]{}, &upstream.Error{Kind: upstream.BadPosition}
	}
	slices.SortFunc(places, func(a, b upstream.Membership) int { return strings.Compare(a.NativeID, b.NativeID) })
	places = slices.DeleteFunc(places, func(m upstream.Membership) bool { return m.NativeID <= after })
	page := upstream.Page[upstream.Membership]{Items: places[:min(q.Limit, len(places))]}
	if len(places) > q.Limit {
		page.Next = afterPlace + page.Items[q.Limit-1].NativeID
	}
	return page, nil
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
		return done, c.rewriteOne(ctx, upstream.UserGroupChanges{UserID: r.UserID, Add: []string{r.GroupID}})
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
		return done, c.rewriteOne(ctx, upstream.UserGroupChanges{UserID: r.UserID, Remove: []string{r.GroupID}})
	}
	answer, err := c.do(ctx, "removeFromTeam", rest.Call{Params: []string{r.UserID, r.GroupID}})
	if err != nil {
		return done, err
	}
	return done, acknowledged(answer)
}
