package rollbook

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest/script"
)

func TestAPageOfPeopleIsMappedFieldByField(t *testing.T) {
	c, _ := play(t, shows(200, "answers/people.json"))
	got, err := c.ListUsers(t.Context(), upstream.UserQuery{Limit: 2})
	if err != nil {
		t.Fatal(err)
	}
	script.GoldenJSON(t, "users/list.json", got)
}

func TestAPageOfGroupsIsMappedFieldByField(t *testing.T) {
	c, _ := play(t, shows(200, "answers/groups.json"))
	got, err := c.ListGroups(t.Context(), upstream.GroupQuery{Limit: 2, Raw: true})
	if err != nil {
		t.Fatal(err)
	}
	script.GoldenJSON(t, "groups/list.json", got)
}

func TestAWalkFollowsTheTokenAndNothingElse(t *testing.T) {
	// A short page, an empty one, a full one that is the last.
	c, s := play(t,
		says(200, `{"people":[{"id":"a"}],"after":"one"}`), says(200, `{"people":[],"after":"two +/=&"}`),
		says(200, `{"people":[{"id":"b"},{"id":"c"}],"after":null}`))
	var got []string
	for at, first := "", true; first || at != ""; first = false {
		page, err := c.ListUsers(t.Context(), upstream.UserQuery{Limit: 2, At: at})
		if err != nil {
			t.Fatal(err)
		}
		for _, u := range page.Items {
			got = append(got, u.NativeID)
		}
		at = page.Next
	}
	if !slices.Equal(got, []string{"a", "b", "c"}) {
		t.Errorf("got %q", got)
	}
	want := []string{
		"GET /register/api/people?size=2", "GET /register/api/people?after=one&size=2",
		"GET /register/api/people?after=two+%2B%2F%3D%26&size=2",
	}
	if !slices.Equal(s.Lines(), want) {
		t.Errorf("asked %q", s.Lines())
	}
}

func TestTheLimitIsClampedToTheLargestPageOfTheVendor(t *testing.T) {
	for limit, want := range map[int]int{1: 1, 25: 25, 50: 50, 51: 50, 200: 50} {
		c, s := play(t, says(200, `{"groups":[],"after":null}`))
		if _, err := c.ListGroups(t.Context(), upstream.GroupQuery{Limit: limit}); err != nil {
			t.Errorf("%d: %v", limit, err)
		}
		if line := s.Lines()[0]; line != "GET /register/api/groups?size="+strconv.Itoa(want) {
			t.Errorf("%d: asked %s", limit, line)
		}
	}
}

func TestAFilterIsNeverSent(t *testing.T) {
	filter := upstream.Compare{Attribute: "userName", Op: upstream.Equal, Value: "nobody"}
	c, s := play(t, shows(200, "answers/people.json"))
	if got, err := c.ListUsers(t.Context(), upstream.UserQuery{Limit: 2, Filter: filter}); err != nil || len(got.Items) != 2 {
		t.Errorf("%d users, %v, want all that the vendor lists", len(got.Items), err)
	}
	if s.Lines()[0] != "GET /register/api/people?size=2" {
		t.Errorf("asked %q", s.Lines())
	}
}

func TestAListThatDoesNotSayHowItGoesOnIsMalformed(t *testing.T) {
	for situation, after := range map[string]string{
		"nothing": ``, "a number": `,"after":7`, "an object": `,"after":{}`, "an empty token": `,"after":""`, "the same token": `,"after":"c3RhcnQ"`,
		"a token too long": `,"after":"` + strings.Repeat("a", 65) + `"`, "a token twice": `,"after":null,"after":"x"`,
	} {
		c, _ := play(t, says(200, `{"people":[]`+after+`}`), says(200, `{"groups":[]`+after+`}`))
		for _, name := range []string{"listUsers", "listGroups"} {
			if e := script.Failure(t, operations()[name](t.Context(), c)); e.Kind != upstream.Malformed {
				t.Errorf("%s, %s: got %v", name, situation, e)
			}
		}
	}
	longest := strings.Repeat("a", 64)
	c, _ := play(t, says(200, `{"people":[],"after":"`+longest+`"}`))
	if got, err := c.ListUsers(t.Context(), upstream.UserQuery{Limit: 2}); err != nil || got.Next != longest {
		t.Errorf("the longest token: got %q, %v", got.Next, err)
	}
}

func TestAPageOfMoreItemsThanAskedForIsMalformed(t *testing.T) {
	three := `{"people":[{"id":"a"},{"id":"b"},{"id":"c"}],"after":null}`
	c, _ := play(t, says(200, three), says(200, strings.Replace(three, "people", "groups", 1)))
	for _, name := range []string{"listUsers", "listGroups"} {
		if e := script.Failure(t, operations()[name](t.Context(), c)); e.Kind != upstream.Malformed {
			t.Errorf("%s: got %v", name, e)
		}
	}
}

func TestATokenThatTheListDidNotGiveIsABadPosition(t *testing.T) {
	refusal := `<fault code="invalid" field="after"><text>c3RhcnQ</text></fault>`
	c, _ := play(t, says(400, refusal), says(400, refusal), says(400, ``), says(500, refusal))
	for i, want := range []upstream.Kind{upstream.BadPosition, upstream.BadPosition, upstream.Failed, upstream.Failed} {
		name := []string{"listUsers", "listGroups"}[i%2]
		if e := script.Failure(t, operations()[name](t.Context(), c)); e.Kind != want {
			t.Errorf("%d, %s: got %v, want %s", i, name, e, want)
		}
	}
}

func TestRawIsTheVendorsObjectWithoutSecretsAndOnlyWhereAskedFor(t *testing.T) {
	const want = `{"first":"Nora","groups":["g-7"],"id":"p-1000","last":"Vale","login":"nvale","mail":"nora@vale.example",` +
		`"note":"***","number":12345678901234567890,"since":"2023-04-05T06:07:08Z","state":"on"}`
	item := strings.TrimSpace(script.File(t, "answers/person.json"))
	list := says(200, `{"people":[`+item+`],"after":null}`)
	for _, raw := range []bool{false, true} {
		c, _ := play(t, list, says(200, item))
		page, err := c.ListUsers(t.Context(), upstream.UserQuery{Limit: 2, Raw: raw})
		if err != nil {
			t.Fatal(err)
		}
		one, err := c.GetUser(t.Context(), upstream.UserRef{ID: "p-1000", Raw: raw})
		if err != nil {
			t.Fatal(err)
		}
		for _, u := range []upstream.User{page.Items[0], one} {
			if (u.Raw != nil) != raw || raw && string(u.Raw) != want {
				t.Errorf("raw %t: got %s", raw, u.Raw)
			}
		}
	}
}
