package main

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// in tells whether a person is in a group.
func in(group string) func(simkit.Person) bool {
	return func(p simkit.Person) bool {
		return slices.ContainsFunc(p.Memberships, func(m simkit.Membership) bool { return m.GroupID == group })
	}
}

// isIn tells whether the vendor has a person in a group.
func (w *whole) isIn(connection, group, person string) bool {
	return in(group)(w.person(connection, person))
}

func TestAUserGoesIntoAGroupAndOut(t *testing.T) {
	w := start(t, setup{})
	for _, c := range []struct{ connection, group, add, remove string }{
		{"juump", "{group.4}", "PUT /api/manage/users/{oidcsub}/teams/{teamuuid}", "DELETE /api/manage/users/{oidcsub}/teams/{teamuuid}"},
		{"w365", "{group.3}", "PUT /ActiveDirectorySyncAPI/Groups/{GroupObjectId}/Users/{UserObjectId}/", "DELETE /ActiveDirectorySyncAPI/Groups/{GroupObjectId}/Users/{UserObjectId}/"},
	} {
		at := func(group, user string) string {
			return "/v1" + w.path(c.connection, "/groups/"+group+"/members/"+user)
		}
		_, group, _ := strings.Cut(w.body(c.connection, c.group), ":")
		person := w.sims[c.connection].World.People()[2].ID
		before := stateOf(w.sims[c.connection].World)
		for range 2 { // who is in it stays in it, once
			w.put(at(c.group, "{id.2}"), "").want(t, http.StatusNoContent, "")
		}
		if !w.isIn(c.connection, group, person) {
			t.Errorf("%s does not have the user in the group", c.connection)
		}
		w.delete(at(c.group, "{id.2}")).want(t, http.StatusNoContent, "")
		if diff := cmp.Diff(before, stateOf(w.sims[c.connection].World)); diff != "" {
			t.Errorf("%s is not as it was:\n%s", c.connection, diff)
		}
		w.heard(c.connection, c.add, c.remove)
		for _, path := range []string{at(c.connection+":0dd", "{id.2}"), at(c.group, c.connection+":nobody")} {
			w.put(path, "").want(t, http.StatusNotFound, "not-found")
			w.delete(path).want(t, http.StatusNotFound, "not-found")
		}
	}
}

func TestAGroupIsNestedAndTakenOut(t *testing.T) {
	w := start(t, setup{})
	groups := w.sims["w365"].World.Groups()
	path := "/v1" + w.path("w365", "/groups/{group.2}/subgroups/{group.3}")
	w.put(path, "").want(t, http.StatusNoContent, "")
	if g := w.group("w365", groups[2].ID); !slices.Equal(g.Subgroups, []string{groups[3].ID}) {
		t.Errorf("the vendor has %+v", g)
	}
	// The nested one stands last in the vendor's path, as it does in ours.
	add := w.heard("w365", "PUT /ActiveDirectorySyncAPI/{TargetGroupObjectId}/Groups/{GroupObjectId}/")[0]
	if want := "/ActiveDirectorySyncAPI/" + groups[2].ID + "/Groups/" + groups[3].ID + "/"; !strings.HasSuffix(add.Path, want) {
		t.Errorf("the vendor was asked for %s, want %s", add.Path, want)
	}
	w.delete(path).want(t, http.StatusNoContent, "")
	if g := w.group("w365", groups[2].ID); len(g.Subgroups) > 0 {
		t.Errorf("the vendor has %+v", g)
	}
	w.heard("w365", "DELETE /ActiveDirectorySyncAPI/{TargetGroupObjectId}/Groups/{GroupObjectId}")
	for _, unknown := range []string{"/groups/{group.2}/subgroups/w365:0dd", "/groups/w365:0dd/subgroups/{group.3}"} {
		w.put("/v1"+w.path("w365", unknown), "").want(t, http.StatusNotFound, "not-found")
		w.delete("/v1"+w.path("w365", unknown)).want(t, http.StatusNotFound, "not-found")
	}
}

func TestTheGroupsOfAUserAreThoseThatTheVendorHas(t *testing.T) {
	w := start(t, setup{})
	for i, p := range w.sims["juump"].World.People() {
		want, got := []string{}, []string{}
		for _, m := range p.Memberships {
			want = append(want, fmt.Sprint("juump:", m.GroupID, " ", *w.group("juump", m.GroupID).DisplayName))
		}
		path := "/v1/users/" + url.PathEscape("juump:"+p.ID) + "/groups?limit=" + fmt.Sprint(1+i%3)
		for path != "" {
			page := w.get("admin", path)
			for _, item := range page.want(t, http.StatusOK, "")["items"].([]any) {
				got = append(got, fmt.Sprint(item.(map[string]any)["id"], " ", item.(map[string]any)["displayName"]))
			}
			path = w.users("admin", path).next
		}
		slices.Sort(want)
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: want (-), got (+):\n%s", p.ID, diff)
		}
	}
	w.get("admin", "/v1/users/juump:nobody/groups").want(t, http.StatusNotFound, "not-found")
	w.heard("juump", "GET /api/manage/users/{oidcsub}")
}

func TestTheMembersOfAGroupAreFoundInALargeDirectory(t *testing.T) {
	w := start(t, setup{people: 700})
	world := w.sims["juump"].World
	lonely, unused := world.People()[699].ID, world.Groups()[4].ID
	world.Change(lonely, func(p *simkit.Person) {
		p.Memberships = append(p.Memberships, simkit.Membership{GroupID: unused})
	})
	for i, g := range world.Groups()[:2] {
		path := groupPath("juump:"+g.ID) + "/members?limit=" + fmt.Sprint([]int{200, 30}[i])
		if diff := cmp.Diff(w.those([]string{"juump"}, in(g.ID)), w.found(path)); diff != "" {
			t.Errorf("%s: want (-), got (+):\n%s", *g.DisplayName, diff)
		}
	}
	if found := w.found(groupPath("juump:"+unused) + "/members"); !slices.Equal(found, []string{"juump:" + lonely}) {
		t.Errorf("found %v", found)
	}
	p := w.users("admin", groupPath("juump:"+unused)+"/members?limit=1")
	if p.status != http.StatusOK || p.next == "" {
		t.Errorf("the last of 700 was found at once, or never: %+v", p)
	}
	raw := w.listed(groupPath("juump:"+unused) + "/members?include=raw&limit=200")
	if object, _ := raw[0].(map[string]any)["raw"].(map[string]any); len(raw) != 1 || object["oidcsub"] != lonely {
		t.Errorf("the vendor's own objects are %v", raw)
	}
	w.get("admin", "/v1/groups/juump:0dd/members").want(t, http.StatusNotFound, "not-found")
}

func TestACursorOfOneGroupsMembersOpensNoOthers(t *testing.T) {
	w := start(t, setup{people: 100})
	path := func(group string) string { return "/v1" + w.path("juump", "/groups/"+group+"/members") }
	cursor := "?cursor=" + w.users("admin", path("{group.0}")+"?limit=2").NextCursor
	for name, p := range map[string]string{
		"another group's": path("{group.1}"), "a user's groups": "/v1" + w.path("juump", "/users/{id.0}/groups"), "all users": "/v1/users",
	} {
		w.get("admin", p+cursor).want(t, http.StatusBadRequest, "invalid-cursor")
		if got := w.get("twin", path("{group.0}")+cursor); got.code() != "invalid-cursor" {
			t.Errorf("%s: another tenant got %d %s", name, got.status, got.body)
		}
	}
	w.get("admin", path("{group.0}")+cursor).want(t, http.StatusOK, "")
}

// outcome is what became of one group, and the code of its problem.
type outcome struct{ GroupID, Action, Status, Code string }

// outcomes demands the answer to a change of a user's groups and returns whether
// all was done, and what became of each group.
func outcomes(t *testing.T, got answer) (bool, []outcome) {
	t.Helper()
	body := got.want(t, http.StatusOK, "")
	var all []outcome
	for _, result := range body["results"].([]any) {
		r := result.(map[string]any)
		problem, _ := r["problem"].(map[string]any)
		code, _ := problem["code"].(string)
		all = append(all, outcome{r["groupId"].(string), r["action"].(string), r["status"].(string), code})
	}
	return body["complete"].(bool), all
}

func TestAUserChangesGroupsAtOnce(t *testing.T) {
	w := start(t, setup{})
	for _, c := range []struct{ connection, user, add, remove string }{
		{"juump", "{id.7}", "{group.4}", "{place.7}"}, {"w365", "{id.3}", "{group.3}", "{place.3}"},
	} {
		add, remove := w.body(c.connection, c.add), w.body(c.connection, c.remove)
		person := w.sims[c.connection].World.People()[map[string]int{"juump": 7, "w365": 3}[c.connection]].ID
		complete, got := outcomes(t, w.do("admin", "PATCH", "/v1"+w.path(c.connection, "/users/"+c.user+"/groups"), `{"add":["`+add+`"],"remove":["`+remove+`"]}`))
		if diff := cmp.Diff([]outcome{{add, "add", "ok", ""}, {remove, "remove", "ok", ""}}, got); diff != "" || !complete {
			t.Errorf("%s: complete %t, want (-), got (+):\n%s", c.connection, complete, diff)
		}
		native := func(id string) string { return strings.TrimPrefix(id, c.connection+":") }
		if !w.isIn(c.connection, native(add), person) || w.isIn(c.connection, native(remove), person) {
			t.Errorf("%s has %+v", c.connection, w.person(c.connection, person).Memberships)
		}
	}
	w.heard("juump", "PUT /api/manage/users/{oidcsub}/teams", "DELETE /api/manage/users/{oidcsub}/teams")
	w.heard("w365", "PUT /ActiveDirectorySyncAPI/Groups/{GroupObjectId}/Users/{UserObjectId}/", "DELETE /ActiveDirectorySyncAPI/Groups/{GroupObjectId}/Users/{UserObjectId}/")
	if writes := len(w.sims["juump"].Log.Writes()); writes != 2 {
		t.Errorf("3DJuump received %d writes for one change", writes)
	}
}

func TestAGroupThatIsNotThereFailsAlone(t *testing.T) {
	w := start(t, setup{})
	for connection, c := range map[string]struct{ user, good, code string }{
		"juump": {"{id.8}", "{group.4}", "vendor-rejected"}, "w365": {"{id.2}", "{group.3}", "not-found"},
	} {
		good, bad := w.body(connection, c.good), connection+":0dd"
		path := "/v1" + w.path(connection, "/users/"+c.user+"/groups")
		complete, got := outcomes(t, w.do("admin", "PATCH", path, `{"add":["`+bad+`","`+good+`"]}`))
		if diff := cmp.Diff([]outcome{{bad, "add", "failed", c.code}, {good, "add", "ok", ""}}, got); diff != "" || complete {
			t.Errorf("%s, adding: complete %t, want (-), got (+):\n%s", connection, complete, diff)
		}
		complete, got = outcomes(t, w.do("admin", "PATCH", path, `{"remove":["`+good+`","`+bad+`"]}`))
		if diff := cmp.Diff([]outcome{{good, "remove", "ok", ""}, {bad, "remove", "failed", c.code}}, got); diff != "" || complete {
			t.Errorf("%s, removing: complete %t, want (-), got (+):\n%s", connection, complete, diff)
		}
	}
	w.do("admin", "PATCH", "/v1/users/juump:nobody/groups", w.body("juump", `{"add":["{group.0}"]}`)).want(t, http.StatusNotFound, "not-found")
}

func TestASecondCallThatFailsLeavesTheFirstDone(t *testing.T) {
	w := start(t, setup{})
	sim := w.sims["juump"]
	body := w.body("juump", `{"add":["{group.4}"],"remove":["{place.7}"]}`)
	path := "/v1" + w.path("juump", "/users/{id.7}/groups")
	sim.Faults.Schedule(simkit.Fault{When: func(e simkit.Entry) bool { return e.Method == "DELETE" }, Status: http.StatusInternalServerError})
	complete, got := outcomes(t, w.do("admin", "PATCH", path, body))
	if complete || got[0].Status != "ok" || got[1].Status != "failed" || got[1].Code != "vendor-failed" {
		t.Errorf("complete %t, %+v", complete, got)
	}
	if !w.isIn("juump", sim.World.Groups()[4].ID, sim.World.People()[7].ID) {
		t.Error("the first call left nothing")
	}
	sim.Faults.Clear()
	sim.Faults.Schedule(simkit.Fault{When: func(e simkit.Entry) bool { return e.Method == "PUT" }, Status: http.StatusInternalServerError})
	sim.Log.Reset()
	problem := w.do("admin", "PATCH", path, body).want(t, http.StatusBadGateway, "vendor-failed")
	if writes := len(sim.Log.Writes()); problem["outcome"] != "unknown" || writes != 1 {
		t.Errorf("got the outcome %v after %d writes", problem["outcome"], writes)
	}
}
