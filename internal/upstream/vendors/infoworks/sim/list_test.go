package sim_test

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// list returns a page and the ids on it.
func (b *bench) list(query string) (answered, []string) {
	b.Helper()
	got := b.asAdmin("GET", usersPath+query, "")
	items, ok := b.tree(got, "result").([]any)
	if got.status != 200 || !ok {
		b.Fatalf("%s: %+v", query, got)
	}
	ids := []string{}
	for _, item := range items {
		ids = append(ids, idIn(item.(map[string]any)))
	}
	return got, ids
}

// idIn reads an id in either of its forms.
func idIn(item map[string]any) string {
	if wrapped, ok := item["id"].(map[string]any); ok {
		return fmt.Sprint(wrapped["$oid"])
	}
	return fmt.Sprint(item["id"])
}

func (b *bench) ids(keep func(simkit.Person) bool) []string {
	ids := []string{}
	for _, p := range b.sim.World.People() {
		if keep(p) {
			ids = append(ids, p.ID)
		}
	}
	return ids
}

func all(simkit.Person) bool { return true }

func TestPagesFollowEachOtherToTheEmptyOne(t *testing.T) {
	b := start(t, 23)
	want := b.ids(all)
	var got []string
	next, pages := "/v3/admin/users", 0
	for {
		answer, ids := b.list(strings.TrimPrefix(next, usersPath))
		next, _ = b.tree(answer, "links", "next").(string)
		if total := b.tree(answer, "total_count"); total != 23.0 {
			t.Errorf("total_count %v", total)
		}
		pages++
		if len(ids) == 0 || pages > 5 {
			break
		}
		got = append(got, ids...)
	}
	if !slices.Equal(got, want) || pages != 4 {
		t.Errorf("%d pages: %v, want %v", pages, got, want)
	}
	if next != "/v3/admin/users?limit=10&offset=40" {
		t.Errorf("next of the empty page is %q", next)
	}
}

func TestListTakesLimitAndOffset(t *testing.T) {
	b := start(t, 7)
	want := b.ids(all)
	for query, ids := range map[string][]string{
		"?limit=2": want[:2], "?limit=2&offset=5": want[5:], "?offset=6": want[6:], "?offset=7": {}, "?limit=2000000000&offset=2000000000": {},
	} {
		if _, got := b.list(query); !slices.Equal(got, ids) {
			t.Errorf("%s: %v, want %v", query, got, ids)
		}
	}
	b.same(b.asAdmin("GET", usersPath+"?offset=7&limit=3", ""), 200, `{"limit":3,"offset":7,"total_count":7,
	 "links":{"base":"/v3/admin/users","self":"/v3/admin/users?limit=3&offset=7","next":"/v3/admin/users?limit=3&offset=10"},
	 "message":"Successfully fetched users","result":[]}`)
}

func TestListRefuses(t *testing.T) {
	b := start(t, 3)
	for name, query := range map[string]string{
		"limit zero":             "limit=0",
		"limit negative":         "limit=-1",
		"limit as text":          "limit=ten",
		"limit empty":            "limit=",
		"limit too large":        "limit=99999999999",
		"limit twice":            "limit=1&limit=2",
		"offset negative":        "offset=-1",
		"offset fraction":        "offset=1.5",
		"unknown parameter":      "page=2",
		"sort field unknown":     "sort_by=shoe_size",
		"sort field empty":       "sort_by=",
		"order unknown":          "order_by=up",
		"order in upper case":    "order_by=DESC",
		"filter empty":           "filter=",
		"filter no JSON":         "filter=profile.email",
		"filter null":            "filter=null",
		"filter array":           "filter=[]",
		"filter operator":        "filter=" + url.QueryEscape(`{"roles":{"$in":["admin"]}}`),
		"filter field unknown":   "filter=" + url.QueryEscape(`{"email":"a"}`),
		"filter cut off at a #":  "filter=" + url.QueryEscape(`{"profile.email":"o'hara+qa`),
		"projection no JSON":     "projections=id",
		"projection mixed":       "projections=" + url.QueryEscape(`{"id":0,"roles":1}`),
		"projection other value": "projections=" + url.QueryEscape(`{"roles":0.5}`),
		"projection null":        "projections=null",
		"broken escape":          "filter=%zz",
	} {
		t.Run(name, func(*testing.T) { b.refused(b.asAdmin("GET", usersPath+"?"+query, ""), 400, "IW10006") })
	}
	b.refused(b.asAdmin("GET", usersPath, "{}"), 400, "IW10006")
}

func TestListShowsTheAwkwardAsTheyAre(t *testing.T) {
	b := start(t, 8)
	answer, _ := b.list("")
	items := b.tree(answer, "result").([]any)
	for i, p := range b.sim.World.People() {
		item := items[i].(map[string]any)
		for key, present := range map[string]bool{
			"created_at": p.CreatedAt != nil, "modified_at": p.ModifiedAt != nil, "roles": true, "accessible_domains": true,
		} {
			if _, there := item[key]; there != present {
				t.Errorf("%d: %s is there: %t", i, key, there)
			}
		}
		if item["login_disabled"] == *p.Active || item["refresh_token"] != p.Secrets["refresh_token"] {
			t.Errorf("%d: %v", i, item)
		}
		if given, _, _ := strings.Cut(*p.DisplayName, " "); item["display_name"] != given {
			t.Errorf("%d: display_name %v", i, item["display_name"])
		}
	}
	if !strings.Contains(answer.body, `"locked_till":`) {
		t.Error("nobody was ever locked out")
	}
}
