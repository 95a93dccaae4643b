package sim_test

import (
	"reflect"
	"strings"
	"testing"
	"time"
)

func TestDeleteTakesTheUserAway(t *testing.T) {
	b := newBench(t)
	for _, p := range b.World.People() {
		want(t, b.delete(t, p.ID), answer{200, jsonType, ""})
		if _, ok := b.World.Person(p.ID); ok {
			t.Errorf("%s is still in the world", p.ID)
		}
	}
}

func TestWhatDeleteRefuses(t *testing.T) {
	b := newBench(t)
	id := b.World.People()[0].ID
	for name, c := range map[string]struct {
		path, body, message string
	}{
		"an unknown user is 400 and not 404": {userPath(sampleID), "", "The user does not exist."},
		"an id with other capitals":          {userPath(strings.ToLower(b.World.People()[5].ID)), "", "The user does not exist."},
		"a slash in the ObjectId":            {userPath("a%2F1"), "", "The ObjectId is not valid."},
		"a body":                             {userPath(id), "{}", "This call takes no body."},
		"a query":                            {userPath(id) + "?hard=true", "", "The request has a query that this call does not know."},
	} {
		t.Run(name, func(t *testing.T) {
			got := b.do(t, request{verb: "DELETE", path: c.path, auth: b.syncHeader(), body: c.body})
			want(t, got, globalError(c.message))
		})
	}
	if n := len(b.World.People()); n != 14 {
		t.Errorf("%d people, want 14", n)
	}
}

func TestDeleteTwiceRefusesTheSecond(t *testing.T) {
	b := newBench(t)
	id := b.World.People()[0].ID
	want(t, b.delete(t, id), answer{200, jsonType, ""})
	want(t, b.delete(t, id), globalError("The user does not exist."))
}

func TestARemovedUserComesBackFor30Days(t *testing.T) {
	const day = 24 * time.Hour
	least := `{"FirstName":"Sarah","LastName":"de Vries","UserPrincipalName":"sarah@acme.example"}`
	for name, c := range map[string]struct {
		later    time.Duration
		restored bool
	}{
		"at once":             {0, true},
		"just before 30 days": {30*day - time.Second, true},
		"after 30 days":       {30 * day, false},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			b.put(t, sampleID, sarah)
			before := b.person(t, sampleID)
			b.delete(t, sampleID)
			b.now = b.now.Add(c.later)
			want(t, b.put(t, sampleID, least), answer{200, jsonType, ""})

			got := b.person(t, sampleID)
			before.UserName = new("sarah@acme.example")
			if restored := reflect.DeepEqual(got, before); restored != c.restored {
				t.Errorf("restored is %v, want %v: %+v", restored, c.restored, got)
			}
			if !c.restored && got.Email != nil {
				t.Errorf("the e-mail %q outlived the 30 days", *got.Email)
			}
		})
	}
}

func TestARemovedUserGivesItsNameFree(t *testing.T) {
	b := newBench(t)
	b.put(t, "a1", sarah)
	b.delete(t, "a1")
	want(t, b.put(t, "a2", sarah), answer{200, jsonType, ""})
	want(t, b.put(t, "a1", sarah), fieldError("UserPrincipalName", "The UserPrincipalName is already in use."))
}
