package upstreamtest

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

func groupRules() []Rule {
	lists, gets := has[upstream.GroupLister], has[upstream.GroupGetter]
	return []Rule{
		{Name: "a listed group says what the directory says", Needs: lists, Check: checkGroupsListed},
		{Name: "a filter hides no group that matches", Needs: lists, Check: checkGroupFilters},
		{Name: "a group that is read says what the directory says", Needs: gets, Check: checkGroupRead},
		{Name: "a deleted group is gone, and every place in it", Needs: has[upstream.GroupDeleter], Check: checkGroupDelete},
	}
}

// everyGroup lists the groups that may match the filter.
func (b *Bench) everyGroup(ctx context.Context, f upstream.Filter) (all []upstream.Group, err error) {
	q := upstream.GroupQuery{Limit: 2, Filter: f}
	for range 2*len(b.Sim.World.Groups()) + 3 {
		page, err := b.Connector.(upstream.GroupLister).ListGroups(ctx, q)
		if all = append(all, page.Items...); err != nil || page.Next == "" {
			return all, err
		}
		q.At = page.Next
	}
	return nil, errors.New("the list does not end")
}

func checkGroupsListed(ctx context.Context, b *Bench) error {
	groups, err := b.everyGroup(ctx, nil)
	faults := []error{err, demand(len(groups) > 0, "there is none")}
	for _, g := range groups {
		kept, err := b.kept(g.NativeID)
		if err == nil {
			err = b.equalGroup(kept, g, upstream.InList)
		}
		faults = append(faults, err)
	}
	return errors.Join(faults...)
}

// checkGroupFilters demands that a walk with a filter shows every group that
// matches it; which others come does not matter.
func checkGroupFilters(ctx context.Context, b *Bench) error {
	var faults []error
	for _, f := range b.groupFilters() {
		groups, err := b.everyGroup(ctx, f)
		if err != nil {
			return err
		}
		shown := map[string]bool{}
		for _, g := range groups {
			shown[g.NativeID] = true
		}
		for _, g := range b.Sim.World.Groups() {
			attributes := map[string]any{"id": g.ID}
			if g.DisplayName != nil {
				attributes["displayName"] = *g.DisplayName
			}
			if !shown[g.ID] && upstream.Matches(f, func(name string) any { return attributes[name] }) {
				faults = append(faults, fmt.Errorf("filter %+v: group %q is missing", f, g.ID))
			}
		}
	}
	return errors.Join(faults...)
}

// groupFilters returns conditions on groups that are there, in the shapes in which
// a connector may misread what it can push down.
func (b *Bench) groupFilters() []upstream.Filter {
	var out []upstream.Filter
	groups := b.Sim.World.Groups()
	for i, g := range groups {
		name := upstream.Compare{Attribute: "displayName", Op: upstream.Equal, Value: text(g.DisplayName)}
		upper, other := name, name
		upper.Value, other.Value = strings.ToUpper(text(g.DisplayName)), text(groups[(i+1)%len(groups)].DisplayName)
		out = append(out,
			name, upper, upstream.Or{Left: name, Right: other}, upstream.Not{Filter: name},
			upstream.Or{Left: name, Right: upstream.Present{Attribute: "displayName"}},
			upstream.Compare{Attribute: "id", Op: upstream.Equal, Value: g.ID},
			upstream.Compare{Attribute: "displayName", Op: upstream.Contains, Value: "e"},
		)
	}
	return out
}

func checkGroupRead(ctx context.Context, b *Bench) error {
	var faults []error
	for _, g := range b.Sim.World.Groups() {
		read, err := b.Connector.(upstream.GroupGetter).GetGroup(ctx, upstream.GroupRef{ID: b.groupID("getGroup", g)})
		if err == nil {
			err = b.equalGroup(g, read, upstream.InItem)
		}
		faults = append(faults, err)
	}
	return errors.Join(faults...)
}

func checkGroupDelete(ctx context.Context, b *Bench) error {
	deleter := b.Connector.(upstream.GroupDeleter)
	groups := b.Sim.World.Groups()
	for _, g := range groups[:len(groups)-1] {
		after := b.snapshot().withoutGroup(g.ID)
		ref := upstream.GroupRef{ID: b.groupID("deleteGroup", g)}
		if _, err := deleter.DeleteGroup(ctx, ref); err != nil {
			return about(g.ID, err)
		}
		if err := b.unchanged(after); err != nil {
			return during("after the group was deleted", err)
		}
		_, err := deleter.DeleteGroup(ctx, ref)
		again := during("deleting once more", isKind(err, upstream.NotFound))
		if err := errors.Join(again, b.unchanged(after)); err != nil {
			return err
		}
	}
	return nil
}
