package upstreamtest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

func patchRules() []Rule {
	patches := has[upstream.UserUpdater]
	return []Rule{
		{Name: "a patch changes what it mentions", Needs: patches, Check: checkPatch},
		{Name: "a patch of one field leaves the others", Needs: patches, Check: checkPatchOne},
		{Name: "a patch with null clears", Needs: patches, Check: checkPatchNull},
		{Name: "active can be switched off and on again", Needs: patches, Check: checkSwitch},
	}
}

// update patches a user and demands that nobody else is touched and that the
// answer is true. It returns the person as it was and as it is.
func (b *Bench) update(ctx context.Context, patch upstream.UserPatch) (was, is simkit.Person, err error) {
	before := b.snapshot()
	was, _ = b.Sim.World.Person(patch.ID)
	u, err := b.Connector.(upstream.UserUpdater).UpdateUser(ctx, patch)
	if err != nil {
		return was, is, during("update", err)
	}
	is, err = b.person(patch.ID)
	if err != nil {
		return was, is, err
	}
	return was, is, errors.Join(b.unchanged(before, user(patch.ID)), during("the answer", b.agrees(is, u)))
}

func checkPatch(ctx context.Context, b *Bench) error {
	id, err := b.newcomer(ctx)
	if err != nil {
		return err
	}
	d := b.draft(upstream.OnPatch, id, 2)
	_, is, err := b.update(ctx, patchOf(d))
	if err != nil {
		return err
	}
	return b.carriedOut(d, is)
}

func checkPatchOne(ctx context.Context, b *Bench) error {
	id, err := b.newcomer(ctx)
	if err != nil {
		return err
	}
	d := b.draft(upstream.OnPatch, id, 2)
	var faults []error
	for _, name := range d.Present() {
		was, is, err := b.update(ctx, patchOf(d, name))
		if err == nil {
			err = errors.Join(b.took(name, viewOfDraft(d), is), b.onlyDiffers(name, was, is))
		}
		faults = append(faults, during("patch of "+name, err))
	}
	return errors.Join(faults...)
}

// took demands that the field now is as asked. What a view does not show, such as
// a password, passes.
func (b *Bench) took(name string, asked view, is simkit.Person) error {
	got := viewOfPerson(b.Sim.World, is)
	if want, ok := asked[name]; ok && !reflect.DeepEqual(got[name], want) {
		return fmt.Errorf("it is %s, want %s", show(got, name), show(asked, name))
	}
	return nil
}

// onlyDiffers demands that no other field changed than the one that was written,
// the date of the change, and a field that is the same thing at this vendor.
func (b *Bench) onlyDiffers(written string, was, is simkit.Person) error {
	before, after := viewOfPerson(b.Sim.World, was), viewOfPerson(b.Sim.World, is)
	var faults []error
	for _, name := range slices.Sorted(maps.Keys(merge(before, after))) {
		same := reflect.DeepEqual(before[name], before[written]) && reflect.DeepEqual(after[name], after[written])
		if name == "modifiedAt" || same || reflect.DeepEqual(before[name], after[name]) {
			continue
		}
		faults = append(faults, fmt.Errorf("%s became %s, was %s", name, show(after, name), show(before, name)))
	}
	return errors.Join(faults...)
}

func checkPatchNull(ctx context.Context, b *Bench) error {
	id, err := b.newcomer(ctx)
	if err != nil {
		return err
	}
	var faults []error
	for _, f := range b.Connector.Describe().UserFields {
		patch, ok := clearing(id, f.Name)
		if !ok || !f.Clearable || !f.Has(upstream.OnPatch) {
			continue
		}
		was, is, err := b.update(ctx, patch)
		if v := viewOfPerson(b.Sim.World, is); err == nil && !blank(v[f.Name]) {
			err = fmt.Errorf("it is still %s", show(v, f.Name))
		}
		if err == nil {
			err = b.onlyDiffers(f.Name, was, is)
		}
		faults = append(faults, during("null for "+f.Name, err))
	}
	return errors.Join(faults...)
}

// clearing returns the patch that says null of one field.
func clearing(id, name string) (upstream.UserPatch, bool) {
	p := upstream.UserPatch{ID: id}
	texts := []*upstream.Change[string]{&p.UserName, &p.DisplayName, &p.GivenName, &p.FamilyName, &p.Email, &p.Language, &p.Title, &p.Phone}
	if i := slices.Index(textFields, name); i >= 0 {
		*texts[i] = upstream.Clear[string]()
		return p, true
	}
	if member, ok := strings.CutPrefix(name, "extensions."); ok && !strings.Contains(member, ".") {
		p.Extensions = mustJSON(map[string]any{member: nil})
		return p, true
	}
	p.Roles = upstream.Clear[[]string]()
	return p, name == "roles"
}

func checkSwitch(ctx context.Context, b *Bench) error {
	if !b.Connector.Describe().UserFields.Have("active", upstream.OnPatch) {
		return nil
	}
	id, err := b.newcomer(ctx)
	if err != nil {
		return err
	}
	for _, active := range []bool{false, true, true, false, false, true} {
		was, is, err := b.update(ctx, upstream.UserPatch{ID: id, Active: upstream.Set(active)})
		if err != nil {
			return fmt.Errorf("active %t: %w", active, err)
		}
		if is.Active == nil || *is.Active != active {
			return fmt.Errorf("the user's active is not %t", active)
		}
		if err := b.onlyDiffers("active", was, is); err != nil {
			return err
		}
	}
	return nil
}
