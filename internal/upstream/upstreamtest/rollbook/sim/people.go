package sim

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

func (v *Vendor) getUser(r *http.Request) (any, *refusal) {
	if _, no := query(r); no != nil {
		return nil, no
	}
	return v.told(simkit.Param(r, "id"))
}

// createUser adds a person under an id of the vendor's.
func (v *Vendor) createUser(r *http.Request) (any, *refusal) {
	values, no := form(r)
	if no != nil {
		return nil, no
	}
	if !values.Has("login") {
		return nil, invalid("login", "A person has a login.")
	}
	v.writing.Lock()
	defer v.writing.Unlock()
	p := simkit.Person{
		ID: "p-" + strconv.Itoa(v.last+1), Active: new(true), Memberships: []simkit.Membership{},
		CreatedAt: new(v.now().UTC().Truncate(time.Second)),
	}
	if no := v.check(p.ID, values); no != nil {
		return nil, no
	}
	apply(&p, values)
	v.last++
	v.world.Add(p)
	return shown(p), nil
}

// updateUser changes what the form names and nothing else.
func (v *Vendor) updateUser(r *http.Request) (any, *refusal) {
	values, no := form(r)
	if no != nil {
		return nil, no
	}
	id := simkit.Param(r, "id")
	v.writing.Lock()
	defer v.writing.Unlock()
	if _, there := v.world.Person(id); !there {
		return nil, unknown("No such person.")
	}
	if no := v.check(id, values); no != nil {
		return nil, no
	}
	v.world.Change(id, func(p *simkit.Person) { apply(p, values) })
	return v.told(id)
}

func (v *Vendor) deleteUser(r *http.Request) (any, *refusal) {
	if !v.world.Remove(simkit.Param(r, "id")) {
		return nil, unknown("No such person.")
	}
	return nil, nil
}

// told is the person of this id as the vendor shows it.
func (v *Vendor) told(id string) (any, *refusal) {
	p, there := v.world.Person(id)
	if !there {
		return nil, unknown("No such person.")
	}
	return shown(p), nil
}

// check refuses values that the person of this id cannot have.
func (v *Vendor) check(id string, values url.Values) *refusal {
	login, mail, state := values.Get("login"), values.Get("mail"), values.Get("state")
	switch {
	case values.Has("login") && login == "":
		return invalid("login", "A person has a login.")
	case mail != "" && !strings.Contains(mail, "@"):
		return invalid("mail", "This is no address: "+mail)
	case tooLong(values.Get("first")):
		return invalid("first", "A name has at most 40 characters.")
	case tooLong(values.Get("last")):
		return invalid("last", "A name has at most 40 characters.")
	case values.Has("state") && state != "on" && state != "off":
		return invalid("state", "A state is on or off.")
	}
	for _, p := range v.world.People() {
		if p.ID != id && p.UserName != nil && *p.UserName == login && login != "" {
			return &refusal{status: http.StatusConflict, Code: "taken", Field: "login", Text: "Somebody has the login " + login + "."}
		}
	}
	return nil
}

// tooLong tells whether a name is one that the register does not hold (sheet §3).
func tooLong(name string) bool { return utf8.RuneCountInString(name) > 40 }

// apply changes what the form names. quirk: an empty value clears (sheet §3).
func apply(p *simkit.Person, values url.Values) {
	for name, place := range map[string]**string{"login": &p.UserName, "mail": &p.Email, "first": &p.GivenName, "last": &p.FamilyName} {
		if values.Has(name) {
			*place = nil
		}
		if value := values.Get(name); value != "" {
			*place = &value
		}
	}
	if values.Has("state") {
		p.Active = new(values.Get("state") == "on")
	}
}
