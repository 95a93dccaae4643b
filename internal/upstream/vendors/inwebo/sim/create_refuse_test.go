package sim_test

import (
	"net/http"
	"testing"
)

func TestCreateRefuses(t *testing.T) {
	const shape = "the body is not an account"
	for _, c := range []struct{ name, body, message string }{
		{"no login", `{"email":"x@example.net"}`, "login is mandatory"},
		{"empty login", `{"login":""}`, "login is mandatory"},
		{"login is a number", `{"login":42}`, shape},
		{"login is null", `{"login":null}`, shape},
		{"active is a string", `{"login":"x","active":"true"}`, shape},
		{"language of three letters", `{"login":"x","language":"fra"}`, "language is invalid"},
		{"language with a digit", `{"login":"x","language":"f1"}`, "language is invalid"},
		{"role is a bare id", `{"login":"x","role":"0"}`, shape},
		{"role id is a number", `{"login":"x","role":{"id":0}}`, shape},
		{"role is null", `{"login":"x","role":null}`, shape},
		{"role without id", `{"login":"x","role":{}}`, "role.id is mandatory"},
		{"role is unknown", `{"login":"x","role":{"id":"3"}}`, "role.id is unknown"},
		{"role with the name of an answer", `{"login":"x","role":{"id":"0","name":"User"}}`, shape},
		{"memberships is an object", `{"login":"x","memberships":{}}`, shape},
		{"membership is null", `{"login":"x","memberships":[null]}`, shape},
		{"membership without group", `{"login":"x","memberships":[{"role":{"id":"0"}}]}`, "group.id is mandatory"},
		{"membership without role", `{"login":"x","memberships":[{"group":{"id":"7"}}]}`, "role.id is mandatory"},
		{"group id is a number", `{"login":"x","memberships":[{"group":{"id":7},"role":{"id":"0"}}]}`, shape},
		{"group is unknown", `{"login":"x","memberships":[{"group":{"id":"99"},"role":{"id":"0"}}]}`, "group.id is unknown"},
		{"role in the group is unknown", `{"login":"x","memberships":[{"group":{"id":"7"},"role":{"id":"9"}}]}`, "role.id is unknown"},
		{"group named twice", `{"login":"x","memberships":[{"group":{"id":"7"},"role":{"id":"0"}},{"group":{"id":"7"},"role":{"id":"1"}}]}`, "memberships name a group twice"},
		{"unknown field", `{"login":"x","displayName":"X"}`, shape},
		{"field of another level", `{"login":"x","id":"7"}`, shape},
		{"field in other capitals", `{"Login":"x"}`, shape},
		{"field twice", `{"login":"x","login":"x"}`, shape},
		{"field of a membership twice", `{"login":"x","memberships":[{"group":{"id":"7","id":"7"},"role":{"id":"0"}}]}`, shape},
		{"array", `[{"login":"x"}]`, shape},
		{"null", `null`, shape},
		{"two values", `{"login":"x"}{}`, shape},
		{"not JSON", `login=x`, shape},
		{"not UTF-8", "{\"login\":\"\xff\"}", shape},
		{"empty", ``, shape},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := newBench(t, 0)
			expect(t, b.request(t, http.MethodPost, accounts, c.body), 400, badRequest(c.message))
			if n := len(b.World.People()); n != 0 {
				t.Errorf("%d accounts after a refusal, want 0", n)
			}
		})
	}
}
