package inwebo

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest/script"
)

func TestGetUserFindsTheAccountOnALaterPageAndStopsThere(t *testing.T) {
	c, s := play(t, page(true, "a", "b"), page(true), page(true, "c", "wanted"), page(false, "d"))
	u, err := c.GetUser(t.Context(), upstream.UserRef{ID: "wanted"})
	if err != nil || u.NativeID != "wanted" {
		t.Fatalf("got %q, %v", u.NativeID, err)
	}
	var want []string
	for number := range 3 {
		want = append(want, fmt.Sprintf("GET /kiwi/auth/v1/customer/services/accounts?limit=100&page=%d", number))
	}
	if got := s.Lines(); !slices.Equal(got, want) {
		t.Errorf("asked %q, want %q", got, want)
	}
}

func TestGetUserMapsTheAccountLikeTheList(t *testing.T) {
	c, s := play(t, shows(200, "answers/list.json"))
	u, err := c.GetUser(t.Context(), upstream.UserRef{ID: "inWeboLogin"})
	if err != nil {
		t.Fatal(err)
	}
	script.GoldenJSON(t, "users/item.json", u)
	script.Golden(t, "requests/get.http", s.Text())
}

func TestGetUserGivesRawOnlyWhereAskedFor(t *testing.T) {
	for raw, want := range map[bool]string{
		true:  `{"devices":[{"name":"phone"}],"login":"avermeer","note":"sent ***","role":{"id":"0"},"serial":12345678901234567890}`,
		false: "",
	} {
		c, _ := play(t, shows(200, "answers/secrets.json"))
		u, err := c.GetUser(t.Context(), upstream.UserRef{ID: "avermeer", Raw: raw})
		if err != nil || string(u.Raw) != want {
			t.Errorf("raw %t: got %s, %v, want %s", raw, u.Raw, err, want)
		}
	}
}

func TestGetUserOfAnAccountThatIsNotThereIsNotFoundAtTheEndOfTheList(t *testing.T) {
	// An id is the login byte for byte: neither another case nor a part of it.
	for _, id := range []string{"nobody", "WANTED", "wante", "wanted ", "", "../wanted"} {
		c, s := play(t, page(true, "a"), page(false, "wanted"))
		_, err := c.GetUser(t.Context(), upstream.UserRef{ID: id})
		if e := script.Failure(t, err); e.Kind != upstream.NotFound || e.Outcome != "" {
			t.Errorf("%q: got %v with outcome %q", id, e, e.Outcome)
		}
		if asked := len(s.Lines()); asked != 2 {
			t.Errorf("%q: asked %d times, want 2", id, asked)
		}
	}
}

func TestGetUserStopsAfterFiftyPages(t *testing.T) {
	c, s := play(t, slices.Repeat([]script.Step{page(true, "a")}, 60)...)
	_, err := c.GetUser(t.Context(), upstream.UserRef{ID: "nobody"})
	e := script.Failure(t, err)
	if e.Kind != upstream.Failed || e.Outcome != "" || e.Detail == "" || e.Vendor != nil {
		t.Errorf("got %v with outcome %q and vendor %v, want failed with a detail", e, e.Outcome, e.Vendor)
	}
	asked := s.Lines()
	if len(asked) != 50 {
		t.Fatalf("asked %d times, want 50", len(asked))
	}
	if last := asked[49]; last != "GET /kiwi/auth/v1/customer/services/accounts?limit=100&page=49" {
		t.Errorf("the last was %s", last)
	}
}

func TestTheFiftiethPageIsStillReadByGetUser(t *testing.T) {
	before := slices.Repeat([]script.Step{page(true, "a")}, 49)
	for situation, test := range map[string]struct {
		last script.Step
		kind upstream.Kind
	}{
		"the account is on it": {page(true, "wanted"), 0}, "it is the last": {page(false, "b"), upstream.NotFound},
	} {
		c, _ := play(t, append(slices.Clone(before), test.last)...)
		u, err := c.GetUser(t.Context(), upstream.UserRef{ID: "wanted"})
		if found := err == nil && u.NativeID == "wanted"; found != (test.kind == 0) || !found && !upstream.IsKind(err, test.kind) {
			t.Errorf("%s: got %q, %v", situation, u.NativeID, err)
		}
	}
}

func TestAFailureInTheMiddleOfTheWalkIsNotNotFound(t *testing.T) {
	for status, kind := range map[int]upstream.Kind{
		401: upstream.Credentials, 404: upstream.Failed, 429: upstream.Throttled, 500: upstream.Failed, 200: upstream.Malformed,
	} {
		c, s := play(t, page(true, "a"), says(status, ""), page(false, "wanted"))
		_, err := c.GetUser(t.Context(), upstream.UserRef{ID: "wanted"})
		if e := script.Failure(t, err); e.Kind != kind {
			t.Errorf("%d: got %v, want %s", status, e, kind)
		}
		if asked := len(s.Lines()); asked != 2 {
			t.Errorf("%d: asked %d times, want 2", status, asked)
		}
	}
}

func TestAWalkOfACallerWhoLeftSendsNothing(t *testing.T) {
	c, s := play(t, page(false, "wanted"))
	ctx, leave := context.WithCancel(t.Context())
	leave()
	_, err := c.GetUser(ctx, upstream.UserRef{ID: "wanted"})
	if e := script.Failure(t, err); e.Kind != upstream.Canceled {
		t.Errorf("got %v, want canceled", e)
	}
	s.WantNone()
}
