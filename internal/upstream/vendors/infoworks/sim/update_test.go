package sim_test

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

func TestUpdateChangesOnlyWhatWasSent(t *testing.T) {
	b := start(t, 0)
	b.sim.World.Add(nora())
	for _, c := range []struct {
		name, body string
		change     func(*simkit.Person)
	}{
		{"nothing", `{}`, func(*simkit.Person) {}},
		{"name", `{"profile":{"name":"Nora V."}}`, func(p *simkit.Person) { p.DisplayName = new("Nora V.") }},
		{"e-mail", `{"profile":{"email":"n@corp.example"}}`, func(p *simkit.Person) {
			p.Email, p.UserName = new("n@corp.example"), new("n@corp.example")
		}},
		{"her own e-mail again", `{"profile":{"email":"n@corp.example"}}`, func(*simkit.Person) {}},
		{"roles", `{"roles":[]}`, func(p *simkit.Person) { p.Roles = []string{} }},
		{"domains", `{"accessible_domains":[]}`, func(p *simkit.Person) { p.Extensions["accessibleDomains"] = []string{} }},
		{"password", `{"password":"new"}`, func(p *simkit.Person) { p.Secrets["password"] = "new" }},
	} {
		t.Run(c.name, func(t *testing.T) {
			b.wait(time.Minute)
			want, _ := b.sim.World.Person(nora().ID)
			c.change(&want)
			want.ModifiedAt = new(b.clock())
			b.same(b.asAdmin("PATCH", usersPath+"/"+nora().ID, c.body), 200,
				`{"message":"Successfully updated user","result":{"id":"6SkgybTRQQBzEey3v"}}`)
			if got, _ := b.sim.World.Person(nora().ID); !reflect.DeepEqual(got, want) {
				t.Errorf("got  %+v\nwant %+v", got, want)
			}
		})
	}
}

func TestUpdateRefusesLeavingTheUserAsItWas(t *testing.T) {
	b := start(t, 1)
	b.sim.World.Add(nora())
	for name, body := range map[string]string{
		"taken e-mail":   `{"profile":{"name":"X","email":` + quoted(*b.sim.World.People()[0].Email) + `}}`,
		"blank name":     `{"profile":{"name":""}}`,
		"null name":      `{"profile":{"name":null}}`,
		"unknown field":  `{"active":true}`,
		"unknown domain": `{"roles":["x"],"accessible_domains":["x"]}`,
		"no body":        ``,
	} {
		t.Run(name, func(*testing.T) { b.refused(b.asAdmin("PATCH", usersPath+"/"+nora().ID, body), 400, "IW10006") })
	}
	if got, _ := b.sim.World.Person(nora().ID); !reflect.DeepEqual(got, nora()) {
		t.Errorf("changed to %+v", got)
	}
}

func TestDelete(t *testing.T) {
	b := start(t, 2)
	id := b.sim.World.People()[0].ID
	b.refused(b.asAdmin("DELETE", usersPath+"/"+id+"?force=true", ""), 400, "IW10006")
	b.refused(b.asAdmin("DELETE", usersPath+"/"+id, "{}"), 400, "IW10006")
	b.same(b.asAdmin("DELETE", usersPath+"/"+id, ""), 200, `{"message":"Successfully deleted user"}`)
	b.refused(b.asAdmin("DELETE", usersPath+"/"+id, ""), 400, "IW10006")
	if _, there := b.sim.World.Person(id); there {
		t.Error("still there")
	}
}

func TestToggleFlipsEveryTime(t *testing.T) {
	b := start(t, 0)
	b.sim.World.Add(nora())
	path := usersPath + "/" + nora().ID + "/toggle-user-login"
	b.refused(b.asAdmin("PATCH", path, `{"login_disabled":true}`), 400, "IW10006")
	for _, disabled := range []bool{true, false, true} {
		b.same(b.asAdmin("PATCH", path, ""), 200, fmt.Sprintf(`{"message":"Successfully toggled user login","result":{"login_disabled":%t}}`, disabled))
		p, _ := b.sim.World.Person(nora().ID)
		if *p.Active == disabled || !p.ModifiedAt.Equal(startOfTest) {
			t.Errorf("after the toggle: %+v", p)
		}
	}
	if got := b.call("GET", "/v3/security/token/access", "", "Authorization", "Basic kQz"); got.status != 406 {
		t.Errorf("a disabled login still works: %+v", got)
	}
}
