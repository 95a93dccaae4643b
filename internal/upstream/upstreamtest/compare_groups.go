package upstreamtest

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// viewOfGroup returns what the connector says of a group.
func viewOfGroup(g upstream.Group) view {
	v := viewOfUser(upstream.User{DisplayName: g.DisplayName, Extensions: g.Extensions})
	if g.Description != nil {
		v["description"] = *g.Description
	}
	return v
}

// viewOfKept returns what the World says of a group. An empty text says nothing.
func viewOfKept(g simkit.Group) view {
	v := view{}
	v.members(g.Extensions)
	for name, value := range map[string]*string{"displayName": g.DisplayName, "description": g.Description} {
		if text(value) != "" {
			v[name] = *value
		}
	}
	return v
}

// viewOfGroupDraft returns what a draft asks for.
func viewOfGroupDraft(d upstream.GroupDraft) view {
	return viewOfGroup(upstream.Group{DisplayName: d.DisplayName, Description: d.Description, Extensions: d.Extensions})
}

// equalGroup demands that said is exactly what the description promises for this
// read, and silent about everything else.
func (b *Bench) equalGroup(g simkit.Group, said upstream.Group, read upstream.When) error {
	want, got := viewOfKept(g), viewOfGroup(said)
	for name := range want {
		if !b.Connector.Describe().GroupFields.Have(name, read) {
			delete(want, name)
		}
	}
	return b.sameGroup(g, said, merge(want, got), want, got)
}

// agreesGroup demands that whatever is said of a group is true. The answer to a
// write need not say everything.
func (b *Bench) agreesGroup(g simkit.Group, said upstream.Group) error {
	got := viewOfGroup(said)
	return b.sameGroup(g, said, got, viewOfKept(g), got)
}

func (b *Bench) sameGroup(g simkit.Group, said upstream.Group, names, want, got view) error {
	var faults []error
	if g.ID != said.NativeID {
		faults = append(faults, fmt.Errorf("the id is %q", said.NativeID))
	}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		faults = append(faults, b.sameValue(name, want, got, false))
	}
	return about(g.ID, errors.Join(faults...))
}

// groupCarriedOut demands that the group has every value that the draft asked for.
func (b *Bench) groupCarriedOut(d upstream.GroupDraft, g simkit.Group) error {
	want, got := viewOfGroupDraft(d), viewOfKept(g)
	var faults []error
	for _, name := range slices.Sorted(maps.Keys(want)) {
		faults = append(faults, b.sameValue(name, want, got, false))
	}
	return about(g.ID, errors.Join(faults...))
}
