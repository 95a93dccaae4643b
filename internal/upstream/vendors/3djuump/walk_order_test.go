package juump

import (
	"slices"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest/script"
)

// Such a server never repeats a first user but by chance, so no page shows on
// its own that the offset is ignored.
func TestAServerWithoutOrderThatIgnoresTheOffsetIsWalkedOnce(t *testing.T) {
	for _, count := range []string{"", "total", "page"} {
		for _, limits := range []bool{false, true} {
			for _, size := range []int{1, 2, 20, 29, 30, 31, 50} {
				for _, limit := range []int{1, 10, 20, 29, 30, 50} {
					d := &directory{ids: people(size), limits: limits, shuffles: true, count: count}
					c := dial(t, script.Start(t, d).URL, settings{APIKey: upstream.NewSecret(apiKey)})
					got := walk(t, c, limit, func() {})
					// The walk is in the order of ids from its first page on, unless
					// that page is all and was taken as it came.
					if want := slices.Sorted(slices.Values(d.ids)); size < limit {
						slices.Sort(got)
						if !slices.Equal(got, want) || d.asked != 1 {
							t.Errorf("limits %v count %q, %d users by %d: got %v after %d calls", limits, count, size, limit, got, d.asked)
						}
					} else if !slices.Equal(got, want) {
						t.Errorf("limits %v count %q, %d users by %d: got %v", limits, count, size, limit, got)
					}
				}
			}
		}
	}
}

// full is a first page of two behind which more may follow.
func full() script.Step { return says(200, `{"data":[{"oidcsub":"c"},{"oidcsub":"a"}]}`) }

func TestTheFirstPageOfSeveralAsksBeyondTheEnd(t *testing.T) {
	c, s := play(t, full(), shows(200, "empty-list.json"))
	page, err := c.ListUsers(t.Context(), upstream.UserQuery{Limit: 2})
	if err != nil || ids(page) != "c a" || page.Next != "p2" {
		t.Errorf("got %q then %q, %v", ids(page), page.Next, err)
	}
	const want = `{"limit":1,"offset":1000000000,"sort":{"field":"oidcsub","sort_asc":true}}`
	if got := s.Requests()[1].Body; got != want {
		t.Errorf("asked %s, want %s", got, want)
	}
}

func TestAServerThatDoesNotProveItsOffsetIsReadAsAWhole(t *testing.T) {
	whole := says(200, `{"count":3,"data":[{"oidcsub":"b"},{"oidcsub":"c"},{"oidcsub":"a"}]}`)
	for name, beyond := range map[string]script.Step{
		"somebody": says(200, `{"data":[{"oidcsub":"b"}]}`), "everybody": whole, "no list": says(200, `{"count":0,"data":null}`),
		"400": says(400, ""), "404": says(404, ""), "416": says(416, ""), "422": says(422, ""),
	} {
		c, s := play(t, full(), beyond, whole, whole)
		page, err := c.ListUsers(t.Context(), upstream.UserQuery{Limit: 2})
		if err != nil || ids(page) != "a b" || page.Next != "w2" {
			t.Fatalf("%s: got %q then %q, %v", name, ids(page), page.Next, err)
		}
		page, err = c.ListUsers(t.Context(), upstream.UserQuery{Limit: 2, At: page.Next})
		if err != nil || ids(page) != "c" || page.Next != "" || len(s.Requests()) != 4 {
			t.Errorf("%s: got %q then %q, %v after %d calls", name, ids(page), page.Next, err, len(s.Requests()))
		}
	}
}

func TestAFailureOfTheProofIsThatOfThePage(t *testing.T) {
	for status, want := range map[int]upstream.Kind{
		401: upstream.Credentials, 403: upstream.Forbidden, 429: upstream.Throttled,
		500: upstream.Failed, 503: upstream.Throttled, 504: upstream.Timeout,
	} {
		c, s := play(t, full(), says(status, ""))
		_, err := c.ListUsers(t.Context(), upstream.UserQuery{Limit: 2})
		if !upstream.IsKind(err, want) || len(s.Requests()) != 2 {
			t.Errorf("%d: got %v after %d calls, want %s after 2", status, err, len(s.Requests()), want)
		}
	}
}

func TestAPageThatHoldsAllIsInOneOrderHoweverTheServerGivesIt(t *testing.T) {
	for _, data := range []string{`[{"oidcsub":"c"},{"oidcsub":"a"},{"oidcsub":"b"}]`, `[{"oidcsub":"b"},{"oidcsub":"c"},{"oidcsub":"a"}]`} {
		c, _ := play(t, says(200, `{"count":3,"data":`+data+`}`))
		page, err := c.ListUsers(t.Context(), upstream.UserQuery{Limit: 100})
		if err != nil || len(page.Items) != 3 || page.Next != "" {
			t.Fatalf("got %+v, %v", page, err)
		}
		for i, want := range []string{"a", "b", "c"} {
			if page.Items[i].NativeID != want {
				t.Errorf("%s: user %d is %s, want %s", data, i, page.Items[i].NativeID, want)
			}
		}
	}
}
