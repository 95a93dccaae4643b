package sim_test

import (
	"reflect"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

const syncFamily = "/acme/ActiveDirectorySyncAPI/"

// sync sends the vendor's sample request for a path without a body.
func (b *bench) sync(t *testing.T, verb, path string) answer {
	t.Helper()
	return b.do(t, request{verb: verb, path: syncFamily + path, auth: b.syncHeader(), contentType: "application/json"})
}

// putGroup is the vendor's sample request with the given body.
func (b *bench) putGroup(t *testing.T, id, body string) answer {
	t.Helper()
	return b.do(t, request{
		verb: "PUT", path: syncFamily + "Groups/" + id + "/", auth: b.syncHeader(), contentType: "application/json", body: body,
	})
}

func (b *bench) group(t *testing.T, id string) simkit.Group {
	t.Helper()
	g, ok := b.World.Group(id)
	if !ok {
		t.Fatalf("the world has no group %q", id)
	}
	return g
}

// done is the answer of a sync operation that went well.
var done = answer{200, jsonType, ""}

func TestPutGroupCreatesTheVendorsSample(t *testing.T) {
	b := newBench(t)
	const id = "9acasd74-0599-45ac-b0fe-a0aa0b9a00a"
	want(t, b.putGroup(t, id, "{\n\"Name\": \"Finance\",\n\"Description\": \"Everyone from Finance\"\n}"), done)
	wanted := simkit.Group{
		ID: id, Number: 25, DisplayName: new("Finance"), Description: new("Everyone from Finance"), Subgroups: []string{},
	}
	if got := b.group(t, id); !reflect.DeepEqual(got, wanted) {
		t.Errorf("the world has %+v, want %+v", got, wanted)
	}
}

func TestPutGroupChangesWhatIsSentAndKeepsTheRest(t *testing.T) {
	b := newBench(t)
	before := b.World.Groups()[0]
	want(t, b.putGroup(t, before.ID, `{"name":"Finances"}`), done)
	wanted := before
	wanted.DisplayName = new("Finances")
	if got := b.group(t, before.ID); !reflect.DeepEqual(got, wanted) {
		t.Errorf("the world has %+v, want %+v", got, wanted)
	}
	want(t, b.putGroup(t, before.ID, `{"Name":"Finances","DESCRIPTION":""}`), done)
	if got := b.group(t, before.ID); *got.Description != "" || len(b.World.Groups()) != 4 {
		t.Errorf("the world has %+v, and %d groups", got, len(b.World.Groups()))
	}
	if *before.DisplayName != "Finance" {
		t.Error("a copy that was taken before changed with the world")
	}
}

func TestWhatPutGroupRefuses(t *testing.T) {
	b := newBench(t)
	for name, c := range map[string]struct{ body, field, message string }{
		"no name":              {`{"Description":"x"}`, "Name", "The Name field is required."},
		"an empty name":        {`{"Name":""}`, "Name", "The Name field is required."},
		"a null description":   {`{"Name":"x","Description":null}`, "Description", "The Description field must be a string."},
		"members":              {`{"Name":"x","Users":[]}`, "Users", "The Users field is not known."},
		"a number for a name":  {`{"Name":7}`, "Name", "The Name field must be a string."},
		"the name given twice": {`{"Name":"x","name":"y"}`, "Name", "The Name field is given more than once."},
	} {
		t.Run(name, func(t *testing.T) {
			want(t, b.putGroup(t, "g1", c.body), fieldError(c.field, c.message))
		})
	}
	want(t, b.putGroup(t, "a%2Fb", `{"Name":"x"}`), globalError("The ObjectId is not valid."))
	if n := len(b.World.Groups()); n != 4 {
		t.Errorf("%d groups, want 4", n)
	}
}

func TestDeleteGroupTakesItsPlacesWithIt(t *testing.T) {
	b := newBench(t)
	groups := b.World.Groups()
	want(t, b.sync(t, "DELETE", "Groups/"+groups[1].ID+"/"), done)
	want(t, b.sync(t, "DELETE", "Groups/"+groups[1].ID+"/"), globalError("The group does not exist."))
	for _, p := range b.World.People() {
		for _, m := range p.Memberships {
			if m.GroupID == groups[1].ID {
				t.Errorf("%s is still in it", p.ID)
			}
		}
	}
	if got := b.group(t, groups[0].ID); len(got.Subgroups) != 0 || len(b.World.Groups()) != 3 {
		t.Errorf("%+v still holds it, or there are not 3 groups", got)
	}
	// A group does not come back as a user does, and no number comes twice.
	b.putGroup(t, groups[1].ID, `{"Name":"Audit"}`)
	if got := b.group(t, groups[1].ID); got.Number != 25 || got.Description != nil {
		t.Errorf("the world has %+v", got)
	}
}

func TestAUserJoinsAndLeavesAGroup(t *testing.T) {
	b := newBench(t)
	user, empty := b.World.People()[0], b.World.Groups()[3].ID
	path := "Groups/" + empty + "/Users/" + user.ID + "/"
	joined := append(user.Memberships, simkit.Membership{GroupID: empty})
	for range 2 {
		want(t, b.sync(t, "PUT", path), done)
		if got := b.person(t, user.ID).Memberships; !reflect.DeepEqual(got, joined) {
			t.Errorf("the user is in %+v, want %+v", got, joined)
		}
	}
	for range 2 {
		want(t, b.sync(t, "DELETE", path), done)
		if got := b.person(t, user.ID); !reflect.DeepEqual(got, user) {
			t.Errorf("the world has %+v, want %+v", got, user)
		}
	}
}

func TestAGroupIsNestedAndTakenOutInBothFormsOfThePath(t *testing.T) {
	for _, prefix := range []string{"", "Groups/"} {
		b := newBench(t)
		target, group := b.World.Groups()[2], b.World.Groups()[3]
		path := prefix + target.ID + "/Groups/" + group.ID
		for range 2 {
			want(t, b.sync(t, "PUT", path+"/"), done)
			if got := b.group(t, target.ID).Subgroups; !reflect.DeepEqual(got, []string{group.ID}) {
				t.Errorf("%q: nested are %v", prefix, got)
			}
		}
		if got := b.group(t, group.ID); !reflect.DeepEqual(got, group) {
			t.Errorf("%q: the nested group is %+v", prefix, got)
		}
		for range 2 {
			want(t, b.sync(t, "DELETE", path), done)
			if got := b.group(t, target.ID); !reflect.DeepEqual(got, target) {
				t.Errorf("%q: the world has %+v, want %+v", prefix, got, target)
			}
		}
	}
}

func TestUnknownIdsInPlacesAre400AndNot404(t *testing.T) {
	b := newBench(t)
	user, group := b.World.People()[0].ID, b.World.Groups()[0].ID
	before := b.whole()
	for _, verb := range []string{"PUT", "DELETE"} {
		end := map[string]string{"PUT": "/", "DELETE": ""}[verb]
		for path, message := range map[string]string{
			"Groups/x/Users/" + user + "/":             "The group does not exist.",
			"Groups/" + group + "/Users/x/":            "The user does not exist.",
			"Groups/" + user + "/Users/" + group + "/": "The group does not exist.",
			"Groups/" + group + "/Users/a%2Fb/":        "The UserObjectId is not valid.",
			"Groups/a%2Fb/Users/" + user + "/":         "The GroupObjectId is not valid.",
			"x/Groups/" + group + end:                  "The group does not exist.",
			group + "/Groups/x" + end:                  "The group does not exist.",
			group + "/Groups/" + user + end:            "The group does not exist.",
			"a%2Fb/Groups/" + group + end:              "The TargetGroupObjectId is not valid.",
		} {
			t.Run(verb+" "+message, func(t *testing.T) {
				want(t, b.sync(t, verb, path), globalError(message))
			})
		}
	}
	want(t, b.sync(t, "PUT", group+"/Groups/"+group+"/"), globalError("A group cannot be in itself."))
	if !reflect.DeepEqual(before, b.whole()) {
		t.Error("a refused call changed the world")
	}
}

func TestARestoredUserIsInTheGroupsThatAreStillThere(t *testing.T) {
	b := newBench(t)
	user := b.World.People()[0]
	if len(user.Memberships) != 2 {
		t.Fatalf("the user is in %+v", user.Memberships)
	}
	b.delete(t, user.ID)
	b.sync(t, "DELETE", "Groups/"+user.Memberships[0].GroupID+"/")
	want(t, b.put(t, user.ID, sarah), done)
	if got := b.person(t, user.ID); got.Number != user.Number || !reflect.DeepEqual(got.Memberships, user.Memberships[1:]) {
		t.Errorf("the world has %+v", got)
	}
}

func TestNoNumberOfAUserComesTwice(t *testing.T) {
	b := newBench(t)
	least := `{"FirstName":"A","LastName":"B","UserPrincipalName":"a.b@acme.example"}`
	b.put(t, "a1", sarah)
	b.delete(t, "a1")
	b.put(t, "a2", least)
	b.put(t, "a1", sarah)
	if first, second := b.person(t, "a1").Number, b.person(t, "a2").Number; first != 1015 || second != 1016 {
		t.Errorf("the numbers are %d and %d, want 1015 and 1016", first, second)
	}
}
