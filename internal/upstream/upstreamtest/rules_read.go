package upstreamtest

import (
	"context"
	"errors"
	"fmt"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

func readRules() []Rule {
	gets := has[upstream.UserGetter]
	return []Rule{
		{Name: "a user that is read says what the directory says", Needs: gets, Check: checkRead},
		{Name: "a user with an awkward id is found", Needs: gets, Check: checkAwkwardRead},
		{Name: "what nobody knows is not found", Check: checkUnknown},
	}
}

// awkwardIDs are ids that break what builds a URL without care, the worst first.
var awkwardIDs = []string{
	"a/b", "a%2Fb", "..%2f", "../up", "a?b", "a#b", "%", "a b", "ü", "%2e%2e", "./a", "a//b", "/", "a;b", "a&b=c", "a+b", "a%20b",
	"%%", "%zz", "日本", "🦊", "#EXT#", `a\b`, "a|b", "{x}", "[0]", "a:b", "@", "~", "'", `"`, "<b>", "$1", "*", "!", "(x)", "a,b", "-", "0",
}

func checkRead(ctx context.Context, b *Bench) error {
	var faults []error
	for _, p := range b.Sim.World.People() {
		faults = append(faults, b.found(ctx, p))
	}
	return errors.Join(faults...)
}

func checkAwkwardRead(ctx context.Context, b *Bench) error {
	model := b.Sim.World.People()[0]
	var faults []error
	for _, id := range awkwardIDs {
		p := renamed(model, id)
		b.Sim.World.Add(p)
		faults = append(faults, b.found(ctx, p))
	}
	return errors.Join(faults...)
}

// renamed returns p with another id, also where its user name is its id.
func renamed(p simkit.Person, id string) simkit.Person {
	if text(p.UserName) == p.ID {
		p.UserName = &id
	}
	p.ID = id
	return p
}

// found demands that reading p's id gives p.
func (b *Bench) found(ctx context.Context, p simkit.Person) error {
	u, err := b.Connector.(upstream.UserGetter).GetUser(ctx, upstream.UserRef{ID: p.ID})
	if err != nil {
		return about(p.ID, err)
	}
	return b.equal(p, u, upstream.InItem)
}

func checkUnknown(ctx context.Context, b *Bench) error {
	var faults []error
	for _, o := range b.operations() {
		for i, s := range o.slots {
			if s.isID() && mustBeThere(o, s) {
				faults = append(faults, during(fmt.Sprintf("%s, id %d", o.id, i+1), b.unknownIn(ctx, o, i)))
			}
		}
	}
	return errors.Join(faults...)
}

// mustBeThere tells whether the operation is on something that there has to be. A
// group among several is a case of its own.
func mustBeThere(o operation, s slot) bool {
	return !s.isNew() && o.id != "putUser" && o.id != "putGroup" && (o.id != "changeUserGroups" || s == mover)
}

// unknownIn calls the operation with one id that names nothing.
func (b *Bench) unknownIn(ctx context.Context, o operation, place int) error {
	texts, err := b.fitting(ctx, o)
	if err != nil {
		return err
	}
	texts[place] = b.unknown(o.id, o.slots[place])
	before := b.snapshot()
	_, err = o.call(ctx, b, texts)
	kinds := []upstream.Kind{upstream.NotFound}
	if o.id == "putUserPicture" {
		// A vendor may refuse the user in the same words as the picture.
		kinds = append(kinds, upstream.Rejected)
	}
	return errors.Join(isKind(err, kinds...), b.unchanged(before))
}
