package upstreamtest

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

func groupWriteRules() []Rule {
	creates, puts := has[upstream.GroupCreator], has[upstream.GroupPutter]
	return []Rule{
		{Name: "a created group is in the directory as asked", Needs: creates, Check: checkGroupCreate},
		{Name: "a group that is given no id gets a fresh one", Needs: makesGroupIDs, Check: checkGroupIDs},
		{Name: "creating a group twice is a conflict", Needs: creates, Check: checkGroupTwice},
		{Name: "a put creates the group that is not there", Needs: puts, Check: checkGroupPutNew},
		{Name: "a put replaces the group that is there, and its members stay", Needs: puts, Check: checkGroupPut},
		{Name: "a put empties what it does not mention of a group", Needs: puts, Check: checkGroupPutEmpties},
	}
}

func makesGroupIDs(c upstream.Connector) bool {
	return has[upstream.GroupCreator](c) && c.Describe().GroupNativeID != upstream.IDRequired
}

// createGroup creates a group and demands that it is as the draft says, that
// nothing else changed, and that the answer is true.
func (b *Bench) createGroup(ctx context.Context, d upstream.GroupDraft) (string, error) {
	before := b.snapshot()
	made, err := b.Connector.(upstream.GroupCreator).CreateGroup(ctx, d)
	if err != nil {
		return "", during("create", err)
	}
	if d.NativeID != "" && made.NativeID != d.NativeID {
		return "", fmt.Errorf("the created group has the id %q, want %q", made.NativeID, d.NativeID)
	}
	if _, known := before[group(made.NativeID)]; known {
		return "", fmt.Errorf("the created group has the id %q of another", made.NativeID)
	}
	kept, err := b.kept(made.NativeID)
	if err != nil {
		return "", err
	}
	return made.NativeID, errors.Join(b.unchanged(before, group(made.NativeID)),
		b.groupCarriedOut(d, kept), during("the answer", b.agreesGroup(kept, made)))
}

func checkGroupCreate(ctx context.Context, b *Bench) error {
	_, err := b.createGroup(ctx, b.groupDraft(upstream.OnCreate, b.freeGroup().ID, 1))
	return err
}

func checkGroupIDs(ctx context.Context, b *Bench) error {
	var faults []error
	for i := range 3 {
		_, err := b.createGroup(ctx, b.groupDraft(upstream.OnCreate, "", i+1))
		faults = append(faults, err)
	}
	return errors.Join(faults...)
}

func checkGroupTwice(ctx context.Context, b *Bench) error {
	d := b.groupDraft(upstream.OnCreate, b.freeGroup().ID, 1)
	id, err := b.createGroup(ctx, d)
	if err != nil || d.NativeID == "" {
		return err
	}
	before := b.snapshot()
	again := b.groupDraft(upstream.OnCreate, id, 2)
	_, err = b.Connector.(upstream.GroupCreator).CreateGroup(ctx, again)
	if b.Connector.Describe().Operations["createGroup"].Overwrites {
		return errors.Join(err, b.unchanged(before, group(id)))
	}
	return errors.Join(isKind(err, upstream.Conflict), b.unchanged(before))
}

// putGroup puts a group and demands that it is as the draft says, that nothing
// else changed, nor who and what is in it, and that the answer is true.
func (b *Bench) putGroup(ctx context.Context, d upstream.GroupDraft) (upstream.GroupPutResult, error) {
	before := b.snapshot()
	was, _ := b.Sim.World.Group(d.NativeID)
	result, err := b.Connector.(upstream.GroupPutter).PutGroup(ctx, d)
	if err != nil {
		return result, during("put", err)
	}
	is, err := b.kept(d.NativeID)
	if err != nil {
		return result, err
	}
	inside := len(was.Subgroups)+len(is.Subgroups) == 0 || reflect.DeepEqual(was.Subgroups, is.Subgroups)
	return result, errors.Join(b.unchanged(before, group(d.NativeID)), b.groupCarriedOut(d, is),
		demand(inside, "other groups are nested in it"), during("the answer", b.agreesGroup(is, result.Group)))
}

func checkGroupPutNew(ctx context.Context, b *Bench) error {
	result, err := b.putGroup(ctx, b.groupDraft(upstream.OnPut, b.freeGroup().ID, 2))
	// A vendor that does not tell says so.
	silent := b.Connector.Describe().Operations["putGroup"].Text != ""
	return errors.Join(err, demand(result.Created || silent, "the answer does not say that the group is new"))
}

func checkGroupPut(ctx context.Context, b *Bench) error {
	var faults []error
	for i, g := range b.Sim.World.Groups() {
		result, err := b.putGroup(ctx, b.groupDraft(upstream.OnPut, g.ID, i+2))
		faults = append(faults, err, demand(!result.Created, "the answer says that the group is new"))
	}
	return errors.Join(faults...)
}

func checkGroupPutEmpties(ctx context.Context, b *Bench) error {
	g := b.Sim.World.Groups()[0]
	if _, err := b.putGroup(ctx, b.groupDraft(upstream.OnPut, g.ID, 2)); err != nil {
		return err
	}
	least := upstream.GroupDraft{NativeID: g.ID}
	whole := b.groupDraft(upstream.OnPut, g.ID, 3)
	required := func(name string) bool {
		return slices.ContainsFunc(b.Connector.Describe().GroupFields, func(f upstream.Field) bool {
			return f.Name == name && f.Required&upstream.OnPut != 0
		})
	}
	if required("displayName") {
		least.DisplayName = whole.DisplayName
	}
	if required("description") {
		least.Description = whole.Description
	}
	if _, err := b.putGroup(ctx, least); err != nil {
		return err
	}
	g, err := b.kept(g.ID)
	faults := []error{err}
	for name, value := range viewOfKept(g) {
		if !required(name) && !blank(value) {
			faults = append(faults, fmt.Errorf("%s is still %v", name, value))
		}
	}
	return errors.Join(faults...)
}
