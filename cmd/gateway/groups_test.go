package main

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

func groupPath(id string) string { return "/v1/groups/" + url.PathEscape(id) }

// group returns a group as the vendor has it.
func (w *whole) group(connection, id string) simkit.Group {
	w.t.Helper()
	g, ok := w.sims[connection].World.Group(id)
	if !ok {
		w.t.Fatalf("%s has no group %q", connection, id)
	}
	return g
}

// groupIDs are the groups of these connections' worlds who are so, sorted.
func (w *whole) groupIDs(so func(simkit.Group) bool, connections ...string) []string {
	ids := []string{}
	for _, name := range connections {
		for _, g := range w.sims[name].World.Groups() {
			if so == nil || so(g) {
				ids = append(ids, name+":"+g.ID)
			}
		}
	}
	slices.Sort(ids)
	return ids
}

func TestGroupsOfTwoDirectoriesComeInOneList(t *testing.T) {
	w := start(t, setup{plant: true})
	for _, limit := range []int{1, 2, 3, 200} {
		path, got := fmt.Sprint("/v1/groups?limit=", limit), []string{}
		for path != "" {
			p := w.users("admin", path)
			if p.status != http.StatusOK || len(p.Items) > limit {
				t.Fatalf("%s: got %d %s and %d groups", path, p.status, p.Code, len(p.Items))
			}
			for _, connection := range []string{"iw", "inwebo", "w365"} {
				if p.state(connection) != "unsupported" {
					t.Errorf("%s is %q", connection, p.state(connection))
				}
			}
			for _, item := range p.Items {
				got = append(got, item.ID)
			}
			path = p.next
		}
		slices.Sort(got)
		if diff := cmp.Diff(w.groupIDs(nil, "juump", "plant"), got); diff != "" {
			t.Errorf("by %d: want (-), got (+):\n%s", limit, diff)
		}
	}
	w.heard("juump", "POST /api/manage/teams")
}

func TestAGroupInAListIsAsTheVendorHasIt(t *testing.T) {
	w := start(t, setup{})
	items := w.get("admin", "/v1/groups?connection=juump").want(t, http.StatusOK, "")["items"].([]any)
	for _, g := range w.sims["juump"].World.Groups() {
		rights := map[string]any{}
		for name, tags := range g.Extensions["accessrights"].(map[string][]string) {
			list := []any{}
			for _, tag := range tags {
				list = append(list, tag)
			}
			rights[name] = list
		}
		want := map[string]any{
			"id": "juump:" + g.ID, "connection": "juump", "nativeId": g.ID, "displayName": *g.DisplayName,
			"extensions": map[string]any{"3djuump": map[string]any{"accessrights": rights}},
		}
		i := slices.IndexFunc(items, func(item any) bool { return item.(map[string]any)["nativeId"] == g.ID })
		if i < 0 {
			t.Fatalf("%s is not listed", g.ID)
		}
		if diff := cmp.Diff(any(want), items[i]); diff != "" {
			t.Errorf("listed, want (-), got (+):\n%s", diff)
		}
		if diff := cmp.Diff(want, w.get("admin", groupPath("juump:"+g.ID)).want(t, http.StatusOK, "")); diff != "" {
			t.Errorf("read, want (-), got (+):\n%s", diff)
		}
		raw, _ := w.get("admin", groupPath("juump:"+g.ID)+"?include=raw").want(t, http.StatusOK, "")["raw"].(map[string]any)
		if raw["teamuuid"] != g.ID || raw["teamname"] != *g.DisplayName {
			t.Errorf("the vendor's own object is %v", raw)
		}
	}
	w.heard("juump", "POST /api/manage/teams", "GET /api/manage/teams/{teamuuid}")
}

func TestAFilterFindsGroupsByNameAndID(t *testing.T) {
	w := start(t, setup{plant: true})
	one := w.sims["juump"].World.Groups()[1].ID
	named := func(is func(string) bool) func(simkit.Group) bool {
		return func(g simkit.Group) bool { return is(*g.DisplayName) }
	}
	for filter, want := range map[string][]string{
		`displayName eq "design"`:                        w.groupIDs(named(func(n string) bool { return n == "design" }), "juump", "plant"),
		`displayName sw "plant"`:                         w.groupIDs(named(func(n string) bool { return strings.HasPrefix(n, "plant") }), "juump", "plant"),
		`not (displayName co "e")`:                       w.groupIDs(named(func(n string) bool { return !strings.Contains(n, "e") }), "juump", "plant"),
		`id eq "plant:` + one + `"`:                      {"plant:" + one},
		`displayName eq "design" and id sw "juump"`:      {"juump:" + one},
		`displayName eq "nobody's"`:                      {},
		`displayName pr and id eq "nowhere:` + one + `"`: {},
	} {
		if diff := cmp.Diff(want, w.found("/v1/groups?limit=2&filter="+url.QueryEscape(filter))); diff != "" {
			t.Errorf("%s: want (-), got (+):\n%s", filter, diff)
		}
	}
	for filter, what := range map[string]string{`userName pr`: "unknown-attribute", `description pr`: "unknown-attribute", `active eq true`: "unknown-attribute", `displayName eq`: "syntax", `id eq true`: "type"} {
		w.sims["juump"].Log.Reset()
		w.sims["plant"].Log.Reset()
		w.expectRefused(t, filter, false, w.get("admin", "/v1/groups?filter="+url.QueryEscape(filter)), refusal{400, "invalid-filter", "filter", what})
	}
}

func TestADirectoryThatIsDownLosesNoGroup(t *testing.T) {
	w := start(t, setup{plant: true})
	w.sims["plant"].Faults.Schedule(simkit.Fault{Status: http.StatusInternalServerError})
	strict := w.users("admin", "/v1/groups?limit=4")
	if strict.status != http.StatusBadGateway || strict.Code != "vendor-failed" || strict.state("plant") != "failed vendor-failed" || strict.state("juump") != "ok" {
		t.Errorf("strict: got %+v", strict)
	}
	partial := w.users("admin", "/v1/groups?limit=4&partial=true")
	if partial.status != http.StatusOK || partial.state("plant") != "failed vendor-failed" || len(partial.Items) == 0 {
		t.Fatalf("partial: got %+v", partial)
	}
	w.sims["plant"].Faults.Clear()
	got := []string{}
	for _, item := range partial.Items {
		got = append(got, item.ID)
	}
	got = append(got, w.found(partial.next)...)
	slices.Sort(got)
	if diff := cmp.Diff(w.groupIDs(nil, "juump", "plant"), got); diff != "" {
		t.Errorf("want (-), got (+):\n%s", diff)
	}
}

func TestACursorOfGroupsOpensNoOtherList(t *testing.T) {
	w := start(t, setup{plant: true})
	cursor := w.users("admin", "/v1/groups?limit=2").NextCursor
	users := w.users("admin", "/v1/users?limit=2").NextCursor
	for name, c := range map[string]struct{ key, path string }{
		"for users":         {"admin", "/v1/users?cursor=" + cursor},
		"for one directory": {"admin", "/v1/groups?connection=juump&cursor=" + cursor},
		"under a filter":    {"admin", "/v1/groups?filter=displayName+pr&cursor=" + cursor},
		"of another tenant": {"twin", "/v1/groups?cursor=" + cursor},
		"of users":          {"admin", "/v1/groups?cursor=" + users},
	} {
		if p := w.users(c.key, c.path); p.status != http.StatusBadRequest || p.Code != "invalid-cursor" {
			t.Errorf("%s: got %d %s", name, p.status, p.Code)
		}
	}
	if p := w.users("admin", "/v1/groups?cursor="+cursor); p.status != http.StatusOK {
		t.Errorf("for its own list: got %d %s", p.status, p.Code)
	}
}

// uuid is a random one (RFC 9562).
var uuid = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)

func TestALifeOfAGroupAt3DJuump(t *testing.T) {
	w := start(t, setup{})
	const rights = `"extensions":{"3djuump":{"accessrights":{"view":["prj_1"],"lmx":["allowborrow"]}}}`
	created := w.post("admin", "/v1/groups?connection=juump", `{"displayName":"canteen 2.1",`+rights+`}`)
	group := created.want(t, http.StatusCreated, "")
	native, path := group["nativeId"].(string), created.header.Get("Location")
	if path != groupPath("juump:"+native) || !uuid.MatchString(native) || group["displayName"] != "canteen 2.1" {
		t.Errorf("created %v at %q", group, path)
	}
	kept := w.group("juump", native).Extensions["accessrights"].(map[string][]string)
	if *w.group("juump", native).DisplayName != "canteen 2.1" || !slices.Equal(kept["view"], []string{"prj_1"}) || len(kept["use"]) != 0 {
		t.Errorf("the vendor has %v", kept)
	}
	w.post("admin", "/v1/groups?connection=juump", `{"displayName":"canteen 2.1"}`).want(t, http.StatusConflict, "conflict")
	w.post("admin", "/v1/groups?connection=juump", `{"nativeId":"`+native+`","displayName":"another"}`).want(t, http.StatusConflict, "conflict")

	put := w.put(path, `{"displayName":"canteen"}`).want(t, http.StatusOK, "")
	kept = w.group("juump", native).Extensions["accessrights"].(map[string][]string)
	if put["displayName"] != "canteen" || *w.group("juump", native).DisplayName != "canteen" || len(kept["view"])+len(kept["lmx"]) != 0 {
		t.Errorf("put %v, the vendor has %v", put, kept)
	}
	other := groupPath("juump:{0aF-1}")
	if made := w.put(other, `{"displayName":"braces"}`); made.header.Get("Location") != other {
		t.Errorf("put at %q: got %d %s", made.header.Get("Location"), made.status, made.body)
	} else {
		made.want(t, http.StatusCreated, "")
	}
	w.group("juump", "{0aF-1}")
	w.put(other, `{"displayName":"canteen"}`).want(t, http.StatusConflict, "conflict")

	w.delete(path).want(t, http.StatusNoContent, "")
	if _, there := w.sims["juump"].World.Group(native); there {
		t.Error("the vendor still has the group")
	}
	for _, got := range []answer{w.get("admin", path), w.delete(path), w.get("admin", path+"/members")} {
		got.want(t, http.StatusNotFound, "not-found")
	}
	w.heard("juump", "PUT /api/manage/teams/{teamuuid}", "GET /api/manage/teams/{teamuuid}", "DELETE /api/manage/teams/{teamuuid}")
}

func TestALifeOfAGroupAtWorkspace365(t *testing.T) {
	w := start(t, setup{})
	created := w.post("admin", "/v1/groups?connection=w365", `{"displayName":"Søknad <2>","description":"For \"all\""}`)
	group := created.want(t, http.StatusCreated, "")
	native, path := group["nativeId"].(string), created.header.Get("Location")
	if path != groupPath("w365:"+native) || !uuid.MatchString(native) {
		t.Errorf("created %v at %q", group, path)
	}
	if g := w.group("w365", native); *g.DisplayName != "Søknad <2>" || *g.Description != `For "all"` {
		t.Errorf("the vendor has %+v", g)
	}
	again := w.post("admin", "/v1/groups?connection=w365", `{"displayName":"Søknad <2>"}`).want(t, http.StatusCreated, "")
	if again["nativeId"] == native {
		t.Errorf("two groups were made under the id %s", native)
	}
	chosen := w.post("admin", "/v1/groups?connection=w365", `{"nativeId":"9acasd74-0599","displayName":"Finance"}`)
	if chosen.want(t, http.StatusCreated, "")["id"] != "w365:9acasd74-0599" {
		t.Errorf("got %s", chosen.body)
	}
	// The vendor cannot tell a group that is there: its capabilities say so.
	first := w.sims["w365"].World.Groups()[0]
	w.post("admin", "/v1/groups?connection=w365", `{"nativeId":"`+first.ID+`","displayName":"Overwritten"}`).want(t, http.StatusCreated, "")
	if g := w.group("w365", first.ID); *g.DisplayName != "Overwritten" || len(g.Subgroups) != 1 {
		t.Errorf("the vendor has %+v", g)
	}
	put := w.put(path, `{"displayName":"Søknad"}`).want(t, http.StatusOK, "")
	if g := w.group("w365", native); put["displayName"] != "Søknad" || *g.DisplayName != "Søknad" || *g.Description != "" {
		t.Errorf("put %v, the vendor has %+v", put, g)
	}
	w.heard("w365", "PUT /ActiveDirectorySyncAPI/Groups/{ObjectId}/")
	w.delete(path).want(t, http.StatusNoContent, "")
	w.heard("w365", "DELETE /ActiveDirectorySyncAPI/Groups/{ObjectId}/")
	if _, there := w.sims["w365"].World.Group(native); there {
		t.Error("the vendor still has the group")
	}
	w.delete(path).want(t, http.StatusNotFound, "not-found")
	w.get("admin", path).want(t, http.StatusMethodNotAllowed, "unsupported-operation")
}

func TestAGroupIsCreatedAtTheConnectionThatIsNamed(t *testing.T) {
	w := start(t, setup{})
	got := w.post("admin", "/v1/groups", `{"displayName":"canteen"}`).want(t, http.StatusBadRequest, "connection-required")
	if got["detail"] != "Name one with ?connection=: juump, w365." {
		t.Errorf("got %v", got["detail"])
	}
	w.unheard(t, "a group of nobody's")
}
