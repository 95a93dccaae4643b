package juump

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest/script"
)

func TestAllFaultsOfTheSettingsAreToldTogether(t *testing.T) {
	for name, test := range map[string]struct {
		settings settings
		want     string
	}{
		"nothing": {settings{}, "settings.apiKey"},
		"everything": {
			settings{
				APIKey: upstream.NewSecret("two words\n"), List: "some", Membership: "any",
				Routes:   map[string]string{"getUser": "GET /users", "getGroup": "GET /x", "putUser": "PUT"},
				Statuses: map[string]string{"200": "not-found", "409": "nonsense"},
			},
			"settings.routes.getGroup settings.routes.getUser settings.routes.putUser settings.statuses.200 settings.statuses.409 settings.apiKey settings.list settings.membership",
		},
	} {
		_, err := Vendor().Open(script.Connection(t, "http://localhost", test.settings))
		if got := strings.Join(script.Faults(t, err), " "); got != test.want {
			t.Errorf("%s: got %q, want %q", name, got, test.want)
		}
		if strings.Contains(err.Error(), "two words") {
			t.Errorf("%s: the fault shows the key: %v", name, err)
		}
	}
}

func TestSettingsThatCannotBeDecodedAreTold(t *testing.T) {
	broken := script.Connection(t, "http://localhost", settings{})
	cause := errors.New("unknown key")
	broken.Settings = func(any) error { return cause }
	if _, err := Vendor().Open(broken); !errors.Is(err, cause) {
		t.Errorf("got %v", err)
	}
}

func TestAKeyOfAnyFormIsSentAsItIs(t *testing.T) {
	// A plain word, base64 without a colon, base64 with a broken escape.
	for _, key := range []string{"plain-key!", "d29yZA==", "dXNlcjo1MCV3b3Jk"} {
		s := script.InOrder(t, says(200, `{"oidcsub":"`+ines+`","note":"`+key+`"}`))
		c := dial(t, s.URL, settings{APIKey: upstream.NewSecret(key)})
		u, err := c.GetUser(t.Context(), upstream.UserRef{ID: ines, Raw: true})
		if err != nil || strings.Contains(string(u.Raw), key) {
			t.Errorf("%s: got %s, %v", key, u.Raw, err)
		}
		if !strings.Contains(asked(s), "Authorization: Basic "+key+"\n") || !strings.Contains(asked(s), "X-Infinite-Apikey: "+key+"\n") {
			t.Errorf("%s: asked\n%s", key, asked(s))
		}
	}
}

func TestRoutesCanBeOverridden(t *testing.T) {
	s := script.InOrder(t, shows(200, "empty-list.json"), shows(200, "ines.json"))
	c := dial(t, s.URL, settings{APIKey: upstream.NewSecret(apiKey), Routes: map[string]string{
		"listUsers": "POST /api/manage/users/", "getUser": "GET /v2/{oidcsub}/card",
	}})
	for _, name := range []string{"listUsers", "getUser"} {
		if err := operations()[name](t.Context(), c); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	want := []string{"POST /directory/api/manage/users/", "GET /directory/v2/auth0%7C6a11b2c3d4e5f60718293a4b/card"}
	if got := s.Lines(); !slices.Equal(got, want) {
		t.Errorf("asked %q, want %q", got, want)
	}
}

func TestTheConnectorHasTheOperationsOfTheVendorAndNoOthers(t *testing.T) {
	c, _ := play(t)
	got := script.Operations(c)
	if want := "listUsers createUser getUser putUser updateUser deleteUser listUserGroups changeUserGroups " +
		"listGroups createGroup getGroup putGroup deleteGroup listGroupMembers addGroupMember removeGroupMember checkConnection"; strings.Join(got, " ") != want {
		t.Errorf("got %v, want %s", got, want)
	}
}

func TestTheDescriptionIsComplete(t *testing.T) {
	c, _ := play(t)
	script.GoldenJSON(t, "describe.golden", c.Describe())
}

func TestTheDescriptionTellsThatTheWholeDirectoryIsRead(t *testing.T) {
	c := dial(t, script.InOrder(t).URL, settings{APIKey: upstream.NewSecret(apiKey), List: listWhole})
	d := c.Describe()
	if !d.Operations["listUsers"].Emulated || !d.Operations["listGroups"].Emulated || d.Paging.Scheme != "none" {
		t.Errorf("got %+v and %+v", d.Operations, d.Paging)
	}
}

func TestTheDescriptionTellsThatTheUserIsRewritten(t *testing.T) {
	paths, _ := play(t)
	update := dial(t, script.InOrder(t).URL, settings{APIKey: upstream.NewSecret(apiKey), Membership: membershipUpdate})
	for _, operation := range []string{"addGroupMember", "removeGroupMember", "changeUserGroups"} {
		if paths.Describe().Operations[operation].Emulated || !update.Describe().Operations[operation].Emulated {
			t.Errorf("%s: got %+v by paths and %+v by update", operation, paths.Describe().Operations[operation], update.Describe().Operations[operation])
		}
	}
}

func TestTheDescriptionHoldsGroupsToWhatTheVendorNeeds(t *testing.T) {
	c, _ := play(t)
	d := c.Describe()
	bare := upstream.GroupDraft{Description: new("x"), Extensions: []byte(`{"frontendaccess":true}`)}
	for _, on := range []upstream.When{upstream.OnCreate, upstream.OnPut} {
		if got, want := pointers(d.CheckGroupDraft(bare, on)), "/description /extensions/3djuump/frontendaccess /displayName"; got != want {
			t.Errorf("on %d: got %q, want %q", on, got, want)
		}
		if got := d.GroupFields.Powerful([]string{"displayName", "extensions.accessrights"}, on); len(got) != 1 {
			t.Errorf("on %d: powerful are %v", on, got)
		}
	}
	for _, id := range []string{"", "aa"} {
		if got := d.CheckGroupDraft(upstream.GroupDraft{NativeID: id, DisplayName: new("x")}, upstream.OnCreate); len(got) != 0 {
			t.Errorf("id %q: got %v", id, got)
		}
	}
}

func TestTheDescriptionHoldsWritesToWhatTheVendorNeeds(t *testing.T) {
	c, _ := play(t)
	d := c.Describe()
	for situation, test := range map[string]struct {
		faults []upstream.FieldError
		want   string
	}{
		"a create without an id":    {d.CheckDraft(upstream.UserDraft{}, upstream.OnCreate), "/nativeId"},
		"a put without booleans":    {d.CheckDraft(upstream.UserDraft{NativeID: "a"}, upstream.OnPut), "/active /extensions/3djuump/frontendaccess"},
		"a role within a group":     {d.CheckDraft(upstream.UserDraft{NativeID: "a", Groups: []upstream.Membership{{NativeID: "a", RoleID: new("x")}}}, upstream.OnCreate), "/groups"},
		"a name, which is not ours": {d.CheckDraft(upstream.UserDraft{NativeID: "a", DisplayName: new("x")}, upstream.OnCreate), "/displayName"},
		"nulls": {d.CheckPatch(upstream.UserPatch{
			Email: upstream.Clear[string](), Active: upstream.Clear[bool](), Extensions: []byte(`{"accessrights":null,"frontendaccess":null}`),
		}), "/active /extensions/3djuump/frontendaccess"},
	} {
		if got := pointers(test.faults); got != test.want {
			t.Errorf("%s: got %q, want %q", situation, got, test.want)
		}
	}
	if got := d.UserFields.Powerful([]string{"email", "groups", "extensions.frontendaccess", "extensions.accessrights"}, upstream.OnPut); len(got) != 2 {
		t.Errorf("powerful are %v", got)
	}
}
