package sim_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

const authorisePath = "/v3/security/authorise/user"

func question(entityType, action, entityID string) string {
	return fmt.Sprintf(`{"entityType":%q,"action":%q,"entityId":%q}`, entityType, action, entityID)
}

func (b *bench) authorise(bearer, body string) answered {
	b.Helper()
	return b.call("POST", authorisePath, body, "Authorization", "Bearer "+bearer, "Content-Type", "application/json")
}

func TestWhoIsAuthorised(t *testing.T) {
	b := start(t, 12)
	domains := b.vendor.Domains()
	b.sim.World.Add(nora())
	b.sim.World.Change(nora().ID, func(p *simkit.Person) { p.Extensions["accessibleDomains"] = domains[:1] })
	b.sim.World.Add(simkit.Person{ID: "bare", Secrets: map[string]string{"refresh_token": "bare"}})
	admin := b.person(func(p simkit.Person) bool { return slices.Contains(p.Roles, "admin") }).Secrets["refresh_token"]
	const no = `{"message":"Platform Security Response","result":{"delegation_token":"","is_authorised":false}}`
	for _, c := range []struct {
		name, refreshToken, body string
		authorised               bool
	}{
		{"the service account", b.setting("refreshToken"), question("domain", "read", domains[3]), true},
		{"an administrator, of anything", admin, question("source", "delete", "x"), true},
		{"a modeller, of an own domain", "kQz", question("domain", "read", domains[0]), true},
		{"a modeller, to do what there is not", "kQz", question("domain", "fly", domains[0]), true},
		{"a modeller, of another domain", "kQz", question("domain", "read", domains[1]), false},
		{"a modeller, of another type", "kQz", question("source", "read", domains[0]), false},
		{"a modeller, of the type in capitals", "kQz", question("Domain", "read", domains[0]), false},
		{"somebody whose domains are unknown", "bare", question("domain", "read", domains[0]), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := b.authorise(b.bearerFor(c.refreshToken), c.body)
			if !c.authorised {
				b.same(got, 200, no)
				return
			}
			token, _ := b.tree(got, "result", "delegation_token").(string)
			b.same(got, 200, `{"message":"Platform Security Response","result":{"delegation_token":`+quoted(token)+`,"is_authorised":true}}`)
			if len(token) < 20 {
				t.Errorf("delegation token %q", token)
			}
		})
	}
}

func TestAuthoriseRefuses(t *testing.T) {
	b := start(t, 1)
	for name, body := range map[string]string{
		"snake case":     `{"entity_type":"domain","action":"read","entity_id":"x"}`,
		"lower case":     `{"entitytype":"domain","action":"read","entityid":"x"}`,
		"no entity type": `{"action":"read","entityId":"x"}`,
		"no action":      `{"entityType":"domain","entityId":"x"}`,
		"no entity id":   `{"entityType":"domain","action":"read"}`,
		"empty type":     question("", "read", "x"),
		"empty action":   question("domain", "", "x"),
		"empty id":       question("domain", "read", ""),
		"null id":        `{"entityType":"domain","action":"read","entityId":null}`,
		"number as id":   `{"entityType":"domain","action":"read","entityId":7}`,
		"unknown field":  `{"entityType":"domain","action":"read","entityId":"x","userId":"y"}`,
		"array":          `[]`,
		"no body":        ``,
	} {
		t.Run(name, func(*testing.T) { b.refused(b.authorise(b.serviceBearer(), body), 400, "IW10006") })
	}
	good := question("domain", "read", "x")
	b.refused(b.asAdmin("POST", authorisePath+"?x=1", good), 400, "IW10006")
	b.refused(b.call("POST", authorisePath, good, "Authorization", "Bearer "+b.serviceBearer()), 400, "IW10006")

	dead := b.serviceBearer()
	b.vendor.ExpireBearers()
	b.same(b.authorise(dead, good), 401, noAccessBody)
	b.same(b.authorise("a.b.c", good), 401, noAccessBody)
	b.same(b.call("POST", authorisePath, good, "Content-Type", "application/json"), 401, noAccessBody)
	b.same(b.call("POST", authorisePath, good, "Content-Type", "application/json", "Authorization",
		basic(b.setting("username"), b.setting("password"))), 401, noAccessBody)
}
