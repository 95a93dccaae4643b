package juump

import (
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest/script"
)

// directory is a small vendor that lists and honours as much of a query as it is
// told to.
type directory struct {
	mu                     sync.Mutex
	ids                    []string
	limits, offsets, sorts bool
	// shuffles gives every answer an order of its own; it wants no sorts.
	shuffles bool
	// asked is how many answers were given.
	asked int
	// count is "total", "page" or, for none, empty.
	count string
	// show renders an item, a user who is nothing but an id where it is nil.
	show func(id string) any
}

func (d *directory) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.asked++
	body, _ := io.ReadAll(r.Body)
	q := listQuery{Limit: len(d.ids)}
	if len(body) > 0 {
		_ = json.Unmarshal(body, &q)
	}
	ids := slices.Clone(d.ids)
	if d.shuffles {
		rand.Shuffle(len(ids), func(i, j int) { ids[i], ids[j] = ids[j], ids[i] })
	}
	if len(body) > 0 && d.sorts {
		// Like many databases: an order of its own, not the order of bytes.
		slices.SortFunc(ids, func(a, b string) int { return strings.Compare(strings.ToLower(a), strings.ToLower(b)) })
	}
	if d.offsets {
		ids = ids[min(q.Offset, len(ids)):]
	}
	if d.limits {
		ids = ids[:min(q.Limit, len(ids))]
	}
	data := []any{}
	for _, id := range ids {
		data = append(data, d.item(id))
	}
	answer := map[string]any{"data": data}
	switch d.count {
	case "total":
		answer["count"] = len(d.ids)
	case "page":
		answer["count"] = len(ids)
	}
	_ = json.NewEncoder(w).Encode(answer)
}

func (d *directory) item(id string) any {
	if d.show != nil {
		return d.show(id)
	}
	return map[string]string{"oidcsub": id}
}

// people returns n ids in an order that is neither that of bytes nor that of
// letters.
func people(n int) []string {
	var ids []string
	for i := range n {
		letter := "u"
		if i%3 == 0 {
			letter = "U"
		}
		ids = append(ids, fmt.Sprintf("%s|%03d", letter, (i*11+3)%n))
	}
	return ids
}

// walk reads a whole list and demands what every walk must keep to.
func walk(t *testing.T, c *connector, limit int, between func()) []string {
	t.Helper()
	return walkOver(t, limit, between, func(at string) ([]string, string, error) {
		page, err := c.ListUsers(t.Context(), upstream.UserQuery{Limit: limit, At: at})
		return strings.Fields(ids(page)), page.Next, err
	})
}

// walkOver reads a whole list of any kind, of which see gives a page: the ids on
// it and where it goes on.
func walkOver(t *testing.T, limit int, between func(), see func(at string) ([]string, string, error)) []string {
	t.Helper()
	var got []string
	at := ""
	for range 200 {
		page, next, err := see(at)
		if err != nil {
			t.Fatalf("at %q: %v", at, err)
		}
		if len(page) > limit {
			t.Fatalf("at %q: %d items for a limit of %d", at, len(page), limit)
		}
		got = append(got, page...)
		if next == "" {
			return got
		}
		at = next
		between()
	}
	t.Fatalf("the walk does not end; it is at %q", at)
	return nil
}

func TestAWalkIsCompleteAndWithoutDoublesWhateverTheServerIgnores(t *testing.T) {
	for i := range 8 {
		for _, count := range []string{"", "total", "page"} {
			for _, size := range []int{0, 1, 5, 6, 7, 12, 13, 20} {
				for _, limit := range []int{1, 6} {
					for _, list := range []string{"", listPaged, listWhole} {
						d := &directory{ids: people(size), limits: i&1 > 0, offsets: i&2 > 0, sorts: i&4 > 0, count: count}
						if list == listWhole && d.limits {
							continue // No body is sent, so there is nothing to ignore.
						}
						c := dial(t, script.Start(t, d).URL, settings{APIKey: upstream.NewSecret(apiKey), List: list})
						got := walk(t, c, limit, func() {})
						want := slices.Sorted(slices.Values(d.ids))
						if slices.Sort(got); !slices.Equal(got, want) {
							t.Errorf("limit %v offset %v sort %v count %q list %q, %d users by %d: got %v",
								d.limits, d.offsets, d.sorts, count, list, size, limit, got)
						}
					}
				}
			}
		}
	}
}

func TestListUsersAsksForOnePageAndMapsIt(t *testing.T) {
	c, s := play(t, shows(200, "list.json"), shows(200, "empty-list.json"), shows(200, "empty-list.json"))
	page, err := c.ListUsers(t.Context(), upstream.UserQuery{Limit: 2})
	if err != nil {
		t.Fatal(err)
	}
	script.GoldenJSON(t, "list.page.golden", page)
	next, err := c.ListUsers(t.Context(), upstream.UserQuery{Limit: 2, At: page.Next})
	if err != nil || len(next.Items) > 0 || next.Next != "" {
		t.Errorf("got %+v, %v, want the end", next, err)
	}
	script.Golden(t, "list.requests.golden", asked(s))
}

func TestListUsersGivesRawWithoutSecrets(t *testing.T) {
	c, _ := play(t, shows(200, "list.json"))
	page, err := c.ListUsers(t.Context(), upstream.UserQuery{Limit: 16, Raw: true})
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"displayname":"Ines Duval","enabled":true,"oidcsub":"auth0|6a11b2c3d4e5f60718293a4b","userinfo":{"email":"ines@plant.example","profile":"infinite:***"}}`
	of := slices.IndexFunc(page.Items, func(u upstream.User) bool { return u.NativeID == "auth0|6a11b2c3d4e5f60718293a4b" })
	if got := string(page.Items[of].Raw); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestListUsersNeverSendsAFilter(t *testing.T) {
	c, s := play(t, shows(200, "empty-list.json"))
	filter := upstream.Compare{Attribute: "id", Op: upstream.Equal, Value: ines}
	if _, err := c.ListUsers(t.Context(), upstream.UserQuery{Limit: 1, Filter: filter}); err != nil {
		t.Fatal(err)
	}
	script.Golden(t, "check.requests.golden", asked(s))
}

func TestAServerThatIgnoresTheLimitIsSlicedInTheOrderOfIDs(t *testing.T) {
	c, s := play(t, says(200, `{"count":3,"data":[{"oidcsub":"c"},{"oidcsub":"a"},{"oidcsub":"b"}]}`), says(200, `{"data":[{"oidcsub":"b"},{"oidcsub":"c"},{"oidcsub":"a"}]}`))
	page, err := c.ListUsers(t.Context(), upstream.UserQuery{Limit: 2})
	if err != nil || ids(page) != "a b" || page.Next != "w2" {
		t.Fatalf("got %q then %q, %v", ids(page), page.Next, err)
	}
	page, err = c.ListUsers(t.Context(), upstream.UserQuery{Limit: 2, At: page.Next})
	if err != nil || ids(page) != "c" || page.Next != "" {
		t.Errorf("got %q then %q, %v", ids(page), page.Next, err)
	}
	if second := s.Requests()[1]; second.Header.Get("Content-Length") != "0" {
		t.Errorf("the second step asked\n%s\nwant no body", second.Text())
	}
}

// The one request more is that for a user beyond the end.
func TestAServerThatPagesIsAskedOnceAPageAndOnceMore(t *testing.T) {
	for users, want := range map[int]int{0: 1, 4: 1, 10: 3, 12: 4, 25: 6} {
		d := &directory{ids: people(users), limits: true, offsets: true, sorts: true, count: "total"}
		c := dial(t, script.Start(t, d).URL, settings{APIKey: upstream.NewSecret(apiKey)})
		if walk(t, c, 5, func() {}); d.asked != want {
			t.Errorf("%d users: asked %d times, want %d", users, d.asked, want)
		}
	}
}

func TestAUserRepeatedWithinAnAnswerIsDropped(t *testing.T) {
	page := says(200, `{"count":2,"data":[{"oidcsub":"a"},{"oidcsub":"a"}]}`)
	beyond := shows(200, "empty-list.json")
	whole := says(200, `{"count":3,"data":[{"oidcsub":"b"},{"oidcsub":"a"},{"oidcsub":"b"}]}`)
	c, _ := play(t, page, beyond, whole)
	for _, want := range []string{"a then p2", "a b then "} {
		page, err := c.ListUsers(t.Context(), upstream.UserQuery{Limit: 2})
		if got := ids(page) + " then " + page.Next; err != nil || got != want {
			t.Errorf("got %q, %v, want %q", got, err, want)
		}
	}
}

func TestAShortPageIsNoEndWhereTheCountSaysMore(t *testing.T) {
	c, _ := play(t, says(200, `{"count":3,"data":[{"oidcsub":"a"},{"oidcsub":"b"}]}`), shows(200, "empty-list.json"))
	page, err := c.ListUsers(t.Context(), upstream.UserQuery{Limit: 5})
	if err != nil || page.Next != "p2" {
		t.Errorf("got %q, %v, want p2", page.Next, err)
	}
}

func TestAUserAddedInFrontDoesNotMakeAServerThatPagesALiar(t *testing.T) {
	d := &directory{ids: []string{"b", "C", "d"}, limits: true, offsets: true, sorts: true}
	c := dial(t, script.Start(t, d).URL, settings{APIKey: upstream.NewSecret(apiKey)})
	added := false
	got := walk(t, c, 1, func() {
		d.mu.Lock()
		defer d.mu.Unlock()
		if !added {
			d.ids, added = append(d.ids, "a"), true
		}
	})
	// The shift repeats one user across pages and loses none.
	if want := []string{"b", "b", "C", "d"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestAWalkEndsThoughUsersAreAddedInFrontAtEveryStep(t *testing.T) {
	for i := range 4 {
		d := &directory{ids: people(12), limits: i&1 > 0, offsets: i&2 > 0, sorts: true}
		c := dial(t, script.Start(t, d).URL, settings{APIKey: upstream.NewSecret(apiKey)})
		steps := 0
		walk(t, c, 6, func() {
			d.mu.Lock()
			defer d.mu.Unlock()
			if steps++; steps < 5 {
				d.ids = append(d.ids, fmt.Sprintf("A%d", 9-steps))
			}
		})
	}
}

func TestAPositionThatNoPageGaveIsRefused(t *testing.T) {
	c, s := play(t)
	for _, at := range []string{"0", "16", "p", "p0", "p-1", "p+5", "p05", "P5", "p5.1", "w", "w0", "w-1", "x5", "w05", "w5 ", "w1000000000", " w5", "pw5", "p16\n"} {
		_, err := c.ListUsers(t.Context(), upstream.UserQuery{Limit: 5, At: at})
		if !upstream.IsKind(err, upstream.BadPosition) {
			t.Errorf("%q: got %v, want bad-position", at, err)
		}
	}
	s.WantNone()
}

func TestAPositionBehindTheEndIsTheEnd(t *testing.T) {
	for _, at := range []string{"w50", "p50"} {
		d := &directory{ids: people(3), limits: true, offsets: true, count: "total"}
		c := dial(t, script.Start(t, d).URL, settings{APIKey: upstream.NewSecret(apiKey)})
		page, err := c.ListUsers(t.Context(), upstream.UserQuery{Limit: 5, At: at})
		if err != nil || len(page.Items) > 0 || page.Next != "" {
			t.Errorf("%q: got %+v, %v", at, page, err)
		}
	}
}

func ids(page upstream.Page[upstream.User]) string {
	var all []string
	for _, u := range page.Items {
		all = append(all, u.NativeID)
	}
	return strings.Join(all, " ")
}
