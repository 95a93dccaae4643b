package upstreamtest

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

func putRules() []Rule {
	puts := has[upstream.UserPutter]
	return []Rule{
		{Name: "a put creates the user who is not there", Needs: puts, Check: checkPutNew},
		{Name: "a put replaces the user who is there", Needs: puts, Check: checkPut},
		{Name: "a put empties what it does not mention", Needs: puts, Check: checkPutEmpties},
	}
}

// put puts a user and demands that it is as the draft says, and nobody else
// touched.
func (b *Bench) put(ctx context.Context, d upstream.UserDraft) (upstream.PutResult, error) {
	before := b.snapshot()
	result, err := b.Connector.(upstream.UserPutter).PutUser(ctx, d)
	if err != nil {
		return result, during("put", err)
	}
	p, err := b.person(d.NativeID)
	if err != nil {
		return result, err
	}
	return result, errors.Join(
		b.carriedOut(d, p), b.unchanged(before, user(d.NativeID)), during("the answer", b.agrees(p, result.User)))
}

func checkPutNew(ctx context.Context, b *Bench) error {
	result, err := b.put(ctx, wholeUser(b, b.freeID()))
	// A vendor that does not tell says so.
	silent := b.Connector.Describe().Operations["putUser"].Text != ""
	if !result.Created && !silent {
		err = errors.Join(err, errors.New("the answer does not say that the user is new"))
	}
	return err
}

func checkPut(ctx context.Context, b *Bench) error {
	id, err := b.newcomer(ctx)
	if err != nil {
		return err
	}
	result, err := b.put(ctx, b.draft(upstream.OnPut, id, 2))
	if result.Created {
		err = errors.Join(err, errors.New("the answer says that the user is new"))
	}
	return err
}

func checkPutEmpties(ctx context.Context, b *Bench) error {
	id, err := b.newcomer(ctx)
	if err != nil {
		return err
	}
	d := b.Connector.Describe()
	whole := b.draft(upstream.OnPut, id, 2)
	least, left := leastOf(whole, d)
	if _, err := b.put(ctx, least); err != nil {
		return err
	}
	p, err := b.person(id)
	if err != nil {
		return err
	}
	v := viewOfPerson(b.Sim.World, p)
	var faults []error
	for _, name := range left {
		if !blank(v[name]) {
			faults = append(faults, fmt.Errorf("%s is still %s", name, show(v, name)))
		}
	}
	return errors.Join(faults...)
}

// leastOf returns the draft without the texts and lists that a put may leave
// out, and their names.
func leastOf(d upstream.UserDraft, about upstream.Description) (upstream.UserDraft, []string) {
	var left []string
	optional := func(name string) bool {
		out := slices.ContainsFunc(about.UserFields, func(f upstream.Field) bool {
			return f.Name == name && f.Has(upstream.OnPut) && f.Required&upstream.OnPut == 0
		})
		if out {
			left = append(left, name)
		}
		return out
	}
	texts := []**string{&d.UserName, &d.DisplayName, &d.GivenName, &d.FamilyName, &d.Email, &d.Language, &d.Title, &d.Phone}
	for i, value := range texts {
		if optional(textFields[i]) {
			*value = nil
		}
	}
	if optional("roles") {
		d.Roles = nil
	}
	if optional("groups") {
		d.Groups = nil
	}
	return d, left
}
