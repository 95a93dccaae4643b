package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

func TestACallersRefreshTokenIsRetired(t *testing.T) {
	w := start(t, setup{})
	refresh := `{"refreshToken":"` + w.known("iw", "refresh_token", 6) + `"}`
	w.post("admin", "/v1/tokens/refresh", refresh).want(t, http.StatusOK, "")
	got := w.post("admin", "/v1/tokens/rotate", refresh).wantUnstored(t)
	got.want(t, http.StatusNoContent, "")
	e := w.heard("iw", "DELETE /security/token/refresh")[0]
	if !strings.Contains(refresh, strings.TrimPrefix(e.Header.Get("Authorization"), "Basic ")) || e.Header.Get("Authorization") == "" {
		t.Errorf("sent %v", e.Header)
	}
	w.post("admin", "/v1/tokens/refresh", refresh).want(t, http.StatusBadRequest, "invalid-grant")
	w.post("admin", "/v1/tokens/rotate", refresh).want(t, http.StatusBadRequest, "invalid-grant")
	w.post("admin", "/v1/tokens/refresh", `{"refreshToken":"`+w.known("iw", "refresh_token", 6)+`"}`).want(t, http.StatusOK, "")
	w.get("admin", "/v1/users?connection=iw").want(t, http.StatusOK, "")
}

func TestTheGatewaysOwnTokenIsRetiredOnlyByWhoConfirmsIt(t *testing.T) {
	w := start(t, setup{})
	rotate := func(key, body string) answer { return w.post(key, "/v1/tokens/rotate?connection=iw", body) }
	for name, c := range map[string]struct{ body, pointer, code string }{
		"without a word":         {`{"own":true}`, "/confirm", "confirmation-required"},
		"with another name":      {`{"own":true,"confirm":"juump"}`, "/confirm", "confirmation-required"},
		"with a name in capital": {`{"own":true,"confirm":"IW"}`, "/confirm", "confirmation-required"},
		"and another's":          {`{"own":true,"confirm":"iw","refreshToken":"t"}`, "/own", "contradiction"},
		"a confirmed other":      {`{"refreshToken":"t","confirm":"iw"}`, "/confirm", "contradiction"},
		"a confirmed nothing":    {`{"confirm":"iw"}`, "/refreshToken", "required"},
		"not its own":            {`{"own":false,"confirm":"iw"}`, "/own", "enum"},
	} {
		got := rotate("admin", c.body)
		detail, _ := got.json(t)["detail"].(string)
		w.expectRefused(t, name, true, got, refusal{400, "invalid-request", c.pointer, c.code})
		if tells := strings.Contains(detail, "vendor-credentials") && strings.Contains(detail, "configuration"); tells != (c.code == "confirmation-required") {
			t.Errorf("%s: the detail is %q", name, detail)
		}
	}
	w.get("admin", "/v1/users?connection=iw").want(t, http.StatusOK, "")

	rotate("admin", `{"own":true,"confirm":"iw"}`).wantUnstored(t).want(t, http.StatusNoContent, "")
	if e := w.heard("iw", "DELETE /security/token/refresh")[0]; e.Header.Get("Authorization") != "Basic "+w.env["SANDBOX_IW_REFRESHTOKEN"] {
		t.Errorf("sent %v", e.Header)
	}
	// The bearer in use is good for a while; another gateway has none.
	again := w.again(anew{timeout: "10s"})
	again.get("demo", "/v1/users?connection=iw").want(t, http.StatusBadGateway, "vendor-credentials")
	again.post("demo", "/v1/tokens/rotate", `{"own":true,"confirm":"iw"}`).want(t, http.StatusBadGateway, "vendor-credentials")
	again.post("demo", "/v1/tokens", w.body("iw", `{"grantType":"password","username":"{name.6}","password":"{password.6}"}`)).want(t, http.StatusOK, "")
	checks := map[string]any{}
	for _, check := range again.get("demo", "/v1/connections/iw/health").want(t, http.StatusOK, "")["checks"].([]any) {
		checks[check.(map[string]any)["credential"].(string)] = check.(map[string]any)["status"]
	}
	if checks["refreshToken"] != "failed" || checks["password"] != "ok" {
		t.Errorf("the credentials are %v", checks)
	}
}

func TestAnActionIsAuthorizedByTheSubjectAlone(t *testing.T) {
	w := start(t, setup{})
	sim := w.sims["iw"]
	sim.World.Change(sim.World.People()[6].ID, func(p *simkit.Person) { p.Extensions["accessibleDomains"] = []string{"a-domain"} })
	ask := func(entity, token string) map[string]any {
		body, _ := json.Marshal(map[string]string{"entityType": "domain", "action": "read", "entityId": entity, "token": token})
		return w.post("admin", "/v1/tokens/authorize", string(body)).wantUnstored(t).want(t, http.StatusOK, "")
	}
	token := w.known("iw", "bearer", 6)
	yes, no := ask("a-domain", token), ask("another", token)
	if delegated, _ := yes["delegationToken"].(string); yes["authorized"] != true || delegated == "" || len(yes) != 2 {
		t.Errorf("got %v", yes)
	}
	if no["authorized"] != false || len(no) != 1 {
		t.Errorf("got %v", no)
	}
	e := w.heard("iw", "POST /security/authorise/user")[0]
	if e.Header.Get("Authorization") != "Bearer "+token || string(e.Body) != `{"entityType":"domain","action":"read","entityId":"another"}` {
		t.Errorf("sent %v\n%s", e.Header, e.Body)
	}
}

func TestSingleSignOnBeginsWhereTheVendorSays(t *testing.T) {
	w := start(t, setup{people: 2})
	got := w.get("admin", "/v1/tokens/sso").wantUnstored(t).want(t, http.StatusOK, "")
	location, _ := got["location"].(string)
	if u, err := url.Parse(location); err != nil || u.Scheme != "https" || u.Host != "idp.corp.example" || u.Query().Get("SAMLRequest") == "" || len(got) != 1 {
		t.Errorf("got %v", got)
	}
	w.heard("iw", "GET /security/sso/initialise")
	for name, body := range map[string]string{
		"no place": `{}`, "a path": `{"Location":"/sso"}`, "a script": `{"Location":"javascript:alert(1)"}`, "a place with a password": `{"Location":"https://u:p@idp.example/"}`, "half a place": `{"Location":"https://"}`,
	} {
		w.sims["iw"].Faults.Schedule(simkit.Fault{When: afterLogin, Status: 200, Body: body})
		if got := w.get("admin", "/v1/tokens/sso"); got.code() != "vendor-malformed" {
			t.Errorf("%s: got %d %s", name, got.status, got.body)
		}
		w.sims["iw"].Faults.Clear()
	}
}

// What a caller brings is the authority of what is sent for it, and nothing else.
func TestNothingOfTheGatewaysIsSentForACaller(t *testing.T) {
	w := start(t, setup{})
	w.get("admin", "/v1/users?connection=iw").want(t, http.StatusOK, "") // there is a bearer to take now
	own := []string{w.env["SANDBOX_IW_REFRESHTOKEN"], w.env["SANDBOX_INWEBO_APITOKEN"], w.env["SANDBOX_W365_APITOKEN"],
		strings.TrimPrefix(basic(fmt.Sprint(w.sims["iw"].Settings["username"]), w.env["SANDBOX_IW_PASSWORD"]), "Basic ")}
	for _, e := range w.sims["iw"].Log.All() {
		if bearer, ok := strings.CutPrefix(e.Header.Get("Authorization"), "Bearer "); ok {
			own = append(own, bearer)
		}
	}
	if len(own) != 5 {
		t.Fatalf("%d credentials", len(own))
	}
	bearers := []string{w.known("iw", "bearer", 6), w.known("iw", "bearer", 7)}
	for _, sim := range w.sims {
		sim.Log.Reset()
	}
	const refresh = `{"refreshToken":"{refresh_token.6}"}`
	sent := 0
	for _, c := range []struct{ connection, path, body string }{
		{"iw", "", `{"grantType":"password","username":"{name.6}","password":"{password.6}"}`},
		{"iw", "", `{"grantType":"password","username":"{name.6}","password":"wrong"}`},
		{"iw", "/refresh", refresh},
		{"iw", "/refresh", `{"refreshToken":"wrong"}`},
		{"iw", "/introspect", `{"token":"` + bearers[0] + `"}`},
		{"iw", "/introspect", `{"token":"wrong"}`},
		{"inwebo", "/introspect", `{"token":"wrong"}`},
		{"w365", "/introspect", `{"token":"wrong"}`},
		{"iw", "/authorize", `{"entityType":"domain","action":"read","entityId":"d","token":"` + bearers[0] + `"}`},
		{"iw", "/authorize", `{"entityType":"domain","action":"read","entityId":"d","token":"wrong"}`},
		{"iw", "/revoke", `{"token":"` + bearers[1] + `"}`},
		{"iw", "/revoke", `{"token":"wrong"}`},
		{"iw", "/rotate", `{"refreshToken":"wrong"}`},
		{"iw", "/rotate", refresh},
	} {
		w.post("admin", "/v1/tokens"+c.path+"?connection="+c.connection, w.body(c.connection, c.body))
		for name, sim := range w.sims {
			for _, e := range sim.Log.All() {
				sent++
				for _, credential := range own {
					if strings.Contains(fmt.Sprint(e.Header, e.Query, string(e.Body)), credential) {
						t.Errorf("%s %s: %s received %s with %v", c.path, c.body, name, e.Path, e.Header)
					}
				}
			}
			sim.Log.Reset()
		}
	}
	if sent != 14 {
		t.Errorf("%d calls were sent for 14", sent)
	}
}
