package sim_test

import (
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream/vendors/infoworks/sim"
)

const syncPath = "/v3/security/bulk-ldap-sync"

func (b *bench) sync(body string) answered {
	b.Helper()
	return b.call("POST", syncPath, body, "Content-Type", "application/json",
		"Authorization", basic(b.setting("username"), b.setting("password")))
}

// ldap returns an entry with, or without, a valid role.
func (b *bench) ldap(withRole bool) sim.LDAPEntry {
	b.Helper()
	for _, e := range b.vendor.LDAP() {
		if len(e.Roles) > 0 == withRole {
			return e
		}
	}
	b.Fatal("no such LDAP entry")
	return sim.LDAPEntry{}
}

func TestLookup(t *testing.T) {
	b := start(t, 3)
	const path = "/v3/security/get/user/data"
	user, entry := *b.sim.World.People()[1].Email, b.ldap(true)
	lookup := func(body string) answered { return b.asAdmin("POST", path, body) }

	b.same(lookup(`{"userIds":["`+entry.Email+`","nobody@corp.example","`+user+`"],"searchAttribute":"email"}`),
		200, `{"users":["`+entry.Email+`","`+user+`"]}`)
	b.same(lookup(`{"userIds":["`+entry.Login+`"],"searchAttribute":"login"}`), 200, `{"users":["`+entry.Email+`"]}`)
	b.same(lookup(`{"userIds":[],"searchAttribute":"email"}`), 200, `{"users":[]}`)

	for name, body := range map[string]string{
		"snake case":        `{"user_ids":[],"search_attribute":"email"}`,
		"lower case":        `{"userids":[],"searchattribute":"email"}`,
		"unknown attribute": `{"userIds":[],"searchAttribute":"shoeSize"}`,
		"no attribute":      `{"userIds":[]}`,
		"no ids":            `{"searchAttribute":"email"}`,
		"null ids":          `{"userIds":null,"searchAttribute":"email"}`,
		"number as id":      `{"userIds":[1],"searchAttribute":"email"}`,
		"text as ids":       `{"userIds":"a","searchAttribute":"email"}`,
		"unknown field":     `{"userIds":[],"searchAttribute":"email","limit":1}`,
		"two values":        `{"userIds":[],"searchAttribute":"email"}{}`,
		"no body":           ``,
	} {
		t.Run(name, func(*testing.T) { b.refused(lookup(body), 400, "IW10006") })
	}
	b.same(b.call("POST", path, `{}`, "Content-Type", "application/json"), 401, noAccessBody)
}
