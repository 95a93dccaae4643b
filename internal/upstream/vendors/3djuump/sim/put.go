package sim

import (
	"net/http"
	"slices"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// The modes of onconflict.
const (
	modeUpsert = "upsert"
	modeUpdate = "update"
	modeInsert = "insert"
)

// statuses are what the answer says in each mode.
var statuses = map[string]string{
	modeUpsert: "upserted", modeUpdate: "updated", modeInsert: "inserted",
}

// putUser creates or updates one user: 201 when created, 200 otherwise.
//
// quirk: there is no other create, and without onconflict a PUT creates or
// overwrites whichever fits (sheet §7.5, §7.6).
func (v *Vendor) putUser(r *http.Request) (reply, error) {
	mode, err := onConflict(r)
	if err != nil {
		return reply{}, err
	}
	var in userWrite
	if err := decode(simkit.Body(r), &in); err != nil {
		return reply{}, err
	}

	v.writing.Lock()
	defer v.writing.Unlock()
	if err := v.check(in); err != nil {
		return reply{}, err
	}
	subject := simkit.Param(r, "oidcsub")
	switch {
	case mode != modeInsert && v.update(subject, in):
		return reply{http.StatusOK, statusBody{statuses[mode]}}, nil
	case mode == modeUpdate:
		return reply{}, notFound
	case v.insert(subject, in):
		return reply{http.StatusCreated, statusBody{statuses[mode]}}, nil
	}
	return reply{}, conflict
}

func onConflict(r *http.Request) (string, error) {
	values, err := query(r, "onconflict")
	if err != nil {
		return "", err
	}
	if !values.Has("onconflict") {
		return modeUpsert, nil
	}
	mode := values.Get("onconflict")
	if statuses[mode] == "" {
		return "", badRequest
	}
	return mode, nil
}

// check refuses unknown namespaces, unknown teams and a team named twice.
//
// quirk: team ids compare byte for byte, so that braces count (sheet §7.2).
func (v *Vendor) check(in userWrite) error {
	if err := checkRights(in.AccessRights); err != nil {
		return err
	}
	for i, id := range in.TeamUUIDs {
		if _, known := v.world.Group(id); !known || slices.Contains(in.TeamUUIDs[:i], id) {
			return badRequest
		}
	}
	return nil
}

// update changes the person and reports whether there is one.
func (v *Vendor) update(subject string, in userWrite) bool {
	_, loggedIn := v.claims.get(subject)
	return v.world.Change(subject, func(p *simkit.Person) { in.apply(p, loggedIn) })
}

// insert adds the person, enabled unless told otherwise and without any right,
// and reports whether the subject was free.
func (v *Vendor) insert(subject string, in userWrite) bool {
	if _, taken := v.world.Person(subject); taken {
		return false
	}
	// Who had this subject before is gone; the new user has yet to log in.
	v.claims.forget(subject)
	p := simkit.Person{
		ID:          subject,
		Active:      new(true),
		Memberships: []simkit.Membership{},
		Extensions:  map[string]any{"frontendaccess": false, rightsKey: rights(nil)},
	}
	in.apply(&p, false)
	return v.world.Add(p)
}

// apply writes what is present and keeps what is absent; a present array
// replaces the stored one, of access rights each namespace by itself.
func (in userWrite) apply(p *simkit.Person, loggedIn bool) {
	// quirk: after the first login email is ignored, without a word (sheet §7.7).
	if in.Email != nil && !loggedIn {
		p.Email = presence(*in.Email)
	}
	if in.Enabled != nil {
		p.Active = in.Enabled
	}
	// A user that a test added to the World may have no extensions yet.
	if p.Extensions == nil {
		p.Extensions = map[string]any{}
	}
	if in.FrontendAccess != nil {
		p.Extensions["frontendaccess"] = *in.FrontendAccess
	}
	if in.TeamUUIDs != nil {
		p.Memberships = []simkit.Membership{}
		for _, id := range in.TeamUUIDs {
			p.Memberships = append(p.Memberships, simkit.Membership{GroupID: id})
		}
	}
	grant(p.Extensions, in.AccessRights)
}

// presence is nil for the empty string: the vendor shows no difference.
func presence(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
