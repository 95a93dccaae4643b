package upstreamtest

import (
	"context"
	"errors"
	"fmt"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

func memberRules() []Rule {
	return []Rule{
		{Name: "a member of a group says what the directory says", Needs: has[upstream.GroupMemberLister], Check: checkMembers},
		{Name: "a user's group says what the directory says", Needs: has[upstream.UserGroupLister], Check: checkUserGroups},
		{Name: "a member that is added twice is there once", Needs: has[upstream.GroupMemberAdder], Check: checkAddMember},
		{Name: "a member that is removed loses that place and no other", Needs: has[upstream.GroupMemberRemover], Check: checkRemoveMember},
		{Name: "a subgroup that is added twice is there once", Needs: has[upstream.SubgroupAdder], Check: checkAddSubgroup},
		{Name: "a subgroup that is removed loses that place and no other", Needs: has[upstream.SubgroupRemover], Check: checkRemoveSubgroup},
	}
}

func checkMembers(ctx context.Context, b *Bench) error {
	var faults []error
	for _, g := range b.Sim.World.Groups() {
		q := upstream.MemberQuery{GroupID: b.groupID("listGroupMembers", g), Limit: 100}
		page, err := b.Connector.(upstream.GroupMemberLister).ListGroupMembers(ctx, q)
		faults = append(faults, err)
		for _, u := range page.Items {
			p, err := b.person(u.NativeID)
			if err == nil {
				err = b.equal(p, u, upstream.InList)
			}
			faults = append(faults, err)
		}
	}
	return errors.Join(faults...)
}

func checkUserGroups(ctx context.Context, b *Bench) error {
	var faults []error
	for _, p := range b.Sim.World.People() {
		q := upstream.UserGroupQuery{UserID: b.userID("listUserGroups", p), Limit: 100}
		page, err := b.Connector.(upstream.UserGroupLister).ListUserGroups(ctx, q)
		faults = append(faults, err)
		for _, m := range page.Items {
			faults = append(faults, about(p.ID, b.trueOf(p, m)))
		}
	}
	return errors.Join(faults...)
}

// trueOf demands that whatever is said of a place is true.
func (b *Bench) trueOf(p simkit.Person, m upstream.Membership) error {
	g, err := b.kept(m.NativeID)
	if err != nil {
		return err
	}
	var role string
	for _, place := range p.Memberships {
		if place.GroupID == m.NativeID {
			role = place.RoleID
		}
	}
	return errors.Join(
		demand(m.DisplayName == nil || text(m.DisplayName) == text(g.DisplayName), fmt.Sprintf("group %q has another name", g.ID)),
		demand(m.RoleID == nil || text(m.RoleID) == role, fmt.Sprintf("the role in group %q is another", g.ID)))
}

func checkAddMember(ctx context.Context, b *Bench) error {
	p, g, _, err := b.moving()
	if err != nil {
		return err
	}
	after := b.snapshot().withPlace(p.ID, g.ID, true)
	ref := upstream.MemberRef{GroupID: b.groupID("addGroupMember", g), UserID: b.userID("addGroupMember", p)}
	for range 2 {
		_, err := b.Connector.(upstream.GroupMemberAdder).AddGroupMember(ctx, ref)
		if err := errors.Join(err, b.unchanged(after)); err != nil {
			return err
		}
	}
	return nil
}

func checkRemoveMember(ctx context.Context, b *Bench) error {
	p, _, g, err := b.moving()
	if err != nil {
		return err
	}
	after := b.snapshot().withPlace(p.ID, g.ID, false)
	ref := upstream.MemberRef{GroupID: b.groupID("removeGroupMember", g), UserID: b.userID("removeGroupMember", p)}
	remover := b.Connector.(upstream.GroupMemberRemover)
	_, err = remover.RemoveGroupMember(ctx, ref)
	if err := errors.Join(err, b.unchanged(after)); err != nil {
		return err
	}
	_, err = remover.RemoveGroupMember(ctx, ref)
	return errors.Join(alreadyGone(err), b.unchanged(after))
}

// alreadyGone passes what a vendor may say of a place that is gone: nothing, or that
// there is none.
func alreadyGone(err error) error {
	if err == nil {
		return nil
	}
	return during("once more", isKind(err, upstream.NotFound))
}

func checkAddSubgroup(ctx context.Context, b *Bench) error {
	return b.nesting(ctx, "addSubgroup", groupToNest, func(ref upstream.SubgroupRef, _ bool) error {
		_, err := b.Connector.(upstream.SubgroupAdder).AddSubgroup(ctx, ref)
		return err
	})
}

func checkRemoveSubgroup(ctx context.Context, b *Bench) error {
	return b.nesting(ctx, "removeSubgroup", nestedGroup, func(ref upstream.SubgroupRef, again bool) error {
		_, err := b.Connector.(upstream.SubgroupRemover).RemoveSubgroup(ctx, ref)
		if again {
			return alreadyGone(err)
		}
		return err
	})
}

// nesting has a group nested, or taken out, twice, and demands that after each
// time it is so and nothing else changed.
func (b *Bench) nesting(ctx context.Context, operation string, inner slot, do func(ref upstream.SubgroupRef, again bool) error) error {
	outerID, err := b.fit(ctx, operation, outerGroup)
	if err != nil {
		return err
	}
	innerID, err := b.fit(ctx, operation, inner)
	if err != nil {
		return err
	}
	outer, in := b.groupNamed(operation, outerID), b.groupNamed(operation, innerID)
	after := b.snapshot().withNested(outer.ID, in.ID, inner == groupToNest)
	for _, again := range []bool{false, true} {
		err := do(upstream.SubgroupRef{GroupID: outerID, SubgroupID: innerID}, again)
		if err := errors.Join(err, b.unchanged(after)); err != nil {
			return err
		}
	}
	return nil
}

// groupNamed returns the group that the operation knows by this id.
func (b *Bench) groupNamed(operation, id string) simkit.Group {
	for _, g := range b.Sim.World.Groups() {
		if b.groupID(operation, g) == id {
			return g
		}
	}
	return simkit.Group{}
}
