package sim

import (
	"net/http"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

func (v *Vendor) getUser(r *http.Request) (any, *problem) {
	p, ok := v.world.Person(simkit.Param(r, "user_id"))
	if !ok {
		return nil, unknownUser()
	}
	return envelope[singleUser]{"Successfully fetched user", v.single(p)}, nil
}

func (v *Vendor) createUser(r *http.Request) (any, *problem) {
	var in userInput
	if refused := decode(r, &in); refused != nil {
		return nil, refused
	}
	v.writes.Lock()
	defer v.writes.Unlock()
	if refused := v.check(in, ""); refused != nil {
		return nil, refused
	}
	if !in.complete() {
		return nil, badRequest("name, e-mail and password are required")
	}
	p := v.newPerson()
	in.apply(&p, v.now())
	v.world.Add(p)
	v.store.remember(p.ID, in.facts(facts{}))
	// quirk: create answers the id alone, and 200 (sheet §7.12).
	return envelope[idResult]{"Successfully created user", idResult{p.ID}}, nil
}

func (v *Vendor) updateUser(r *http.Request) (any, *problem) {
	var in userInput
	if refused := decode(r, &in); refused != nil {
		return nil, refused
	}
	v.writes.Lock()
	defer v.writes.Unlock()
	id := simkit.Param(r, "user_id")
	if _, ok := v.world.Person(id); !ok {
		return nil, unknownUser()
	}
	known := v.store.factsOf(id)
	// quirk: LDAP users cannot be edited here (sheet §7.12).
	if known.fromLDAP {
		return nil, badRequest("user is managed by LDAP")
	}
	if refused := v.check(in, id); refused != nil {
		return nil, refused
	}
	now := v.now()
	v.world.Change(id, func(p *simkit.Person) { in.apply(p, now) })
	v.store.remember(id, in.facts(known))
	return envelope[idResult]{"Successfully updated user", idResult{id}}, nil
}

func (v *Vendor) deleteUser(r *http.Request) (any, *problem) {
	v.writes.Lock()
	defer v.writes.Unlock()
	id := simkit.Param(r, "user_id")
	if !v.world.Remove(id) {
		return nil, unknownUser()
	}
	v.store.forget(id)
	return done{"Successfully deleted user"}, nil
}

// toggleUserLogin flips whether a user may sign in.
func (v *Vendor) toggleUserLogin(r *http.Request) (any, *problem) {
	now, active := v.now(), false
	// quirk: it flips and takes no wanted value, so it is not idempotent
	// (sheet §7.11).
	found := v.world.Change(simkit.Param(r, "user_id"), func(p *simkit.Person) {
		active = !isActive(*p)
		p.Active, p.ModifiedAt = new(active), new(now)
	})
	if !found {
		return nil, unknownUser()
	}
	return envelope[loginFlag]{"Successfully toggled user login", loginFlag{!active}}, nil
}

// unknownUser is a bad request: no 404 is declared (sheet §4.2).
func unknownUser() *problem { return badRequest("no such user") }
