package rollbook

import (
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest/script"
)

// fullDraft mentions everything that the vendor can hold.
func fullDraft() upstream.UserDraft {
	return upstream.UserDraft{
		UserName: new("n+vale & co"), Email: new("nora@vale.example"), GivenName: new("Nora"), FamilyName: new("Ørsted <x>"), Active: new(false),
	}
}

// fullPatch changes everything that the vendor can change, some of it to nothing.
func fullPatch() upstream.UserPatch {
	return upstream.UserPatch{
		ID: "p-1000", UserName: upstream.Set("nvale"), Email: upstream.Clear[string](), GivenName: upstream.Set(""),
		FamilyName: upstream.Set("Vale"), Active: upstream.Set(true),
	}
}

func TestAFormHoldsWhatIsMentionedAndNothingElse(t *testing.T) {
	person := shows(200, "answers/person.json")
	for body, call := range map[string]func(*connector) error{
		"login=x": func(c *connector) error {
			_, err := c.CreateUser(t.Context(), upstream.UserDraft{UserName: new("x")})
			return err
		},
		"login=x&mail=&state=on": func(c *connector) error {
			_, err := c.CreateUser(t.Context(), upstream.UserDraft{UserName: new("x"), Email: new(""), Active: new(true)})
			return err
		},
		"mail=": func(c *connector) error {
			_, err := c.UpdateUser(t.Context(), upstream.UserPatch{ID: "p-1000", Email: upstream.Clear[string]()})
			return err
		},
		"state=off": func(c *connector) error {
			_, err := c.UpdateUser(t.Context(), upstream.UserPatch{ID: "p-1000", Active: upstream.Set(false)})
			return err
		},
		"": func(c *connector) error {
			_, err := c.UpdateUser(t.Context(), upstream.UserPatch{ID: "p-1000"})
			return err
		},
	} {
		c, s := play(t, person)
		if err := call(c); err != nil {
			t.Errorf("%q: %v", body, err)
		}
		if got := s.Requests()[0].Body; got != body {
			t.Errorf("sent %q, want %q", got, body)
		}
	}
}

func TestAWriteReturnsWhatTheVendorAnsweredNotWhatWasSent(t *testing.T) {
	person := shows(200, "answers/person.json")
	c, _ := play(t, person, person, person)
	created, err := c.CreateUser(t.Context(), fullDraft())
	if err != nil {
		t.Fatal(err)
	}
	updated, err := c.UpdateUser(t.Context(), fullPatch())
	if err != nil {
		t.Fatal(err)
	}
	read, err := c.GetUser(t.Context(), upstream.UserRef{ID: "p-1000"})
	if err != nil {
		t.Fatal(err)
	}
	for _, u := range []upstream.User{created, updated, read} {
		script.GoldenJSON(t, "users/one.json", u)
	}
}

func TestAStateThatIsNotDocumentedIsUnknownAndNotFalse(t *testing.T) {
	for state, want := range map[string]*bool{`"on"`: new(true), `"off"`: new(false), `"ON"`: nil, `"paused"`: nil, `""`: nil, `null`: nil} {
		c, _ := play(t, says(200, `{"id":"p-1000","state":`+state+`}`))
		u, err := c.GetUser(t.Context(), upstream.UserRef{ID: "p-1000"})
		if err != nil || (u.Active == nil) != (want == nil) || want != nil && *u.Active != *want {
			t.Errorf("%s: got %v, %v", state, u.Active, err)
		}
	}
}

func TestGroupsThatAreNotToldAreUnknownAndNotNone(t *testing.T) {
	for groups, none := range map[string]bool{``: false, `,"groups":null`: false, `,"groups":[]`: true} {
		c, _ := play(t, says(200, `{"id":"p-1000"`+groups+`}`))
		u, err := c.GetUser(t.Context(), upstream.UserRef{ID: "p-1000"})
		if err != nil || (u.Groups != nil) != none || len(u.Groups) != 0 {
			t.Errorf("%q: got %v, %v", groups, u.Groups, err)
		}
	}
}

func TestADryRunPlansEveryWriteAndSendsNothing(t *testing.T) {
	c, s := play(t)
	ctx, plan := upstream.WithPlan(t.Context())
	for _, name := range []string{"createUser", "updateUser", "deleteUser", "addGroupMember", "removeGroupMember"} {
		if err := operations()[name](ctx, c); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	s.WantNone()
	var lines []string
	for _, r := range plan.Requests() {
		lines = append(lines, r.Method+" "+r.Path)
	}
	script.GoldenJSON(t, "plans/writes.json", lines)
}
