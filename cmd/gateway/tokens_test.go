package main

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// form sends a form with a key.
func (w *whole) form(key, path, body string) answer {
	return w.send(key, http.MethodPost, path, webForm, body)
}

// wantUnstored demands that nobody keeps an answer about a token.
func (a answer) wantUnstored(t testing.TB) answer {
	t.Helper()
	if keeping := a.header.Get("Cache-Control"); !strings.Contains(keeping, "no-store") {
		t.Errorf("Cache-Control is %q", keeping)
	}
	return a
}

// inactive are the bytes of a verdict that says no, but for the encoder's line end.
const inactive = `{"active":false}`

func (a answer) isInactive() bool {
	return a.status == http.StatusOK && strings.TrimSuffix(string(a.body), "\n") == inactive
}

// claims is what a bearer of Infoworks' says of itself.
func claims(t *testing.T, bearer string) map[string]any {
	t.Helper()
	var out map[string]any
	payload, err := base64.RawURLEncoding.DecodeString(strings.Split(bearer, ".")[1])
	if err == nil {
		err = json.Unmarshal(payload, &out)
	}
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// basic is what a user name and a password are behind Basic.
func basic(name, password string) string {
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(name+":"+password))
}

func TestAUserLogsInAndGetsFurtherTokens(t *testing.T) {
	w := start(t, setup{})
	sim, p := w.sims["iw"], w.sims["iw"].World.People()[6]
	for _, more := range []string{``, `,"serviceId":1`} {
		got := w.post("admin", "/v1/tokens", w.body("iw", `{"grantType":"password","username":"{name.6}","password":"{password.6}"`+more+`}`)).wantUnstored(t)
		token := got.want(t, http.StatusOK, "")
		exp := time.Unix(int64(claims(t, token["accessToken"].(string))["exp"].(float64)), 0).UTC().Format(time.RFC3339)
		if token["tokenType"] != "Bearer" || token["userId"] != "iw:"+p.ID || token["expiresAt"] != exp || len(token) != 4 {
			t.Errorf("got %v", token)
		}
		e := w.heard("iw", "GET /security/authenticate")[0]
		if e.Header.Get("Authorization") != basic(*p.UserName, p.Secrets["password"]) || (e.Query == "service_id=1") != (more != "") {
			t.Errorf("sent %v with %q", e.Header, e.Query)
		}
	}
	refreshed := w.post("admin", "/v1/tokens/refresh?connection=iw", `{"refreshToken":"`+p.Secrets["refresh_token"]+`"}`).wantUnstored(t).want(t, http.StatusOK, "")
	if _, said := refreshed["userId"]; refreshed["tokenType"] != "Bearer" || said || refreshed["expiresAt"] == nil {
		t.Errorf("got %v", refreshed)
	}
	e := w.heard("iw", "GET /security/token/access")[0]
	if e.Header.Get("Authorization") != "Basic "+p.Secrets["refresh_token"] || !e.Write {
		t.Errorf("sent %v", e.Header)
	}
	if sent := len(sim.Log.All()); sent != 3 {
		t.Errorf("%d calls for three tokens", sent)
	}
}

func TestAWrongLoginIsTheCallersAndAWrongCredentialTheGateways(t *testing.T) {
	w := start(t, setup{})
	const none = "a-token.that-nobody.ever-made"
	for name, c := range map[string]struct{ path, body, pointer string }{
		"a wrong password":        {"", `{"grantType":"password","username":"{name.6}","password":"wrong"}`, ""},
		"nobody's name":           {"", `{"grantType":"password","username":"nobody@corp.example","password":"{password.6}"}`, ""},
		"who is switched off":     {"", `{"grantType":"password","username":"{name.2}","password":"{password.2}"}`, ""},
		"a wrong refresh token":   {"/refresh", `{"refreshToken":"wrong"}`, ""},
		"an access token":         {"/refresh", `{"refreshToken":"{bearer.6}"}`, ""},
		"a rotation of no token":  {"/rotate", `{"refreshToken":"wrong"}`, ""},
		"a subject's wrong token": {"/authorize", `{"entityType":"domain","action":"read","entityId":"d","token":"` + none + `"}`, "/token"},
	} {
		got := w.post("admin", "/v1/tokens"+c.path+"?connection=iw", w.body("iw", c.body)).wantUnstored(t)
		problem := got.want(t, http.StatusBadRequest, "invalid-grant")
		pointer := ""
		if errors, _ := problem["errors"].([]any); len(errors) > 0 {
			pointer, _ = errors[0].(map[string]any)["pointer"].(string)
		}
		if write := c.path != "/authorize"; pointer != c.pointer || problem["retryable"] != false || write != (problem["outcome"] == "rejected") {
			t.Errorf("%s: got %v", name, problem)
		}
	}
	w.sims["iw"].Faults.Schedule(simkit.Fault{Status: http.StatusNotAcceptable, When: func(e simkit.Entry) bool { return !e.Write }})
	w.get("admin", "/v1/tokens/sso").want(t, http.StatusBadGateway, "vendor-credentials")
	w.get("admin", "/v1/users?connection=iw").want(t, http.StatusBadGateway, "vendor-credentials")
}

func TestALoginThatTheVendorOnlyCallsDoneIsNone(t *testing.T) {
	w := start(t, setup{people: 2})
	w.sims["iw"].Faults.Schedule(simkit.Fault{Status: http.StatusOK, Body: `{"message":"m","result":{"authentication_token":"a.b.c","is_authenticated":false}}`})
	got := w.post("admin", "/v1/tokens", `{"grantType":"password","username":"u@corp.example","password":"p"}`)
	got.want(t, http.StatusBadRequest, "invalid-grant")
}

func TestATokenIsJudgedAsJSONAndAsAForm(t *testing.T) {
	w := start(t, setup{})
	good := map[string]string{
		"iw": w.known("iw", "bearer", 6), "inwebo": w.env["SANDBOX_INWEBO_APITOKEN"], "w365": w.env["SANDBOX_W365_APITOKEN"],
	}
	for connection, token := range good {
		path := "/v1/tokens/introspect?connection=" + connection
		body, _ := json.Marshal(map[string]string{"token": token})
		asJSON, asForm := w.post("admin", path, string(body)).wantUnstored(t), w.form("admin", path, url.Values{"token": {token}}.Encode()).wantUnstored(t)
		verdict := asJSON.want(t, http.StatusOK, "")
		if verdict["active"] != true || string(asForm.body) != string(asJSON.body) {
			t.Errorf("%s: got %s as JSON and %s as a form", connection, asJSON.body, asForm.body)
		}
		if connection == "iw" {
			said := claims(t, token)
			if verdict["username"] != w.known("iw", "name", 6) || verdict["token_type"] != "Bearer" || verdict["exp"] != said["exp"] || verdict["iat"] != said["iat"] || verdict["jti"] != said["jti"] {
				t.Errorf("got %v of a token that says %v", verdict, said)
			}
		}
		for _, bad := range []string{"a.b.c", token[:len(token)-2] + "AA", "x"} {
			if got := w.post("admin", path, `{"token":"`+bad+`"}`).wantUnstored(t); !got.isInactive() {
				t.Errorf("%s, %s: got %d %q", connection, bad, got.status, got.body)
			}
			if got := w.form("admin", path, "token="+url.QueryEscape(bad)+"&token_type_hint=access_token"); !got.isInactive() {
				t.Errorf("%s, %s, as a form: got %d %q", connection, bad, got.status, got.body)
			}
		}
	}
	w.heard("iw", "GET /security/token/validate")
	if e := w.heard("inwebo", "GET /auth/v1/customer/services/accounts")[0]; e.Query != "limit=1" || e.Header.Get("Authorization") != "Bearer x" {
		t.Errorf("sent %s with %v", e.Query, e.Header)
	}
	if e := w.heard("w365", "GET /api/appicons/{source}")[0]; !strings.HasSuffix(e.Path, "/global") || e.Header.Get("Authorization") != "Workspace365 x" {
		t.Errorf("sent %s with %v", e.Path, e.Header)
	}
}

func TestAnAnswerThatIsNoVerdictIsAProblem(t *testing.T) {
	w := start(t, setup{people: 2})
	for _, connection := range []string{"iw", "inwebo", "w365"} {
		for status, code := range map[int]string{403: "vendor-forbidden", 500: "vendor-failed", 429: "vendor-throttled", 504: "vendor-timeout", 200: "vendor-malformed"} {
			w.sims[connection].Faults.Schedule(simkit.Fault{Times: 1, Status: status, Body: `{"verdict":"who knows"}`})
			if got := w.post("admin", "/v1/tokens/introspect?connection="+connection, fmt.Sprintf(`{"token":"t%d"}`, status)); got.code() != code {
				t.Errorf("%s, %d: got %d %s", connection, status, got.status, got.body)
			}
		}
	}
}

func TestATokenIsRevokedOnceAndForGood(t *testing.T) {
	w := start(t, setup{})
	world := w.sims["iw"].World
	token, other := w.known("iw", "bearer", 6), w.known("iw", "bearer", 7)
	revoke := func(got answer) {
		t.Helper()
		got.wantUnstored(t)
		if got.status != http.StatusOK || len(got.body) > 0 || got.header.Get("Content-Type") != "" {
			t.Errorf("got %d %s", got.status, got.body)
		}
	}
	before := stateOf(world)
	revoke(w.post("admin", "/v1/tokens/revoke", `{"token":"`+token+`"}`))
	if e := w.heard("iw", "DELETE /security/token/access")[0]; e.Header.Get("Authorization") != "Bearer "+token {
		t.Errorf("sent %v", e.Header)
	}
	judge := func(token string) answer {
		return w.post("admin", "/v1/tokens/introspect?connection=iw", `{"token":"`+token+`"}`)
	}
	if !judge(token).isInactive() || judge(other).isInactive() {
		t.Error("it is still good, or another one is not")
	}
	revoke(w.post("admin", "/v1/tokens/revoke", `{"token":"`+token+`"}`))
	revoke(w.post("admin", "/v1/tokens/revoke?connection=iw", `{"token":"unknown","tokenTypeHint":"access_token"}`))
	revoke(w.form("admin", "/v1/tokens/revoke", "token_type_hint=access_token&token="+other))
	if !judge(other).isInactive() {
		t.Error("a form revoked nothing")
	}
	w.get("admin", "/v1/users?connection=iw").want(t, http.StatusOK, "")
	if after := stateOf(world); fmt.Sprint(len(before.People)) != fmt.Sprint(len(after.People)) {
		t.Error("somebody is gone")
	}
}
