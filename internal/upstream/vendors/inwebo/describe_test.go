package inwebo

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest/script"
)

func TestTheDescriptionIsComplete(t *testing.T) {
	s := script.InOrder(t)
	opened := script.Open(t, Vendor(), script.Connection(t, s.URL, settings{APIToken: upstream.NewSecret(apiToken)}))
	script.GoldenJSON(t, "describe.json", opened.Describe())
}

func TestTheConnectorHasTheOperationsOfTheVendorAndNoOthers(t *testing.T) {
	for introspection, want := range map[string]string{
		"":      "listUsers createUser getUser listActivities introspectToken checkConnection",
		"probe": "listUsers createUser getUser listActivities introspectToken checkConnection",
		"off":   "listUsers createUser getUser listActivities checkConnection",
	} {
		c := script.Open(t, Vendor(), script.Connection(t, "http://localhost", settings{APIToken: upstream.NewSecret(apiToken), Introspection: introspection}))
		got := script.Operations(c)
		if strings.Join(got, " ") != want {
			t.Errorf("%q: got %v, want %s", introspection, got, want)
		}
		for operation, remark := range c.Describe().Operations {
			if !slices.Contains(got, operation) || remark.Text == "" {
				t.Errorf("%q: a remark on %s: %+v", introspection, operation, remark)
			}
			if remark.Emulated != (operation == "getUser" || operation == "introspectToken") {
				t.Errorf("%q: %s: emulated %t", introspection, operation, remark.Emulated)
			}
		}
	}
}

func TestTheDescriptionNamesTheVendorOfTheRegistration(t *testing.T) {
	c, _ := play(t)
	if got, want := c.Describe().Vendor, Vendor().Name; got != want || want != "inwebo" {
		t.Errorf("described as %q, registered as %q", got, want)
	}
}

// told lists the fields that a user tells something of.
func told(u upstream.User) []string {
	fields := map[string]bool{
		"userName": u.UserName != nil, "displayName": u.DisplayName != nil, "givenName": u.GivenName != nil, "familyName": u.FamilyName != nil,
		"email": u.Email != nil, "language": u.Language != nil, "title": u.Title != nil, "phone": u.Phone != nil,
		"active": u.Active != nil, "roles": u.Roles != nil, "groups": u.Groups != nil,
		"createdAt": u.CreatedAt != nil, "modifiedAt": u.ModifiedAt != nil, "lastLoginAt": u.LastLoginAt != nil,
		"extensions.provisioningId": u.Extensions != nil,
	}
	maps.DeleteFunc(fields, func(_ string, there bool) bool { return !there })
	return slices.Sorted(maps.Keys(fields))
}

func TestTheDescriptionTellsWhatTheVendorsOwnSamplesHold(t *testing.T) {
	list := shows(200, "answers/list.json")
	c, _ := play(t, list, list)
	listed, err := c.ListUsers(t.Context(), upstream.UserQuery{Limit: 50})
	if err != nil {
		t.Fatal(err)
	}
	read, err := c.GetUser(t.Context(), upstream.UserRef{ID: "inWeboLogin"})
	if err != nil {
		t.Fatal(err)
	}
	for when, user := range map[upstream.When]upstream.User{upstream.InList: listed.Items[0], upstream.InItem: read} {
		var want []string
		for _, f := range c.Describe().UserFields {
			if f.Has(when) && f.When != 0 {
				want = append(want, f.Name)
			}
		}
		if slices.Sort(want); !slices.Equal(told(user), want) {
			t.Errorf("read %d: told %q, described %q", when, told(user), want)
		}
	}
}

func TestTheDescriptionTakesWhatCreateSendsAndRefusesTheRest(t *testing.T) {
	c, _ := play(t)
	d := c.Describe()
	if faults := d.CheckDraft(fullDraft(), upstream.OnCreate); len(faults) != 0 {
		t.Errorf("a full draft has the faults %v", faults)
	}
	foreign := fullDraft()
	foreign.NativeID, foreign.DisplayName, foreign.GivenName, foreign.FamilyName = "x", new("x"), new("x"), new("x")
	foreign.Title, foreign.Phone, foreign.Password = new("x"), new("x"), new(upstream.NewSecret("x"))
	foreign.Extensions = []byte(`{"provisioningId":1,"colour":"red"}`)
	for situation, test := range map[string]struct {
		draft upstream.UserDraft
		want  string
	}{
		"a draft without a user name": {upstream.UserDraft{Email: new("a@b.example")}, "/userName required"},
		"what the vendor cannot hold": {foreign, "/displayName unsupported-field, /givenName unsupported-field, /familyName unsupported-field, " +
			"/title unsupported-field, /phone unsupported-field, /password unsupported-field, " +
			"/extensions/inwebo/colour unsupported-field, /extensions/inwebo/provisioningId unsupported-field, /nativeId unsupported-field"},
	} {
		if got := strings.Join(script.Fields(d.CheckDraft(test.draft, upstream.OnCreate)), ", "); got != test.want {
			t.Errorf("%s: got %q, want %q", situation, got, test.want)
		}
	}
}

func TestRolesAndRolesWithinGroupsGivePowerAway(t *testing.T) {
	c, _ := play(t)
	got := c.Describe().UserFields.Powerful(fullDraft().Present(), upstream.OnCreate)
	if want := []string{"roles", "groups.roleId"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestEveryRouteAndStatusIsAFactWithItsSetting(t *testing.T) {
	c, _ := play(t)
	var got []string
	for _, f := range c.Describe().Facts {
		got = append(got, f.Name+" | "+string(f.Certainty)+" | "+f.Setting)
	}
	want := []string{
		"createAccount: POST /auth/v1/customer/services/accounts | documented | settings.routes.createAccount",
		"exportArchive: GET /audit/v2/customer/export/archive | documented | settings.routes.exportArchive",
		"exportOnline: GET /audit/v2/customer/export/online | documented | settings.routes.exportOnline",
		"introspectToken: GET /auth/v1/customer/services/accounts | documented | settings.routes.introspectToken",
		"listAccounts: GET /auth/v1/customer/services/accounts | documented | settings.routes.listAccounts",
		"status 401 means credentials | inferred | settings.statuses",
		"status 401 introspectToken means invalid-grant | inferred | settings.statuses",
		"status 403 means forbidden | inferred | settings.statuses",
		"status 409 means conflict | inferred | settings.statuses",
		"exports: an id and fromId begin with a time in UTC, yyyyMMddHHmmss | inferred | ",
		"exports: ids ascend | inferred | ",
		"a token is good where it may list accounts | inferred | settings.introspection",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
