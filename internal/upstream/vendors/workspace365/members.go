package workspace365

import (
	"context"
	"errors"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// AddGroupMember puts the user into the group. An ObjectId that the vendor does
// not know, be it the user's or the group's, is an error of kind
// [upstream.NotFound]; so it is for the three calls below.
func (d *directory) AddGroupMember(ctx context.Context, r upstream.MemberRef) (struct{}, error) {
	return d.place(ctx, "addGroupMember", inPath("groupId", r.GroupID), inPath("userId", r.UserID))
}

// RemoveGroupMember takes the user out of the group.
func (d *directory) RemoveGroupMember(ctx context.Context, r upstream.MemberRef) (struct{}, error) {
	return d.place(ctx, "removeGroupMember", inPath("groupId", r.GroupID), inPath("userId", r.UserID))
}

// AddSubgroup nests the subgroup in the group.
func (d *directory) AddSubgroup(ctx context.Context, r upstream.SubgroupRef) (struct{}, error) {
	return d.place(ctx, "addSubgroup", inPath("groupId", r.GroupID), inPath("subgroupId", r.SubgroupID))
}

// RemoveSubgroup takes the subgroup out of the group.
func (d *directory) RemoveSubgroup(ctx context.Context, r upstream.SubgroupRef) (struct{}, error) {
	return d.place(ctx, "removeSubgroup", inPath("groupId", r.GroupID), inPath("subgroupId", r.SubgroupID))
}

// place makes or ends a membership, which is nothing but two ids in a path.
func (d *directory) place(ctx context.Context, route string, group, member identifier) (struct{}, error) {
	if wrong := needObjectID(group, member); wrong != nil {
		return struct{}{}, wrong
	}
	_, err := d.bare(ctx, route, group.id, member.id)
	return struct{}{}, err
}

// ChangeUserGroups makes one call a group, those to add first. A group that the
// vendor refuses fails alone; an error that would befall the others too ends it.
func (d *directory) ChangeUserGroups(ctx context.Context, c upstream.UserGroupChanges) ([]upstream.UserGroupOutcome, error) {
	ids := append([]identifier{inPath("userId", c.UserID)}, listed(c.Add, "add")...)
	if wrong := needObjectID(append(ids, listed(c.Remove, "remove")...)...); wrong != nil {
		return nil, wrong
	}
	outcomes := c.Outcomes()
	planned := false
	for i, one := range outcomes {
		answer, err := d.change(ctx, c.UserID, one)
		outcomes[i].Err = err
		switch {
		case err == nil:
			planned = answer.Planned
		case ofGroup(err):
		case i == 0:
			return nil, err
		default:
			leaveOut(outcomes[i+1:], err)
			return outcomes, nil
		}
	}
	if planned {
		return nil, nil
	}
	return outcomes, nil
}

func (d *directory) change(ctx context.Context, userID string, c upstream.UserGroupOutcome) (*rest.Answer, error) {
	route := "addGroupMember"
	if c.Removed {
		route = "removeGroupMember"
	}
	return d.bare(ctx, route, c.GroupID, userID)
}

// ofGroup tells whether an error is about the one group and says nothing of the
// others.
func ofGroup(err error) bool {
	var e *upstream.Error
	if !errors.As(err, &e) {
		return false
	}
	switch e.Kind {
	case upstream.NotFound, upstream.Rejected, upstream.Conflict, upstream.WrongIdentifier:
		return true
	default:
		return false
	}
}

// leaveOut marks the groups that were not tried after this error.
func leaveOut(outcomes []upstream.UserGroupOutcome, because error) {
	var e *upstream.Error
	if !errors.As(because, &e) {
		return
	}
	for i := range outcomes {
		outcomes[i].Err = &upstream.Error{
			Kind: e.Kind, Outcome: upstream.NotSent, RetryAfter: e.RetryAfter, Final: e.Final,
			Detail: "Not tried, since the change before it failed.",
		}
	}
}
