package upstreamtest

import (
	"context"
	"errors"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

func readRules() []Rule {
	gets := has[upstream.UserGetter]
	return []Rule{
		{Name: "a user that is read says what the directory says", Needs: gets, Check: checkRead},
		{Name: "a user with an awkward id is found", Needs: gets, Check: checkAwkwardRead},
		{Name: "a user that nobody knows is not found", Check: checkUnknown},
	}
}

// awkwardIDs are ids that break what builds a URL without care.
var awkwardIDs = []string{
	"a/b", "a%2Fb", "..%2f", "%2e%2e", "../up", "./a", "a//b", "/", "a?b", "a#b", "a;b", "a&b=c", "a b", "a+b", "a%20b",
	"%", "%%", "%zz", "ü", "日本", "🦊", "#EXT#", `a\b`, "a|b", "{x}", "[0]", "a:b", "@", "~", "'", `"`, "<b>", "$1", "*", "!", "(x)", "a,b", "-", "0",
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
	id := b.freeID()
	before := b.snapshot()
	var faults []error
	for _, o := range b.operations() {
		switch o.id {
		case "getUser", "updateUser", "deleteUser":
			_, err := o.call(ctx, b, id)
			faults = append(faults, during(o.id, isKind(err, upstream.NotFound)))
		}
	}
	return errors.Join(append(faults, b.unchanged(before))...)
}
