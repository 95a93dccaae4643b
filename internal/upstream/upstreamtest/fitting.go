package upstreamtest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// fitting returns a text for each slot on which the operation can succeed.
func (b *Bench) fitting(ctx context.Context, o operation) ([]string, error) {
	texts := make([]string, len(o.slots))
	for i, s := range o.slots {
		text, err := b.fit(ctx, o.id, s)
		if err != nil {
			return nil, during("before "+o.id, err)
		}
		texts[i] = text
	}
	return texts, nil
}

func (b *Bench) fit(ctx context.Context, operation string, s slot) (string, error) {
	switch s {
	case somebody:
		return b.userID(operation, b.Sim.World.People()[0]), nil
	case newcomer:
		return b.freeID(), nil
	case newGroup:
		return b.freeGroup().ID, nil
	case mover, groupToJoin, groupToLeave:
		return b.fitMove(operation, s)
	case someGroup, outerGroup, nestedGroup, groupToNest:
		return b.fitNesting(operation, s)
	case someIcon:
		icon, ok := b.Sim.World.Icons.Find(func(simkit.Icon) bool { return true })
		return icon.ID, demand(ok, "there is no icon")
	case someCredential:
		return b.someCredential(ctx)
	default:
		return b.fitLogin(ctx, s)
	}
}

func (b *Bench) fitMove(operation string, s slot) (string, error) {
	p, join, leave, err := b.moving()
	switch s {
	case groupToJoin:
		return b.groupID(operation, join), err
	case groupToLeave:
		return b.groupID(operation, leave), err
	default:
		return b.userID(operation, p), err
	}
}

// moving returns somebody with a group that they are not in, and one that they
// are in.
func (b *Bench) moving() (p simkit.Person, join, leave simkit.Group, err error) {
	for _, p := range b.Sim.World.People() {
		in, out := b.sides(p)
		if len(in) > 0 && len(out) > 0 {
			return p, out[0], in[0], nil
		}
	}
	return p, join, leave, errors.New("nobody is in a group and not in another")
}

// sides returns the groups that somebody is in and those that they are not in.
func (b *Bench) sides(p simkit.Person) (in, out []simkit.Group) {
	for _, g := range b.Sim.World.Groups() {
		if slices.ContainsFunc(p.Memberships, func(m simkit.Membership) bool { return m.GroupID == g.ID }) {
			in = append(in, g)
		} else {
			out = append(out, g)
		}
	}
	return in, out
}

// fitNesting makes sure that a group is nested in another: not every World has
// such a one from the beginning.
func (b *Bench) fitNesting(operation string, s slot) (string, error) {
	groups := b.Sim.World.Groups()
	if s == someGroup && len(groups) > 0 {
		return b.groupID(operation, groups[0]), nil
	}
	if len(groups) < 3 {
		return "", fmt.Errorf("%d groups are too few", len(groups))
	}
	if i := slices.IndexFunc(groups, func(g simkit.Group) bool { return len(g.Subgroups) > 0 }); i > 0 {
		groups[0], groups[i] = groups[i], groups[0]
	}
	first, others := groups[0], groups[1:]
	if len(first.Subgroups) == 0 {
		first.Subgroups = []string{others[0].ID}
		b.Sim.World.ChangeGroup(first.ID, func(g *simkit.Group) { g.Subgroups = first.Subgroups })
	}
	inside := func(g simkit.Group) bool { return slices.Contains(first.Subgroups, g.ID) }
	i := slices.IndexFunc(others, func(g simkit.Group) bool { return inside(g) == (s == nestedGroup) })
	switch {
	case s == outerGroup:
		return b.groupID(operation, first), nil
	case i < 0:
		return "", errors.New("no group is left to nest")
	}
	return b.groupID(operation, others[i]), nil
}

// unknown returns an id in the vendor's manner that names nothing.
func (b *Bench) unknown(operation string, s slot) string {
	switch {
	case s == someIcon:
		icon, _ := b.Sim.World.Icons.Find(func(simkit.Icon) bool { return true })
		source, _, _ := strings.Cut(icon.ID, ".")
		return source + ".987654321"
	case s == someCredential:
		return "987654321"
	case s >= someGroup:
		return b.groupID(operation, b.freeGroup())
	}
	return b.userID(operation, b.freePerson())
}
