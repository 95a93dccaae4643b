package upstreamtest

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

func filterRules() []Rule {
	return []Rule{
		{Name: "a filter hides nobody who matches", Needs: has[upstream.UserLister], Check: checkFilters},
	}
}

func checkFilters(ctx context.Context, b *Bench) error {
	var faults []error
	for _, f := range b.filters() {
		faults = append(faults, during(fmt.Sprintf("filter %+v", f), b.hidesNobody(ctx, f)))
	}
	return errors.Join(faults...)
}

// filters returns conditions on people who are there, in the shapes in which a
// connector may misread what it can push down.
func (b *Bench) filters() []upstream.Filter {
	equal := func(name, value string) upstream.Filter {
		return upstream.Compare{Attribute: name, Op: upstream.Equal, Value: value}
	}
	var out []upstream.Filter
	people := b.Sim.World.People()
	for i, p := range people[:4] {
		other := people[i+4]
		email := equal("email", text(p.Email))
		out = append(out,
			email, equal("id", p.ID), equal("userName", text(p.UserName)),
			equal("email", strings.ToUpper(text(p.Email))), equal("userName", strings.ToUpper(text(p.UserName))),
			upstream.Or{Left: email, Right: equal("email", text(other.Email))},
			upstream.Or{Left: email, Right: upstream.Present{Attribute: "active"}},
			upstream.And{Left: email, Right: upstream.Present{Attribute: "email"}},
			upstream.Not{Filter: email},
			upstream.Compare{Attribute: "email", Op: upstream.NotEqual, Value: text(p.Email)},
			upstream.Compare{Attribute: "email", Op: upstream.Contains, Value: "o"},
			upstream.Compare{Attribute: "active", Op: upstream.Equal, Value: true},
		)
	}
	return out
}

// hidesNobody demands that a walk with the filter shows everybody who matches
// it; who else comes does not matter.
func (b *Bench) hidesNobody(ctx context.Context, f upstream.Filter) error {
	shown := map[string]bool{}
	err := b.walk(ctx, upstream.UserQuery{Limit: 10, Filter: f}, func(page upstream.Page[upstream.User]) error {
		for _, u := range page.Items {
			shown[u.NativeID] = true
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, p := range b.Sim.World.People() {
		if !shown[p.ID] && upstream.Matches(f, b.attributes(p.ID)) {
			return fmt.Errorf("user %q is missing", p.ID)
		}
	}
	return nil
}

// attributes returns what the gateway would see of a listed person.
func (b *Bench) attributes(id string) upstream.Attributes {
	p, _ := b.Sim.World.Person(id)
	v := viewOfPerson(b.Sim.World, p)
	d := b.Connector.Describe()
	return func(name string) any {
		switch {
		case name == "id":
			return id
		case !d.UserFields.Have(name, upstream.InList):
			return nil
		}
		return v[name]
	}
}
