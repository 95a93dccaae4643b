package upstreamtest

import (
	"fmt"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// groupDraft returns a group with a value for every field that the vendor takes
// on this write; drafts of two numbers differ wherever the World lets them.
func (b *Bench) groupDraft(on upstream.When, id string, number int) upstream.GroupDraft {
	d := b.Connector.Describe()
	if on == upstream.OnCreate && d.GroupNativeID == upstream.IDRefused {
		id = ""
	}
	text := func(name, value string) *string {
		if !d.GroupFields.Have(name, on) {
			return nil
		}
		return &value
	}
	var those []map[string]any
	for _, g := range b.Sim.World.Groups() {
		those = append(those, g.Extensions)
	}
	return upstream.GroupDraft{
		NativeID:    id,
		DisplayName: text("displayName", fmt.Sprintf("Suite group %d", number)),
		Description: text("description", fmt.Sprintf("What the suite <made> %d", number)),
		Extensions:  extensionObject(d.GroupFields, on, number, those),
	}
}

// freeGroup returns a group whose ids are in the vendor's manner and no group's:
// one that was removed for it.
func (b *Bench) freeGroup() simkit.Group {
	if _, taken := b.Sim.World.Group(b.freed.ID); b.freed.ID == "" || taken {
		groups := b.Sim.World.Groups()
		b.freed = groups[len(groups)-1]
		b.Sim.World.RemoveGroup(b.freed.ID)
	}
	return b.freed
}
