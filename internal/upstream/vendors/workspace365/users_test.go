package workspace365

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest/script"
)

func TestCreateSendsWhatTheDraftMentionsAndReturnsWhatTheVendorTookOver(t *testing.T) {
	for _, c := range []struct {
		name          string
		draft         upstream.UserDraft
		request, user string
	}{
		{"everything", fullDraft(), "requests/create_full.http", "users/full.json"},
		{"the least", leastDraft(), "requests/create_least.http", "users/least.json"},
	} {
		t.Run(c.name, func(t *testing.T) {
			directory, s := play(t, says(200, ""))
			user, err := directory.CreateUser(t.Context(), c.draft)
			if err != nil {
				t.Fatal(err)
			}
			script.Golden(t, c.request, s.Text())
			script.GoldenJSON(t, c.user, user)
		})
	}
}

func TestPutEmptiesWhatTheDraftLeavesOutAndIsNeverNew(t *testing.T) {
	c, s := play(t, says(200, ""))
	draft := leastDraft()
	draft.Active = new(false)
	result, err := c.PutUser(t.Context(), draft)
	if err != nil {
		t.Fatal(err)
	}
	script.Golden(t, "requests/put_least.http", s.Text())
	script.GoldenJSON(t, "users/least_inactive.json", result.User)
	if result.Created {
		t.Error("the user is said to be new, which the vendor does not tell")
	}
}

func TestBooleansAreSentAsJSONWhereTheSettingsSaySo(t *testing.T) {
	s := script.InOrder(t, says(200, ""))
	native := bothTokens()
	native.Booleans = asBool
	result, err := dial(t, s.URL, native).(upstream.UserPutter).PutUser(t.Context(), fullDraft())
	if err != nil {
		t.Fatal(err)
	}
	script.Golden(t, "requests/put_full_bool.http", s.Text())
	script.GoldenJSON(t, "users/full.json", result.User)
}

func TestAnEmptyListOfRolesOnCreateTakesTheRoleAway(t *testing.T) {
	c, s := play(t, says(200, ""))
	draft := leastDraft()
	draft.Roles = []string{}
	if _, err := c.CreateUser(t.Context(), draft); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(s.Text(), `"IsAdmin":"false"`) {
		t.Errorf("IsAdmin is not sent as false: %s", s.Text())
	}
}

func TestAUserNameThatIsNoUPNIsNoAlias(t *testing.T) {
	draft := leastDraft()
	draft.UserName = new("sarah")
	c, _ := play(t, says(200, ""))
	user, err := c.CreateUser(t.Context(), draft)
	if err != nil || *user.UserName != "sarah" || user.Aliases != nil {
		t.Errorf("user name %v, aliases %q, error %v", user.UserName, user.Aliases, err)
	}
}

func TestDeleteSendsTheIdAsOneSegmentWithTheFinalSlash(t *testing.T) {
	for _, c := range []struct{ name, id, request string }{
		{"the vendor's own example", objectID, "requests/delete.http"},
		{"an id full of reserved characters", "A b|?#%+é", "requests/delete_odd_id.http"},
	} {
		t.Run(c.name, func(t *testing.T) {
			directory, s := play(t, says(200, ""))
			if _, err := directory.DeleteUser(t.Context(), upstream.UserRef{ID: c.id}); err != nil {
				t.Fatal(err)
			}
			script.Golden(t, c.request, s.Text())
		})
	}
}

func TestAnIdOfAnotherKindIsRefusedBeforeAnythingIsSent(t *testing.T) {
	for id, word := range map[string]string{
		"sarah@acme.example": "a user principal name", "4711": "an integer id",
		"": "nothing that can be one", "a/b": "nothing that can be one",
	} {
		t.Run(id, func(t *testing.T) {
			d, s := play(t)
			draft := leastDraft()
			draft.NativeID = id
			_, created := d.CreateUser(t.Context(), draft)
			_, put := d.PutUser(t.Context(), draft)
			_, deleted := d.DeleteUser(t.Context(), upstream.UserRef{ID: id})
			for operation, err := range map[string]error{"create": created, "put": put, "delete": deleted} {
				e := script.Failure(t, err)
				if e.Kind != upstream.WrongIdentifier || e.Outcome != upstream.NotSent || e.Detail != "This operation needs an ObjectId, and this is "+word+"." {
					t.Errorf("%s: %s, %s, %q", operation, e.Kind, e.Outcome, e.Detail)
				}
				want := upstream.FieldError{Parameter: "userId", Code: "wrong-identifier", Detail: e.Detail}
				if operation == "create" {
					want.Pointer, want.Parameter = "/nativeId", ""
				}
				if len(e.Fields) != 1 || e.Fields[0] != want {
					t.Errorf("%s: fields %v", operation, e.Fields)
				}
			}
			s.WantNone()
		})
	}
}

func TestEveryFaultOfADraftIsReportedBeforeAnythingIsSent(t *testing.T) {
	d, s := play(t)
	draft := fullDraft()
	draft.Roles = []string{"admin", "owner"}
	draft.Extensions = json.RawMessage(`{"secondaryEmail":7,"SecondaryEmail":"x@acme.example","a/b~c":1}`)
	_, created := d.CreateUser(t.Context(), draft)
	_, put := d.PutUser(t.Context(), draft)
	const at = "/extensions/workspace365/"
	for _, err := range []error{created, put} {
		e := script.Failure(t, err)
		if e.Kind != upstream.Rejected || e.Outcome != upstream.NotSent {
			t.Errorf("%s, %s", e.Kind, e.Outcome)
		}
		want := []string{at + "SecondaryEmail unsupported-field", at + "a~1b~0c unsupported-field", at + "secondaryEmail type", "/roles/1 unknown-role"}
		if got := script.Fields(e.Fields); !slices.Equal(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	s.WantNone()
}

func TestANullOrAListIsNoExtension(t *testing.T) {
	for raw, pointer := range map[string]string{
		`{"secondaryEmail":null}`: "/extensions/workspace365/secondaryEmail", `["x"]`: "/extensions/workspace365",
	} {
		draft := leastDraft()
		draft.Extensions = json.RawMessage(raw)
		c, _ := play(t)
		_, err := c.CreateUser(t.Context(), draft)
		if e := script.Failure(t, err); e.Kind != upstream.Rejected || len(e.Fields) != 1 || e.Fields[0].Pointer != pointer || e.Fields[0].Code != "type" {
			t.Errorf("%s: %s %v", raw, e.Kind, e.Fields)
		}
	}
}

func TestANameThatCannotBeAnIDIsNoAlias(t *testing.T) {
	for _, name := range []string{"a\u0001@x", "a\n@x", strings.Repeat("日", 171) + "@x.example"} {
		c, s := play(t, says(200, ""))
		draft := fullDraft()
		draft.UserName = &name
		put, err := c.PutUser(t.Context(), draft)
		if err != nil || put.User.Aliases != nil || *put.User.UserName != name || len(s.Lines()) != 1 {
			t.Errorf("%q: %v, error %v", name, put.User.Aliases, err)
		}
	}
}
