package inwebo

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest/script"
)

// page is a page of the list with these accounts.
func page(more bool, logins ...string) script.Step {
	content := make([]string, len(logins))
	for i, login := range logins {
		content[i] = `{"login":"` + login + `"}`
	}
	return says(200, fmt.Sprintf(`{"hasMore":%t,"content":[%s]}`, more, strings.Join(content, ",")))
}

func ids(users []upstream.User) string {
	all := make([]string, len(users))
	for i, u := range users {
		all[i] = u.NativeID
	}
	return strings.Join(all, " ")
}

func TestListUsersAsksForTheFirstPageAndMapsEveryField(t *testing.T) {
	c, s := play(t, shows(200, "answers/list.json"))
	got, err := c.ListUsers(t.Context(), upstream.UserQuery{Limit: 50})
	if err != nil {
		t.Fatal(err)
	}
	script.Golden(t, "requests/list.http", s.Text())
	script.GoldenJSON(t, "users/list.json", got)
}

func TestAnAccountWithOnlyALoginHasNothingElse(t *testing.T) {
	for situation, account := range map[string]string{
		"absent": `{"login":"bare"}`,
		"null": `{"login":"bare","email":null,"language":null,"active":null,"role":null,"memberships":null,
			"createdDate":null,"modifiedDate":null,"lastAuthenticatedDate":null,"provisioningId":null}`,
		"empty":               `{"login":"bare","email":"","language":"","createdDate":"","modifiedDate":"","lastAuthenticatedDate":""}`,
		"unknown":             `{"login":"bare","phones":[{"id":5}],"id":7}`,
		"no dates":            `{"login":"bare","createdDate":"yesterday","lastAuthenticatedDate":"never"}`,
		"a size that is none": `{"login":"bare"}],"size":99,"total":[{}`,
	} {
		c, _ := play(t, says(200, `{"hasMore":false,"content":[`+account+`]}`))
		got, err := c.ListUsers(t.Context(), upstream.UserQuery{Limit: 50})
		if err != nil || len(got.Items) != 1 {
			t.Fatalf("%s: %d users, %v", situation, len(got.Items), err)
		}
		script.GoldenJSON(t, "users/bare.json", got.Items[0])
	}
}

func TestFalseAndRoleZeroAreValues(t *testing.T) {
	c, _ := play(t, says(200, `{"hasMore":false,"content":[{"login":"a","active":false,"role":{"id":"0"}}]}`))
	got, err := c.ListUsers(t.Context(), upstream.UserQuery{Limit: 50})
	if err != nil {
		t.Fatal(err)
	}
	u := got.Items[0]
	if u.Active == nil || *u.Active || !slices.Equal(u.Roles, []string{"0"}) {
		t.Errorf("active %v, roles %q, want false and 0", u.Active, u.Roles)
	}
}

func TestEachDateIsItsOwnAndInUTC(t *testing.T) {
	c, _ := play(t, says(200, `{"hasMore":false,"content":[{"login":"a","createdDate":"2022-05-01T10:00:00.5+02:00",`+
		`"modifiedDate":"2022-06-01T08:00:00.000Z","lastAuthenticatedDate":"2022-07-01T00:30:00+01:00"}]}`))
	got, err := c.ListUsers(t.Context(), upstream.UserQuery{Limit: 50})
	if err != nil {
		t.Fatal(err)
	}
	u := got.Items[0]
	dates, err := json.Marshal([]*time.Time{u.CreatedAt, u.ModifiedAt, u.LastLoginAt})
	if want := `["2022-05-01T08:00:00.5Z","2022-06-01T08:00:00Z","2022-06-30T23:30:00Z"]`; err != nil || string(dates) != want {
		t.Errorf("got %s, %v, want %s", dates, err, want)
	}
}

func TestAWalkFollowsHasMoreAndNothingElse(t *testing.T) {
	// A short page, an empty one, a full one that is the last.
	c, s := play(t, page(true, "a"), page(true), page(true, "b", "c"), page(false, "d", "e"))
	var got []upstream.User
	var positions []string
	at := ""
	for range 4 {
		p, err := c.ListUsers(t.Context(), upstream.UserQuery{Limit: 2, At: at})
		if err != nil {
			t.Fatal(err)
		}
		got, positions, at = append(got, p.Items...), append(positions, p.Next), p.Next
	}
	if want := []string{"1", "2", "3", ""}; !slices.Equal(positions, want) {
		t.Errorf("positions %q, want %q", positions, want)
	}
	if ids(got) != "a b c d e" {
		t.Errorf("got %s", ids(got))
	}
	script.Golden(t, "requests/walk.http", s.Text())
}

func TestTheLimitIsClampedToTheLargestPageOfTheVendor(t *testing.T) {
	for limit, want := range map[int]string{1: "1", 50: "50", 99: "99", 100: "100", 101: "100", 5000: "100"} {
		c, s := play(t, page(true, "a"))
		got, err := c.ListUsers(t.Context(), upstream.UserQuery{Limit: limit, At: "7"})
		if err != nil || got.Next != "8" {
			t.Errorf("%d: next %q, %v", limit, got.Next, err)
		}
		if line := s.Lines()[0]; line != "GET /kiwi/auth/v1/customer/services/accounts?limit="+want+"&page=7" {
			t.Errorf("%d: asked %s", limit, line)
		}
	}
}

func TestAPositionThatNoPageGaveIsRefused(t *testing.T) {
	c, s := play(t)
	for _, at := range []string{"0", "-1", "x", "1.5", " 1", "1 ", "1\n", "0x1", "1e3", "+1", "01", "9223372036854775807", "99999999999999999999"} {
		_, err := c.ListUsers(t.Context(), upstream.UserQuery{Limit: 5, At: at})
		if e := script.Failure(t, err); e.Kind != upstream.BadPosition {
			t.Errorf("%q: got %v, want bad-position", at, e)
		}
	}
	s.WantNone()
}

func TestAFilterIsNeverSent(t *testing.T) {
	c, s := play(t, shows(200, "answers/list.json"))
	filter := upstream.Compare{Attribute: "userName", Op: upstream.Equal, Value: "nobody"}
	got, err := c.ListUsers(t.Context(), upstream.UserQuery{Limit: 50, Filter: filter})
	if err != nil || len(got.Items) != 1 {
		t.Errorf("%d users, %v, want the one that the vendor lists", len(got.Items), err)
	}
	script.Golden(t, "requests/list.http", s.Text())
}

func TestRawIsTheVendorsObjectWithoutSecretsAndOnlyWhereAskedFor(t *testing.T) {
	const want = `{"devices":[{"name":"phone"}],"login":"avermeer","note":"sent ***","role":{"id":"0"},"serial":12345678901234567890}`
	answer := shows(200, "answers/secrets.json")
	c, _ := play(t, answer, answer)
	with, err := c.ListUsers(t.Context(), upstream.UserQuery{Limit: 50, Raw: true})
	if err != nil || len(with.Items) != 2 {
		t.Fatal(with, err)
	}
	if first, second := string(with.Items[0].Raw), string(with.Items[1].Raw); first != `{"login":"bare"}` || second != want {
		t.Errorf("got %s and %s, want %s", first, second, want)
	}
	without, err := c.ListUsers(t.Context(), upstream.UserQuery{Limit: 50})
	if err != nil || len(without.Items) != 2 || without.Items[1].Raw != nil {
		t.Errorf("got %+v, %v, want no raw", without.Items, err)
	}
}
