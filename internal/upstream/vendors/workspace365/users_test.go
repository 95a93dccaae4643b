package workspace365

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
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
			vendor := serve(t, 200, "")
			user, err := openDirectory(t, vendor).CreateUser(t.Context(), c.draft)
			if err != nil {
				t.Fatal(err)
			}
			vendor.sent(t, c.request)
			sameAs(t, c.user, marshalled(t, user))
		})
	}
}

func TestPutEmptiesWhatTheDraftLeavesOutAndIsNeverNew(t *testing.T) {
	vendor := serve(t, 200, "")
	draft := leastDraft()
	draft.Active = new(false)
	result, err := openDirectory(t, vendor).PutUser(t.Context(), draft)
	if err != nil {
		t.Fatal(err)
	}
	vendor.sent(t, "requests/put_least.http")
	sameAs(t, "users/least_inactive.json", marshalled(t, result.User))
	if result.Created {
		t.Error("the user is said to be new, which the vendor does not tell")
	}
}

func TestBooleansAreSentAsJSONWhereTheSettingsSaySo(t *testing.T) {
	vendor := serve(t, 200, "")
	s := bothTokens()
	s.Booleans = asBool
	result, err := opened(t, vendor.url, s).(upstream.UserPutter).PutUser(t.Context(), fullDraft())
	if err != nil {
		t.Fatal(err)
	}
	vendor.sent(t, "requests/put_full_bool.http")
	sameAs(t, "users/full.json", marshalled(t, result.User))
}

func TestAnEmptyListOfRolesOnCreateTakesTheRoleAway(t *testing.T) {
	vendor := serve(t, 200, "")
	draft := leastDraft()
	draft.Roles = []string{}
	if _, err := openDirectory(t, vendor).CreateUser(t.Context(), draft); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(vendor.seen[0], `"IsAdmin":"false"`) {
		t.Errorf("IsAdmin is not sent as false: %s", vendor.seen[0])
	}
}

func TestAUserNameThatIsNoUPNIsNoAlias(t *testing.T) {
	draft := leastDraft()
	draft.UserName = new("sarah")
	user, err := openDirectory(t, serve(t, 200, "")).CreateUser(t.Context(), draft)
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
			vendor := serve(t, 200, "")
			if _, err := openDirectory(t, vendor).DeleteUser(t.Context(), upstream.UserRef{ID: c.id}); err != nil {
				t.Fatal(err)
			}
			vendor.sent(t, c.request)
		})
	}
}

func TestADryRunPlansTheWriteAndSendsNothing(t *testing.T) {
	for _, c := range []struct {
		plan string
		call func(context.Context, *directoryConnector) (any, error)
		zero any
	}{
		{"plans/create.json", func(ctx context.Context, d *directoryConnector) (any, error) { return d.CreateUser(ctx, leastDraft()) }, upstream.User{}},
		{"plans/put.json", func(ctx context.Context, d *directoryConnector) (any, error) {
			draft := leastDraft()
			draft.Active = new(false)
			return d.PutUser(ctx, draft)
		}, upstream.PutResult{}},
		{"plans/delete.json", func(ctx context.Context, d *directoryConnector) (any, error) {
			return d.DeleteUser(ctx, upstream.UserRef{ID: objectID})
		}, struct{}{}},
	} {
		t.Run(c.plan, func(t *testing.T) {
			vendor := serve(t, 200, "")
			ctx, plan := upstream.WithPlan(t.Context())
			got, err := c.call(ctx, openDirectory(t, vendor))
			if err != nil {
				t.Fatal(err)
			}
			vendor.sentNothing(t)
			sameAs(t, c.plan, marshalled(t, plan.Requests()))
			if marshalled(t, got) != marshalled(t, c.zero) {
				t.Errorf("a plan answered %v", got)
			}
		})
	}
}

func TestAnIdOfAnotherKindIsRefusedBeforeAnythingIsSent(t *testing.T) {
	for id, word := range map[string]string{
		"sarah@acme.example": "a user principal name", "4711": "an integer id",
		"": "nothing that can be one", "a/b": "nothing that can be one",
	} {
		t.Run(id, func(t *testing.T) {
			vendor := serve(t, 200, "")
			d := openDirectory(t, vendor)
			draft := leastDraft()
			draft.NativeID = id
			_, created := d.CreateUser(t.Context(), draft)
			_, put := d.PutUser(t.Context(), draft)
			_, deleted := d.DeleteUser(t.Context(), upstream.UserRef{ID: id})
			for operation, err := range map[string]error{"create": created, "put": put, "delete": deleted} {
				e := failure(t, err)
				if e.Kind != upstream.WrongIdentifier || e.Outcome != upstream.NotSent || e.Detail != "This operation needs an ObjectId, and this is "+word+"." {
					t.Errorf("%s: %s, %s, %q", operation, e.Kind, e.Outcome, e.Detail)
				}
				if points := len(e.Fields) == 1 && e.Fields[0].Pointer == "/nativeId"; points != (operation == "create") {
					t.Errorf("%s: fields %v", operation, e.Fields)
				}
			}
			vendor.sentNothing(t)
		})
	}
}

func TestEveryFaultOfADraftIsReportedBeforeAnythingIsSent(t *testing.T) {
	vendor := serve(t, 200, "")
	d := openDirectory(t, vendor)
	draft := fullDraft()
	draft.Roles = []string{"admin", "owner"}
	draft.Extensions = json.RawMessage(`{"secondaryEmail":7,"SecondaryEmail":"x@acme.example","a/b~c":1}`)
	_, created := d.CreateUser(t.Context(), draft)
	_, put := d.PutUser(t.Context(), draft)
	const at = "/extensions/workspace365/"
	for _, err := range []error{created, put} {
		e := failure(t, err)
		if e.Kind != upstream.Rejected || e.Outcome != upstream.NotSent {
			t.Errorf("%s, %s", e.Kind, e.Outcome)
		}
		var got []string
		for _, f := range e.Fields {
			got = append(got, f.Pointer+" "+f.Code)
		}
		want := []string{at + "SecondaryEmail unsupported-field", at + "a~1b~0c unsupported-field", at + "secondaryEmail type", "/roles/1 unknown-role"}
		if strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	vendor.sentNothing(t)
}

func TestANullOrAListIsNoExtension(t *testing.T) {
	for raw, pointer := range map[string]string{
		`{"secondaryEmail":null}`: "/extensions/workspace365/secondaryEmail", `["x"]`: "/extensions/workspace365",
	} {
		draft := leastDraft()
		draft.Extensions = json.RawMessage(raw)
		_, err := openDirectory(t, serve(t, 200, "")).CreateUser(t.Context(), draft)
		if e := failure(t, err); e.Kind != upstream.Rejected || len(e.Fields) != 1 || e.Fields[0].Pointer != pointer || e.Fields[0].Code != "type" {
			t.Errorf("%s: %s %v", raw, e.Kind, e.Fields)
		}
	}
}
