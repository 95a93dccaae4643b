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

const freeTeam = "{0A1b2c3d-1111-4222-8333-944455556666}"

func emptyRights() map[string][]string {
	rights := map[string][]string{}
	for _, name := range namespaces {
		rights[name] = []string{}
	}
	return rights
}

func TestPutCreatesATeamUnderTheCallersID(t *testing.T) {
	b := start(t, 0)
	longest := strings.Repeat("x", 125) + "_-."
	rights := emptyRights()
	rights["use"] = []string{"prj_1"}
	for id, c := range map[string]struct {
		body string
		want simkit.Group
	}{
		freeTeam: {`{"teamname":"night shift","accessrights":{"use":["prj_1"]}}`,
			simkit.Group{ID: freeTeam, DisplayName: new("night shift"), Extensions: map[string]any{"accessrights": rights}}},
		"0": {`{"teamname":"` + longest + `"}`,
			simkit.Group{ID: "0", DisplayName: &longest, Extensions: map[string]any{"accessrights": emptyRights()}}},
	} {
		if status, body := b.call("PUT", oneTeam(id), c.body); status != 201 || body != `{"status":"upserted"}` {
			t.Errorf("%s: got %d %s", id, status, body)
		}
		if got := b.team(id); !reflect.DeepEqual(got, c.want) {
			t.Errorf("got %+v\nwant %+v", got, c.want)
		}
	}
}

func TestPutEditsATeam(t *testing.T) {
	b := start(t, 0)
	for _, before := range b.World.Groups() {
		if status, body := b.call("PUT", oneTeam(before.ID), `{"teamname":"`+*before.DisplayName+`"}`); status != 200 || body != `{"status":"upserted"}` {
			t.Errorf("%q under its own name: got %d %s", before.ID, status, body)
		}
		if after := b.team(before.ID); !reflect.DeepEqual(after, before) {
			t.Errorf("what was absent changed:\n got %+v\nwant %+v", after, before)
		}
	}
	g := b.World.Groups()[1]
	old := g.Extensions["accessrights"].(map[string][]string)
	b.call("PUT", oneTeam(g.ID), `{"teamname":"Design 2","accessrights":{"view":[],"use":["prj_1"]}}`)
	got := b.team(g.ID)
	rights := got.Extensions["accessrights"].(map[string][]string)
	if *got.DisplayName != "Design 2" || len(old["view"]) == 0 || len(rights["view"]) != 0 ||
		!reflect.DeepEqual(rights["use"], []string{"prj_1"}) || !reflect.DeepEqual(rights["connect"], old["connect"]) {
		t.Errorf("got %+v, before %+v", got, g)
	}
}

func TestPutKeepsTheMembersOfATeam(t *testing.T) {
	b := start(t, 12)
	before := b.World.People()
	b.call("PUT", oneTeam(b.teams()[0]), `{"teamname":"renamed"}`)
	if !reflect.DeepEqual(b.World.People(), before) {
		t.Error("an edit of a team changed people")
	}
	b.find("in the renamed team", func(p simkit.Person) bool {
		_, body := b.call("GET", one(p.ID), "")
		return strings.Contains(body, `{"teamname":"renamed","teamuuid":"`+b.teams()[0]+`"}`)
	})
}

func TestTeamNamesAreUnique(t *testing.T) {
	b := start(t, 0)
	before := b.World.Groups()
	for _, id := range []string{freeTeam, b.teams()[1]} {
		b.refused(b.request("PUT", oneTeam(id), `{"teamname":"admin"}`), 409, "E_Conflict")
	}
	if !reflect.DeepEqual(b.World.Groups(), before) {
		t.Error("a refused call changed the teams")
	}
	if status, _ := b.call("PUT", oneTeam(freeTeam), `{"teamname":"Admin"}`); status != 201 {
		t.Errorf("a name in another case: got %d", status)
	}
	b.call("DELETE", oneTeam(b.teams()[0]), "")
	if status, _ := b.call("PUT", oneTeam("0"), `{"teamname":"admin"}`); status != 201 {
		t.Errorf("the name of a team that is gone: got %d", status)
	}
}

func TestPutBodiesOfTeamsThatAreRefused(t *testing.T) {
	b := start(t, 0)
	before := b.World.Groups()
	for name, body := range map[string]string{
		"no body":                   ``,
		"no name":                   `{"accessrights":{}}`,
		"empty name":                `{"teamname":""}`,
		"name null":                 `{"teamname":null}`,
		"name as number":            `{"teamname":1}`,
		"name too long":             `{"teamname":"` + strings.Repeat("x", 129) + `"}`,
		"name with a slash":         `{"teamname":"a/b"}`,
		"name with an accent":       `{"teamname":"équipe"}`,
		"name with a line end":      `{"teamname":"a\n"}`,
		"unknown namespace":         `{"teamname":"x","accessrights":{"admin":[]}}`,
		"tag as number":             `{"teamname":"x","accessrights":{"use":[1]}}`,
		"rights null":               `{"teamname":"x","accessrights":null}`,
		"id in the body":            `{"teamname":"x","teamuuid":"` + freeTeam + `"}`,
		"description":               `{"teamname":"x","description":"y"}`,
		"field of version 4.1":      `{"teamname":"x","accessrightsupdate":{"replace":{}}}`,
		"name of a field, in case":  `{"teamName":"x"}`,
		"name of a field, twice":    `{"teamname":"x","teamname":"y"}`,
		"array":                     `[]`,
		"bad field beside good one": `{"teamname":"x","x":1}`,
	} {
		for _, id := range []string{freeTeam, b.teams()[0]} {
			t.Run(name, func(t *testing.T) {
				b.t = t
				b.refused(b.request("PUT", oneTeam(id), body), 400, "E_BadRequest")
			})
		}
	}
	if !reflect.DeepEqual(b.World.Groups(), before) {
		t.Error("a refused call changed the teams")
	}
}

func TestTeamFromATestWithoutExtensions(t *testing.T) {
	b := start(t, 0)
	b.World.AddGroup(simkit.Group{ID: "a"})
	if status, body := b.call("PUT", oneTeam("a"), `{"teamname":"x","accessrights":{"use":["a"]}}`); status != 200 {
		t.Fatalf("got %d %s", status, body)
	}
	if got := b.team("a").Extensions["accessrights"].(map[string][]string); !reflect.DeepEqual(got["use"], []string{"a"}) {
		t.Errorf("got %v", got)
	}
}

// TestOneOfManyConcurrentPutsTakesATeamName has so many teams that looking for
// the name takes long enough for somebody else to take it meanwhile.
func TestOneOfManyConcurrentPutsTakesATeamName(t *testing.T) {
	b := start(t, 0)
	for i := range 4000 {
		b.World.AddGroup(simkit.Group{ID: fmt.Sprintf("aa-%x", i), DisplayName: new(fmt.Sprint(i))})
	}
	for round := range 20 {
		var created, refused atomic.Int32
		var wg sync.WaitGroup
		for i := range 4 {
			wg.Go(func() {
				path := oneTeam(fmt.Sprintf("%x-%x", round, i))
				switch status, _ := b.call("PUT", path, fmt.Sprintf(`{"teamname":"round %d"}`, round)); status {
				case 201:
					created.Add(1)
				case 409:
					refused.Add(1)
				}
			})
		}
		wg.Wait()
		if created.Load() != 1 || refused.Load() != 3 {
			t.Fatalf("%d created, %d refused", created.Load(), refused.Load())
		}
	}
}
