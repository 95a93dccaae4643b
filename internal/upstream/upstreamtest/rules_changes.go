package upstreamtest

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

func changeRules() []Rule {
	changes := has[upstream.UserGroupChanger]
	return []Rule{
		{Name: "a change of groups is told group by group, those to add first", Needs: changes, Check: checkChange},
		{Name: "an unknown group among others fails alone", Needs: changes, Check: checkChangeUnknown},
	}
}

// change is what a test asks of somebody's groups, and what must come of it.
type change struct {
	person      simkit.Person
	add, remove []simkit.Group
	// unknown tells of which groups there is none.
	unknown map[string]bool
}

// changing returns a change of somebody's groups that puts them into two, one of
// which they are in already, and takes them out of one.
func (b *Bench) changing() (change, error) {
	for _, p := range b.Sim.World.People() {
		in, out := b.sides(p)
		if len(in) > 1 && len(out) > 0 {
			return change{person: p, add: []simkit.Group{out[0], in[0]}, remove: in[1:2]}, nil
		}
	}
	return change{}, errors.New("nobody is in two groups and not in a third")
}

func checkChange(ctx context.Context, b *Bench) error {
	c, err := b.changing()
	if err != nil {
		return err
	}
	onlyAdd, onlyRemove := change{person: c.person, add: c.add}, change{person: c.person, remove: c.remove}
	for _, part := range []change{onlyAdd, onlyRemove, {person: c.person, add: c.remove, remove: c.add}} {
		if err := b.carryOut(ctx, part); err != nil {
			return err
		}
	}
	return nil
}

func checkChangeUnknown(ctx context.Context, b *Bench) error {
	free := b.freeGroup()
	c, err := b.changing()
	if err != nil {
		return err
	}
	c.unknown = map[string]bool{free.ID: true}
	inAdd, inRemove := c, c
	inAdd.add = []simkit.Group{c.add[0], free, c.add[1]}
	inRemove.add, inRemove.remove = nil, []simkit.Group{c.add[0], free}
	for _, part := range []change{inAdd, inRemove} {
		if err := b.carryOut(ctx, part); err != nil {
			return err
		}
	}
	return nil
}

// carryOut changes somebody's groups and demands that the answer says what became
// of each, that it became so, and that nothing else changed.
func (b *Bench) carryOut(ctx context.Context, c change) error {
	const operation = "changeUserGroups"
	asked := upstream.UserGroupChanges{UserID: b.userID(operation, c.person)}
	after := b.snapshot()
	var want []upstream.UserGroupOutcome
	for _, g := range c.add {
		asked.Add = append(asked.Add, b.groupID(operation, g))
		want = append(want, upstream.UserGroupOutcome{GroupID: b.groupID(operation, g)})
		if !c.unknown[g.ID] {
			after = after.withPlace(c.person.ID, g.ID, true)
		}
	}
	for _, g := range c.remove {
		asked.Remove = append(asked.Remove, b.groupID(operation, g))
		want = append(want, upstream.UserGroupOutcome{GroupID: b.groupID(operation, g), Removed: true})
		if !c.unknown[g.ID] {
			after = after.withPlace(c.person.ID, g.ID, false)
		}
	}
	got, err := b.Connector.(upstream.UserGroupChanger).ChangeUserGroups(ctx, asked)
	if err != nil {
		return err
	}
	unknown := map[string]bool{}
	for _, g := range slices.Concat(c.add, c.remove) {
		unknown[b.groupID(operation, g)] = c.unknown[g.ID]
	}
	return errors.Join(outcomes(got, want, unknown), b.unchanged(after))
}

// outcomes demands these outcomes in this order, a failure for each group that
// there is not and for no other.
func outcomes(got, want []upstream.UserGroupOutcome, unknown map[string]bool) error {
	if len(got) != len(want) {
		return fmt.Errorf("%d outcomes, want %d", len(got), len(want))
	}
	var faults []error
	for i, g := range got {
		switch {
		case g.GroupID != want[i].GroupID || g.Removed != want[i].Removed:
			faults = append(faults, fmt.Errorf("outcome %d is of %q (out: %t), want %q (out: %t)", i+1, g.GroupID, g.Removed, want[i].GroupID, want[i].Removed))
		case unknown[g.GroupID]:
			_, wrong := failure(g.Err)
			faults = append(faults, during("an unknown group", wrong))
		case g.Err != nil:
			faults = append(faults, about(g.GroupID, g.Err))
		}
	}
	return errors.Join(faults...)
}
