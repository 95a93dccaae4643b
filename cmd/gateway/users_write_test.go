package main

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// supported tells of each operation whether the connection says that it can.
func (w *whole) supported(connection string) map[string]bool {
	w.t.Helper()
	var capabilities struct {
		Operations []struct{ Operation, Support string }
	}
	if err := json.Unmarshal(w.get("admin", "/v1/connections/"+connection).body, &capabilities); err != nil {
		w.t.Fatal(err)
	}
	can := map[string]bool{}
	for _, o := range capabilities.Operations {
		can[o.Operation] = o.Support != "unsupported"
	}
	return can
}

// want demands a status and returns the body.
func (a answer) want(t testing.TB, status int, code string) map[string]any {
	t.Helper()
	if a.status != status || a.code() != code {
		t.Fatalf("got %d %s, want %d %s\n%s", a.status, a.code(), status, code, a.body)
	}
	if len(a.body) == 0 {
		return nil
	}
	return a.json(t)
}

// person returns a user as the vendor has it.
func (w *whole) person(connection, id string) simkit.Person {
	w.t.Helper()
	p, ok := w.sims[connection].World.Person(id)
	if !ok {
		w.t.Fatalf("%s has no user %q", connection, id)
	}
	return p
}

func userPath(id string) string { return "/v1/users/" + url.PathEscape(id) }

func (w *whole) put(path, body string) answer {
	return w.send("admin", http.MethodPut, path, "application/json", body)
}

func (w *whole) delete(path string) answer { return w.send("admin", http.MethodDelete, path, "", "") }

func TestALifeAtInfoworks(t *testing.T) {
	w := start(t, setup{})
	created := w.post("admin", "/v1/users?connection=iw", `{"email":"nora@corp.example","displayName":"Nora","roles":["analyst"],"password":"Sesame-1!"}`)
	user := created.want(t, http.StatusCreated, "")
	path, native := created.header.Get("Location"), user["nativeId"].(string)
	if path != userPath(user["id"].(string)) {
		t.Errorf("Location is %q", path)
	}
	if p := w.person("iw", native); *p.Email != "nora@corp.example" || *p.DisplayName != "Nora" || p.Secrets["password"] != "Sesame-1!" {
		t.Errorf("the vendor has %+v", p)
	}
	w.get("admin", path).want(t, http.StatusOK, "")
	w.heard("iw", "POST /admin/users", "GET /admin/users/{user_id}")

	w.sims["iw"].Log.Reset()
	patched := w.patch("admin", path, `{"displayName":"Nora Vale","active":false}`).want(t, http.StatusOK, "")
	if patched["displayName"] != "Nora Vale" || patched["active"] != false {
		t.Errorf("got %v", patched)
	}
	if writes := w.sims["iw"].Log.Writes(); len(writes) != 2 || writes[0].Path != "/v3/admin/users/"+native || !strings.HasSuffix(writes[1].Path, "/toggle-user-login") {
		t.Errorf("the vendor received %v", writes)
	}
	if p := w.person("iw", native); *p.DisplayName != "Nora Vale" || *p.Active {
		t.Errorf("the vendor has %+v", p)
	}
	w.wantDeleted(t, path)
	w.heard("iw", "PATCH /admin/users/{user_id}", "PATCH /admin/users/{user_id}/toggle-user-login", "DELETE /admin/users/{user_id}")
}

// wantDeleted deletes a user, who is then gone for every operation.
func (w *whole) wantDeleted(t *testing.T, path string) {
	t.Helper()
	w.delete(path).want(t, http.StatusNoContent, "")
	w.get("admin", path).want(t, http.StatusNotFound, "not-found")
	w.patch("admin", path, `{"active":true}`).want(t, http.StatusNotFound, "not-found")
	w.delete(path).want(t, http.StatusNotFound, "not-found")
}

func TestALifeAt3DJuump(t *testing.T) {
	w := start(t, setup{})
	const native = "saml:plant/east|%41 ü"
	path := userPath("juump:" + native)
	team := w.sims["juump"].World.Groups()[1].ID
	body := `{"email":"nora@plant.example","active":true,"groups":[{"id":"juump:` + team + `"}],"extensions":{"3djuump":{"frontendaccess":false}}}`
	created := w.put(path, body)
	created.want(t, http.StatusCreated, "")
	if got := created.header.Get("Location"); got != path {
		t.Errorf("Location is %q, want %q", got, path)
	}
	if p := w.person("juump", native); !*p.Active || *p.Email != "nora@plant.example" || len(p.Memberships) != 1 {
		t.Errorf("the vendor has %+v", p)
	}
	w.post("admin", "/v1/users?connection=juump", `{"nativeId":"`+native+`","active":true}`).want(t, http.StatusConflict, "conflict")

	w.put(path, `{"active":false,"extensions":{"3djuump":{"frontendaccess":true}}}`).want(t, http.StatusOK, "")
	if p := w.person("juump", native); *p.Active || p.Email != nil || len(p.Memberships) != 0 || p.Extensions["frontendaccess"] != true {
		t.Errorf("the vendor has %+v", p)
	}
	w.patch("admin", path, `{"active":true,"extensions":{"3djuump":{"accessrights":{"view":["prj_1"]}}}}`).want(t, http.StatusOK, "")
	p := w.person("juump", native)
	if rights := p.Extensions["accessrights"].(map[string][]string); !*p.Active || !slices.Equal(rights["view"], []string{"prj_1"}) {
		t.Errorf("the vendor has %+v", p)
	}
	w.wantDeleted(t, path)
	w.heard("juump", "PUT /api/manage/users/{oidcsub}", "GET /api/manage/users/{oidcsub}", "DELETE /api/manage/users/{oidcsub}")
	created = w.post("admin", "/v1/users?connection=juump", `{"nativeId":"`+native+`","active":true}`)
	created.want(t, http.StatusCreated, "")
	w.get("admin", created.header.Get("Location")).want(t, http.StatusOK, "")
}

func TestALifeAtInWebo(t *testing.T) {
	w := start(t, setup{})
	const body = `{"userName":"ops/day","email":"ops@inwebo.example","language":"fr","active":false,"roles":["2"],"groups":[{"id":"inwebo:7","roleId":"1"}]}`
	created := w.post("admin", "/v1/users?connection=inwebo", body)
	user := created.want(t, http.StatusCreated, "")
	if user["id"] != "inwebo:ops/day" || created.header.Get("Location") != "/v1/users/inwebo:ops%2Fday" {
		t.Errorf("created %v at %q", user["id"], created.header.Get("Location"))
	}
	w.get("admin", created.header.Get("Location")).want(t, http.StatusOK, "")
	if p := w.person("inwebo", "ops/day"); *p.Active || *p.Language != "fr" || p.Roles[0] != "2" || p.Memberships[0] != (simkit.Membership{GroupID: "7", RoleID: "1"}) {
		t.Errorf("the vendor has %+v", p)
	}
	w.post("admin", "/v1/users?connection=inwebo", body).want(t, http.StatusConflict, "conflict")
	w.heard("inwebo", "POST /auth/v1/customer/services/accounts", "GET /auth/v1/customer/services/accounts")
}

func TestALifeAtWorkspace365(t *testing.T) {
	w := start(t, setup{})
	const body = `{"userName":"nora#EXT#@acme.example","givenName":"Nora","familyName":"Vale","title":"Buyer","active":true}`
	created := w.post("admin", "/v1/users?connection=w365", strings.Replace(body, "{", `{"nativeId":"3f0v-1",`, 1))
	user := created.want(t, http.StatusCreated, "")
	if aliases, _ := user["aliases"].([]any); len(aliases) != 1 || aliases[0] != "w365:nora#EXT#@acme.example" {
		t.Errorf("the aliases are %v", aliases)
	}
	path := created.header.Get("Location")
	if path != "/v1/users/w365:3f0v-1" {
		t.Errorf("Location is %q", path)
	}
	put := w.put(path, `{"userName":"nora@acme.example","givenName":"Nora","familyName":"Costa","active":false}`).want(t, http.StatusOK, "")
	if put["familyName"] != "Costa" || put["active"] != false {
		t.Errorf("got %v", put)
	}
	if p := w.person("w365", "3f0v-1"); *p.FamilyName != "Costa" || *p.Title != "" || *p.Active {
		t.Errorf("the vendor has %+v", p)
	}
	w.put("/v1/users/w365:3f0v-2", strings.Replace(body, "nora#EXT#", "kim", 1)).want(t, http.StatusOK, "")
	w.person("w365", "3f0v-2")
	w.delete(path).want(t, http.StatusNoContent, "")
	w.delete(path).want(t, http.StatusNotFound, "not-found")
	w.heard("w365", "PUT /ActiveDirectorySyncAPI/Users/{ObjectId}/", "DELETE /ActiveDirectorySyncAPI/Users/{ObjectId}/")
	if _, there := w.sims["w365"].World.Person("3f0v-1"); there {
		t.Error("the vendor still has the user")
	}
}

func TestWorkspace365TakesNoOtherNameOfAUser(t *testing.T) {
	w := start(t, setup{})
	const body = `{"userName":"nora@acme.example","givenName":"Nora","familyName":"Vale","active":true}`
	for _, native := range []string{"nora@acme.example", "4711"} {
		path := userPath("w365:" + native)
		w.put(path, body).want(t, http.StatusUnprocessableEntity, "wrong-identifier")
		w.delete(path).want(t, http.StatusUnprocessableEntity, "wrong-identifier")
		w.post("admin", "/v1/users?connection=w365", strings.Replace(body, "{", `{"nativeId":"`+native+`",`, 1)).want(t, http.StatusUnprocessableEntity, "wrong-identifier")
	}
	if sent := w.sims["w365"].Log.All(); len(sent) > 0 {
		t.Errorf("the vendor was asked %d times", len(sent))
	}
}

func TestOnlyInfoworksHasADirectorySoNobodyNeedNameIt(t *testing.T) {
	for _, query := range []string{"", "?connection=iw"} {
		w := start(t, setup{})
		found := w.post("admin", "/v1/users/lookup"+query, `{"attribute":"login","values":["tbaran","nobody"]}`).want(t, http.StatusOK, "")
		if items := found["items"].([]any); len(items) != 1 || items[0] != "tbaran@corp.example" {
			t.Errorf("found %v", items)
		}
		synced := w.post("admin", "/v1/users/sync"+query, `{"attribute":"login","values":["tbaran","kroleless"]}`).want(t, http.StatusOK, "")
		if synced["complete"] != false || synced["newUsers"] != 1.0 || len(synced["failed"].([]any)) != 1 {
			t.Errorf("got %v", synced)
		}
		id, _ := synced["added"].([]any)[0].(map[string]any)["id"].(string)
		if p := w.person("iw", strings.TrimPrefix(id, "iw:")); *p.Email != "tbaran@corp.example" {
			t.Errorf("the vendor has %+v", p)
		}
		w.get("admin", userPath(id)).want(t, http.StatusOK, "")
		w.heard("iw", "POST /security/get/user/data", "POST /security/bulk-ldap-sync")
	}
}

func TestACreateNamesItsConnectionWhereSeveralCouldDoIt(t *testing.T) {
	got := start(t, setup{}).post("admin", "/v1/users", `{"userName":"nora"}`).want(t, http.StatusBadRequest, "connection-required")
	if got["detail"] != "Name one with ?connection=: iw, juump, inwebo, w365." {
		t.Errorf("got %v", got["detail"])
	}
}
