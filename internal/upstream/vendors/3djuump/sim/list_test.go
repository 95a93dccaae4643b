package sim_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
	"github.com/dragoman-gateway/dragoman/internal/upstream/vendors/3djuump/sim"
)

type page struct {
	Count *int             `json:"count"`
	Data  []map[string]any `json:"data"`
}

func (b *bench) list(path, body string) page {
	b.t.Helper()
	status, text := b.call("POST", path, body)
	var p page
	if err := json.Unmarshal([]byte(text), &p); err != nil || status != 200 || p.Count == nil || p.Data == nil {
		b.t.Fatalf("list %s: got %d %s", body, status, text)
	}
	return p
}

func (p page) subjects() []string {
	out := []string{}
	for _, u := range p.Data {
		out = append(out, u["oidcsub"].(string))
	}
	return out
}

func (b *bench) subjects() []string {
	out := []string{}
	for _, p := range b.World.People() {
		out = append(out, p.ID)
	}
	return out
}

func TestListShowsTheWorldWithAndWithoutFinalSlash(t *testing.T) {
	b := start(t, 25)
	for _, path := range []string{users, users + "/"} {
		for _, body := range []string{"", "{}"} {
			got := b.list(path, body)
			if *got.Count != 25 || !slices.Equal(got.subjects(), b.subjects()) {
				t.Errorf("%s with %q: count %d, %v", path, body, *got.Count, got.subjects())
			}
			for _, u := range got.Data {
				sameAsWorld(t, u, b.person(u["oidcsub"].(string)))
			}
		}
	}
}

func TestListOfAnEmptyDirectory(t *testing.T) {
	if status, body := start(t, 0).call("POST", users, ""); status != 200 || body != `{"count":0,"data":[]}` {
		t.Errorf("got %d %s", status, body)
	}
}

// sameAsWorld compares every field that the common model has a place for.
func sameAsWorld(t *testing.T, u map[string]any, p simkit.Person) {
	t.Helper()
	info := u["userinfo"].(map[string]any)
	teams := []any{}
	for _, m := range p.Memberships {
		teams = append(teams, m.GroupID)
	}
	rights, _ := json.Marshal(p.Extensions["accessrights"])
	gotRights, _ := json.Marshal(u["accessrights"])
	got := []any{u["displayname"], u["enabled"], u["frontendaccess"], u["teamuuids"], string(gotRights),
		info["sub"], info["email"], info["preferred_username"], info["given_name"], info["family_name"],
		info["locale"], info["phone_number"]}
	want := []any{value(p.DisplayName), *p.Active, p.Extensions["frontendaccess"], teams, string(rights),
		p.ID, value(p.Email), value(p.UserName), value(p.GivenName), value(p.FamilyName),
		value(p.Language), value(p.Phone)}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%q\n got %v\nwant %v", p.ID, got, want)
	}
}

func TestListPages(t *testing.T) {
	b := start(t, 10)
	all := b.subjects()
	sorted := slices.Sorted(slices.Values(all))
	reversed := slices.Clone(sorted)
	slices.Reverse(reversed)
	for name, c := range map[string]struct {
		body string
		want []string
	}{
		"limit":                     {`{"limit":3}`, all[:3]},
		"limit and offset":          {`{"limit":3,"offset":2}`, all[2:5]},
		"offset alone":              {`{"offset":8}`, all[8:]},
		"last page is short":        {`{"limit":4,"offset":8}`, all[8:]},
		"offset beyond the end":     {`{"limit":4,"offset":10}`, nil},
		"offset far beyond":         {`{"offset":1000}`, nil},
		"limit zero":                {`{"limit":0}`, nil},
		"limit without end":         {`{"limit":9223372036854775807,"offset":1}`, all[1:]},
		"sort ascending":            {`{"sort":{"field":"oidcsub","sort_asc":true}}`, sorted},
		"sort without a direction":  {`{"sort":{"field":"oidcsub"}}`, sorted},
		"sort descending":           {`{"sort":{"field":"oidcsub","sort_asc":false}}`, reversed},
		"sorted before it is paged": {`{"limit":2,"offset":3,"sort":{"field":"oidcsub","sort_asc":true}}`, sorted[3:5]},
		"operator without filters":  {`{"operator":"OR","limit":1}`, all[:1]},
	} {
		t.Run(name, func(t *testing.T) {
			b.t = t
			got := b.list(users, c.body)
			if *got.Count != 10 || !slices.Equal(got.subjects(), c.want) {
				t.Errorf("count %d\n got %v\nwant %v", *got.Count, got.subjects(), c.want)
			}
		})
	}
}

func TestListSortsByOtherFields(t *testing.T) {
	b := start(t, 20)
	key := map[string]func(simkit.Person) string{
		"displayname": func(p simkit.Person) string { return value(p.DisplayName) },
		"enabled":     func(p simkit.Person) string { return map[bool]string{true: "1", false: "0"}[*p.Active] },
		"frontendaccess": func(p simkit.Person) string {
			return map[any]string{true: "1", false: "0"}[p.Extensions["frontendaccess"]]
		},
	}
	for field, of := range key {
		want := b.World.People()
		slices.SortStableFunc(want, func(a, b simkit.Person) int { return strings.Compare(of(a), of(b)) })
		for i, id := range b.list(users, `{"sort":{"field":"`+field+`","sort_asc":true}}`).subjects() {
			if id != want[i].ID {
				t.Fatalf("by %s: %q stands at %d, want %q", field, id, i, want[i].ID)
			}
		}
	}
}

func TestListCutsToResultFields(t *testing.T) {
	b := start(t, 1)
	id, _ := json.Marshal(b.World.People()[0].ID)
	want := `{"count":1,"data":[{"enabled":true,"oidcsub":` + string(id) + `}]}`
	b.World.Change(b.subjects()[0], func(p *simkit.Person) { p.Active = new(true) })
	if status, body := b.call("POST", users, `{"resultfields":["oidcsub","enabled"]}`); status != 200 || body != want {
		t.Errorf("got %d %s, want %s", status, body, want)
	}
	if got := b.list(users, `{"resultfields":[]}`); len(got.Data[0]) != 8 {
		t.Errorf("no result fields must mean all: %v", got.Data[0])
	}
}

func TestListBodiesThatAreRefused(t *testing.T) {
	b := start(t, 3)
	for name, body := range map[string]string{
		"filters":                   `{"filters":[{}]}`,
		"empty filters":             `{"filters":[]}`,
		"negative limit":            `{"limit":-1}`,
		"negative offset":           `{"offset":-1}`,
		"limit as text":             `{"limit":"3"}`,
		"limit with a fraction":     `{"limit":1.5}`,
		"limit null":                `{"limit":null}`,
		"unknown operator":          `{"operator":"XOR"}`,
		"operator in small":         `{"operator":"and"}`,
		"unknown result field":      `{"resultfields":["email"]}`,
		"result fields as text":     `{"resultfields":"oidcsub"}`,
		"sort as text":              `{"sort":"oidcsub"}`,
		"sort without field":        `{"sort":{"sort_asc":true}}`,
		"sort by what has no order": `{"sort":{"field":"teams"}}`,
		"sort direction as text":    `{"sort":{"field":"oidcsub","sort_asc":"true"}}`,
		"unknown name in sort":      `{"sort":{"field":"oidcsub","asc":true}}`,
		"unknown name":              `{"page":1}`,
		"name in another case":      `{"Limit":1}`,
		"name with a folding sign":  `{"offſet":1}`,
		"name given twice":          `{"limit":1,"limit":2}`,
		"array":                     `[]`,
		"null":                      `null`,
		"two values":                `{}{}`,
		"text after the value":      `{} x`,
		"unfinished":                `{"limit":1`,
		"blank":                     ` `,
	} {
		t.Run(name, func(t *testing.T) {
			b.t = t
			b.refused(b.request("POST", users, body), 400, "E_BadRequest")
		})
	}
}

func TestServerThatIgnoresLimitAndOffset(t *testing.T) {
	b := start(t, 6)
	b.vendor.SetPaging(sim.PagingNone)
	got := b.list(users, `{"limit":2,"offset":2,"sort":{"field":"oidcsub","sort_asc":true}}`)
	if want := slices.Sorted(slices.Values(b.subjects())); *got.Count != 6 || !slices.Equal(got.subjects(), want) {
		t.Errorf("count %d, %v", *got.Count, got.subjects())
	}
	b.refused(b.request("POST", users, `{"limit":-1}`), 400, "E_BadRequest")
}

func TestServerThatIgnoresOffsetAlone(t *testing.T) {
	b := start(t, 6)
	b.vendor.SetPaging(sim.PagingLimitOnly)
	if got := b.list(users, `{"limit":2,"offset":2}`); *got.Count != 6 || !slices.Equal(got.subjects(), b.subjects()[:2]) {
		t.Errorf("count %d, %v", *got.Count, got.subjects())
	}
	b.vendor.SetPaging(sim.PagingFull)
	if got := b.list(users, `{"limit":2,"offset":2}`); !slices.Equal(got.subjects(), b.subjects()[2:4]) {
		t.Errorf("after the return to full paging: %v", got.subjects())
	}
}
