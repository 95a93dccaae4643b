package sim_test

import (
	"fmt"
	"reflect"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

func TestPutModes(t *testing.T) {
	for name, c := range map[string]struct {
		query  string
		exists bool
		status int
		answer string
	}{
		"default, unknown subject": {"", false, 201, `{"status":"upserted"}`},
		"default, known subject":   {"", true, 200, `{"status":"upserted"}`},
		"upsert, unknown subject":  {"?onconflict=upsert", false, 201, `{"status":"upserted"}`},
		"upsert, known subject":    {"?onconflict=upsert", true, 200, `{"status":"upserted"}`},
		"insert, unknown subject":  {"?onconflict=insert", false, 201, `{"status":"inserted"}`},
		"insert, known subject":    {"?onconflict=insert", true, 409, "E_Conflict"},
		"update, unknown subject":  {"?onconflict=update", false, 404, "E_NotFound"},
		"update, known subject":    {"?onconflict=update", true, 200, `{"status":"updated"}`},
	} {
		t.Run(name, func(t *testing.T) {
			b := start(t, 0)
			id := "ldap|cad users/x@y:100%"
			if c.exists {
				b.World.Add(simkit.Person{ID: id, Active: new(true)})
			}
			before := b.World.People()
			r := b.request("PUT", one(id)+c.query, `{"enabled":false}`)
			if strings.HasPrefix(c.answer, "E_") {
				b.refused(r, c.status, c.answer)
				if after := b.World.People(); !reflect.DeepEqual(after, before) {
					t.Errorf("the world changed to %v", after)
				}
				return
			}
			if status, body := b.do(r); status != c.status || body != c.answer {
				t.Errorf("got %d %s", status, body)
			}
			if p := b.person(id); *p.Active {
				t.Errorf("enabled was not written: %+v", p)
			}
		})
	}
}

func TestCreatedPersonHasOnlyWhatThePutSaid(t *testing.T) {
	b := start(t, 0)
	team := b.World.Groups()[1].ID
	rights := map[string][]string{}
	for _, name := range namespaces {
		rights[name] = []string{}
	}
	full := simkit.Person{ID: "auth0|new", Email: new("ines@plant.example"), Active: new(false),
		Memberships: []simkit.Membership{{GroupID: team}},
		Extensions:  map[string]any{"frontendaccess": true, "accessrights": rights}}
	b.call("PUT", one("auth0|new")+"?onconflict=insert",
		`{"email":"ines@plant.example","enabled":false,"frontendaccess":true,"teamuuids":["`+team+`"],"accessrights":{}}`)
	if got := b.person("auth0|new"); !reflect.DeepEqual(got, full) {
		t.Errorf("full body\n got %+v\nwant %+v", got, full)
	}
	empty := simkit.Person{ID: "auth0|bare", Active: new(true), Memberships: []simkit.Membership{},
		Extensions: map[string]any{"frontendaccess": false, "accessrights": rights}}
	b.call("PUT", one("auth0|bare")+"?onconflict=insert", `{"email":""}`)
	if got := b.person("auth0|bare"); !reflect.DeepEqual(got, empty) {
		t.Errorf("empty body\n got %+v\nwant %+v", got, empty)
	}
}

func TestPutKeepsWhatIsAbsent(t *testing.T) {
	b := start(t, 8)
	for _, before := range b.World.People() {
		if status, body := b.call("PUT", one(before.ID), `{}`); status != 200 {
			t.Fatalf("got %d %s", status, body)
		}
		if after := b.person(before.ID); !reflect.DeepEqual(after, before) {
			t.Errorf("got %+v\nwant %+v", after, before)
		}
	}
}

func TestPutReplacesWhatIsPresent(t *testing.T) {
	b := start(t, 8)
	p := b.find("with three teams and access rights", func(p simkit.Person) bool {
		return len(p.Memberships) == 3 && len(p.Extensions["accessrights"].(map[string][]string)["view"]) > 0
	})
	old := p.Extensions["accessrights"].(map[string][]string)
	team := b.World.Groups()[4].ID
	b.call("PUT", one(p.ID)+"?onconflict=update",
		`{"enabled":false,"frontendaccess":true,"teamuuids":["`+team+`"],"accessrights":{"view":[],"use":["prj_1"]}}`)

	got := b.person(p.ID)
	rights := got.Extensions["accessrights"].(map[string][]string)
	if *got.Active || got.Extensions["frontendaccess"] != true {
		t.Errorf("booleans: %+v", got)
	}
	if want := []simkit.Membership{{GroupID: team}}; !reflect.DeepEqual(got.Memberships, want) {
		t.Errorf("memberships %v", got.Memberships)
	}
	if len(rights["view"]) != 0 || !reflect.DeepEqual(rights["use"], []string{"prj_1"}) || !reflect.DeepEqual(rights["connect"], old["connect"]) {
		t.Errorf("access rights %v, before %v", rights, old)
	}
	b.call("PUT", one(p.ID), `{"teamuuids":[]}`)
	if got := b.person(p.ID).Memberships; got == nil || len(got) != 0 {
		t.Errorf("after an empty array: %v", got)
	}
}

func TestPutOfAnEmail(t *testing.T) {
	b := start(t, 4)
	known := b.find("who logged in", loggedIn)
	fresh := b.find("who never logged in", func(p simkit.Person) bool { return !loggedIn(p) })
	for id, want := range map[string]string{known.ID: *known.Email, fresh.ID: "new@plant.example"} {
		status, body := b.call("PUT", one(id)+"?onconflict=update", `{"email":"new@plant.example"}`)
		if status != 200 || body != `{"status":"updated"}` {
			t.Errorf("got %d %s", status, body)
		}
		if got := value(b.person(id).Email); got != want {
			t.Errorf("%q has email %q, want %q", id, got, want)
		}
	}
}

func TestDeletedPersonComesBackAsAStranger(t *testing.T) {
	b := start(t, 1)
	old := b.find("who logged in", loggedIn)
	b.call("DELETE", one(old.ID), "")
	b.call("PUT", one(old.ID), `{"email":"first@plant.example"}`)
	b.call("PUT", one(old.ID), `{"email":"second@plant.example"}`)
	if got := b.person(old.ID); value(got.Email) != "second@plant.example" || got.UserName != nil {
		t.Errorf("got %+v", got)
	}
	if _, body := b.call("GET", one(old.ID), ""); strings.Contains(body, *old.Email) {
		t.Errorf("the old claims are still shown: %s", body)
	}
}

func TestPutBodiesThatAreRefused(t *testing.T) {
	b := start(t, 1)
	id := b.World.People()[0].ID
	team := b.World.Groups()[0].ID
	braced := b.World.Groups()[1].ID
	for name, body := range map[string]string{
		"no body":                   ``,
		"array":                     `[]`,
		"null":                      `null`,
		"enabled as text":           `{"enabled":"true"}`,
		"enabled as number":         `{"enabled":1}`,
		"enabled null":              `{"enabled":null}`,
		"frontend access as text":   `{"frontendaccess":"yes"}`,
		"email as object":           `{"email":{}}`,
		"email null":                `{"email":null}`,
		"teams as text":             `{"teamuuids":"` + team + `"}`,
		"unknown team":              `{"teamuuids":["00000000-0000-4000-8000-000000000000"]}`,
		"team without its braces":   `{"teamuuids":["` + strings.Trim(braced, "{}") + `"]}`,
		"team in another case":      `{"teamuuids":["` + strings.ToUpper(team) + `"]}`,
		"team named twice":          `{"teamuuids":["` + team + `","` + team + `"]}`,
		"null among teams":          `{"teamuuids":[null]}`,
		"teams as objects":          `{"teams":[{"teamuuid":"` + team + `"}]}`,
		"unknown namespace":         `{"accessrights":{"admin":[]}}`,
		"tags as text":              `{"accessrights":{"use":"x"}}`,
		"tag as number":             `{"accessrights":{"use":[1]}}`,
		"tag null":                  `{"accessrights":{"use":[null]}}`,
		"namespace null":            `{"accessrights":{"use":null}}`,
		"access rights as array":    `{"accessrights":[]}`,
		"broken UTF-8":              "{\"email\":\"\xff@plant.example\"}",
		"display name":              `{"displayname":"x"}`,
		"subject in the body":       `{"oidcsub":"` + id + `"}`,
		"field of version 4.1":      `{"teamsupdate":{"replace":[]}}`,
		"name in another case":      `{"Enabled":true}`,
		"name given twice":          `{"enabled":true,"enabled":false}`,
		"bad field beside good one": `{"enabled":false,"x":1}`,
	} {
		for _, target := range []string{one(id), one("nobody"), one(id) + "?onconflict=insert", one("nobody") + "?onconflict=update"} {
			t.Run(name, func(t *testing.T) {
				b.t = t
				before := b.World.People()
				b.refused(b.request("PUT", target, body), 400, "E_BadRequest")
				if after := b.World.People(); !reflect.DeepEqual(after, before) {
					t.Errorf("the world changed to %v", after)
				}
			})
		}
	}
}

func TestPersonFromATestWithoutExtensions(t *testing.T) {
	b := start(t, 0)
	b.World.Add(simkit.Person{ID: "x"})
	if status, body := b.call("PUT", one("x"), `{"frontendaccess":true,"accessrights":{"use":["a"]}}`); status != 200 {
		t.Fatalf("got %d %s", status, body)
	}
	if got := b.person("x").Extensions; got["frontendaccess"] != true {
		t.Errorf("got %v", got)
	}
}

func TestOneOfManyConcurrentPutsCreates(t *testing.T) {
	b := start(t, 0)
	for mode, other := range map[string]int{"upsert": 200, "insert": 409} {
		for round := range 40 {
			path := one(fmt.Sprint(mode, round)) + "?onconflict=" + mode
			var created, rest atomic.Int32
			var wg sync.WaitGroup
			for range 4 {
				wg.Go(func() {
					switch status, _ := b.call("PUT", path, "{}"); status {
					case 201:
						created.Add(1)
					case other:
						rest.Add(1)
					}
				})
			}
			wg.Wait()
			if created.Load() != 1 || rest.Load() != 3 {
				t.Fatalf("%s: %d created, %d got %d", mode, created.Load(), rest.Load(), other)
			}
		}
	}
}
