package sim_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

func TestBulkSyncAddsThenUpdatesAndReportsFailures(t *testing.T) {
	b := start(t, 2)
	good, roleless := b.ldap(true), b.ldap(false)
	body := `{"search_on":"email","search_list":["` + good.Email + `","` + roleless.Email + `","nobody@corp.example"]}`
	first := b.sync(body)

	added := b.person(func(p simkit.Person) bool { return *p.Email == good.Email })
	failed := `"failed":[{"email":"` + roleless.Email + `","id":"%s","error":"No valid role found for the User."},` +
		`{"email":"nobody@corp.example","error":"User not found in LDAP."}]`
	failed = fmt.Sprintf(failed, failedID(b, first))
	b.same(first, 200, `{"message":"Successfully synced ldap users","result":{"new_users_count":1,"existing_user_count":0,`+
		`"added":[{"email":"`+good.Email+`","id":"`+added.ID+`"}],"updated":[],`+failed+`}}`)
	if *added.DisplayName != good.Name || added.Roles[0] != good.Roles[0] || !added.CreatedAt.Equal(startOfTest) || added.Secrets["password"] != "" {
		t.Errorf("added %+v", added)
	}

	b.wait(time.Hour)
	b.sim.World.Change(added.ID, func(p *simkit.Person) { p.DisplayName = new("Stale") })
	b.same(b.sync(body), 200, `{"message":"Successfully synced ldap users","result":{"new_users_count":0,"existing_user_count":1,`+
		`"added":[],"updated":[{"email":"`+good.Email+`","id":"`+added.ID+`"}],`+failed+`}}`)
	updated, _ := b.sim.World.Person(added.ID)
	if *updated.DisplayName != good.Name || !updated.ModifiedAt.Equal(startOfTest.Add(time.Hour)) {
		t.Errorf("updated %+v", updated)
	}
	b.refused(b.asAdmin("PATCH", "/v3/admin/users/"+added.ID, `{"roles":["analyst"]}`), 400, "IW10006")
}

// failedID is the id of the first failure; nothing else in the API shows it.
func failedID(b *bench, got answered) string {
	b.Helper()
	list, _ := b.tree(got, "result", "failed").([]any)
	if len(list) == 0 {
		b.Fatalf("no failure in %+v", got)
	}
	id, _ := list[0].(map[string]any)["id"].(string)
	if id == "" {
		b.Fatalf("no id in %+v", got)
	}
	return id
}

func TestBulkSyncLeavesAloneWhatIsNotWanted(t *testing.T) {
	b := start(t, 1)
	e := b.ldap(true)
	const nothing = `{"message":"Successfully synced ldap users","result":{"new_users_count":0,"existing_user_count":%d,"added":[],"updated":[],"failed":[]}}`
	byLogin := `{"search_on":"login","search_list":["` + e.Login + `"]`
	b.same(b.sync(byLogin+`,"should_add":false}`), 200, fmt.Sprintf(nothing, 0))
	if n := len(b.sim.World.People()); n != 1 {
		t.Errorf("%d people", n)
	}
	b.sync(byLogin + `}`)
	b.wait(time.Hour)
	b.same(b.sync(byLogin+`,"should_update":false}`), 200, fmt.Sprintf(nothing, 1))
	if p := b.sim.World.People()[1]; !p.ModifiedAt.Equal(startOfTest) {
		t.Errorf("modified at %v", p.ModifiedAt)
	}
}

func TestBulkSyncFailsForAUserWhoHasNoValidRoleAnyMore(t *testing.T) {
	b := start(t, 1)
	id, roleless := b.sim.World.People()[0].ID, b.ldap(false)
	b.sim.World.Change(id, func(p *simkit.Person) { p.Email, p.UserName = new(roleless.Email), new(roleless.Email) })
	got := b.sync(`{"search_on":"email","search_list":["` + roleless.Email + `"]}`)
	b.same(got, 200, `{"message":"Successfully synced ldap users","result":{"new_users_count":0,"existing_user_count":1,`+
		`"added":[],"updated":[],"failed":[{"email":"`+roleless.Email+`","id":"`+id+`","error":"No valid role found for the User."}]}}`)
}

func TestBulkSyncWantsUserAndPasswordOfAnAdministrator(t *testing.T) {
	b := start(t, 4)
	analyst := b.person(func(p simkit.Person) bool { return p.Roles[0] == "modeller" && p.Secrets["password"] != "" })
	const body = `{"search_on":"email","search_list":[]}`
	for _, c := range []struct {
		name, authorization string
		status              int
		want                string
	}{
		{"bearer", "Bearer " + b.serviceBearer(), 401, noAccessBody},
		{"no administrator", basic(*analyst.Email, analyst.Secrets["password"]), 401, noAccessBody},
		{"wrong password", basic(b.setting("username"), "x"), 406, failedBody},
		{"refresh token", "Basic " + b.setting("refreshToken"), 406, failedBody},
	} {
		t.Run(c.name, func(*testing.T) {
			b.same(b.call("POST", syncPath, body, "Content-Type", "application/json", "Authorization", c.authorization), c.status, c.want)
		})
	}
	b.same(b.call("POST", syncPath, body, "Content-Type", "application/json"), 401, noAccessBody)
}

func TestBulkSyncRefusesOtherBodies(t *testing.T) {
	b := start(t, 0)
	for name, body := range map[string]string{
		"camel case":            `{"searchOn":"email","searchList":[]}`,
		"no search_on":          `{"search_list":[]}`,
		"unknown search_on":     `{"search_on":"shoe_size","search_list":[]}`,
		"no search_list":        `{"search_on":"email"}`,
		"text as search_list":   `{"search_on":"email","search_list":"a"}`,
		"text as should_add":    `{"search_on":"email","search_list":[],"should_add":"false"}`,
		"null as should_update": `{"search_on":"email","search_list":[],"should_update":null}`,
		"array":                 `[]`,
	} {
		t.Run(name, func(*testing.T) { b.refused(b.sync(body), 400, "IW10006") })
	}
	if got := b.sync(`{"search_on":"email","search_list":[]}`); got.status != 200 || !strings.Contains(got.body, `"failed":[]`) {
		t.Errorf("an empty search_list: %+v", got)
	}
}
