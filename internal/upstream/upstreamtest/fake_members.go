package upstreamtest

import (
	"context"
	"net/http"
	"slices"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// ListGroupMembers returns a page of those who have a place in the group.
func (f *Fake) ListGroupMembers(ctx context.Context, q upstream.MemberQuery) (upstream.Page[upstream.User], error) {
	if err := f.enter(ctx, "listGroupMembers"); err != nil {
		return upstream.Page[upstream.User]{}, err
	}
	if _, ok := f.world.Group(q.GroupID); !ok {
		return upstream.Page[upstream.User]{}, &upstream.Error{Kind: upstream.NotFound}
	}
	return pageOf(f.members(q.GroupID), q.Limit, q.At, func(p simkit.Person) upstream.User { return f.user(p, q.Raw) })
}

func (f *Fake) members(groupID string) []simkit.Person {
	return slices.DeleteFunc(f.world.People(), func(p simkit.Person) bool { return placeIn(p, groupID) < 0 })
}

// placeIn returns where in somebody's places the group's is, or -1.
func placeIn(p simkit.Person, groupID string) int {
	return slices.IndexFunc(p.Memberships, func(m simkit.Membership) bool { return m.GroupID == groupID })
}

// ListUserGroups returns a page of a user's places.
func (f *Fake) ListUserGroups(ctx context.Context, q upstream.UserGroupQuery) (upstream.Page[upstream.Membership], error) {
	if err := f.enter(ctx, "listUserGroups"); err != nil {
		return upstream.Page[upstream.Membership]{}, err
	}
	p, ok := f.world.Person(q.UserID)
	if !ok {
		return upstream.Page[upstream.Membership]{}, &upstream.Error{Kind: upstream.NotFound}
	}
	return upstream.Cut(f.user(p, false).Groups, q.Limit, q.At)
}

// ChangeUserGroups changes one place after the other; a group that there is not
// fails alone.
func (f *Fake) ChangeUserGroups(ctx context.Context, c upstream.UserGroupChanges) ([]upstream.UserGroupOutcome, error) {
	if done, err := f.enterWrite(ctx, "changeUserGroups", http.MethodPatch, pathOf("users", c.UserID, "groups"), slices.Concat(c.Add, c.Remove)); done {
		return nil, err
	}
	if _, ok := f.world.Person(c.UserID); !ok {
		return nil, refused(upstream.NotFound)
	}
	var out []upstream.UserGroupOutcome
	for _, id := range c.Add {
		out = append(out, upstream.UserGroupOutcome{GroupID: id, Err: f.move(id, c.UserID, true)})
	}
	for _, id := range c.Remove {
		out = append(out, upstream.UserGroupOutcome{GroupID: id, Removed: true, Err: f.move(id, c.UserID, false)})
	}
	return out, nil
}

// AddGroupMember gives the user a place in the group, without a role.
func (f *Fake) AddGroupMember(ctx context.Context, r upstream.MemberRef) (struct{}, error) {
	if done, err := f.enterWrite(ctx, "addGroupMember", http.MethodPut, pathOf("groups", r.GroupID, "members", r.UserID), nil); done {
		return struct{}{}, err
	}
	return struct{}{}, f.move(r.GroupID, r.UserID, true)
}

// RemoveGroupMember takes the user's place in the group, if there is one.
func (f *Fake) RemoveGroupMember(ctx context.Context, r upstream.MemberRef) (struct{}, error) {
	if done, err := f.enterWrite(ctx, "removeGroupMember", http.MethodDelete, pathOf("groups", r.GroupID, "members", r.UserID), nil); done {
		return struct{}{}, err
	}
	return struct{}{}, f.move(r.GroupID, r.UserID, false)
}

// move gives or takes a place.
func (f *Fake) move(groupID, userID string, in bool) error {
	if _, ok := f.world.Group(groupID); !ok {
		return refused(upstream.NotFound)
	}
	there := f.world.Change(userID, func(p *simkit.Person) {
		switch i := placeIn(*p, groupID); {
		case in && i < 0:
			p.Memberships = append(slices.Clone(p.Memberships), simkit.Membership{GroupID: groupID})
		case !in && i >= 0:
			p.Memberships = slices.Delete(slices.Clone(p.Memberships), i, i+1)
		}
	})
	if !there {
		return refused(upstream.NotFound)
	}
	return nil
}

// AddSubgroup nests a group in another one.
func (f *Fake) AddSubgroup(ctx context.Context, r upstream.SubgroupRef) (struct{}, error) {
	if done, err := f.enterWrite(ctx, "addSubgroup", http.MethodPut, pathOf("groups", r.GroupID, "subgroups", r.SubgroupID), nil); done {
		return struct{}{}, err
	}
	return struct{}{}, f.nest(r, true)
}

// RemoveSubgroup takes a group out of another one, if it is in it.
func (f *Fake) RemoveSubgroup(ctx context.Context, r upstream.SubgroupRef) (struct{}, error) {
	if done, err := f.enterWrite(ctx, "removeSubgroup", http.MethodDelete, pathOf("groups", r.GroupID, "subgroups", r.SubgroupID), nil); done {
		return struct{}{}, err
	}
	return struct{}{}, f.nest(r, false)
}

func (f *Fake) nest(r upstream.SubgroupRef, in bool) error {
	_, inner := f.world.Group(r.SubgroupID)
	outer := f.world.ChangeGroup(r.GroupID, func(g *simkit.Group) {
		g.Subgroups = slices.DeleteFunc(slices.Clone(g.Subgroups), func(id string) bool { return id == r.SubgroupID })
		if in && inner {
			g.Subgroups = append(g.Subgroups, r.SubgroupID)
		}
	})
	if !inner || !outer {
		return refused(upstream.NotFound)
	}
	return nil
}
