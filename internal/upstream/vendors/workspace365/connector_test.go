package workspace365

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest/script"
)

// only returns bothTokens without one of them.
func only(token string) settings {
	s := bothTokens()
	if token == "apiToken" {
		s.SyncToken = upstream.Secret{}
	} else {
		s.APIToken = upstream.Secret{}
	}
	return s
}

func TestAConnectionHasTheOperationsOfItsTokens(t *testing.T) {
	directory := []string{
		"createUser", "putUser", "deleteUser", "changeUserGroups", "putUserPicture", "deleteUserPicture",
		"createGroup", "putGroup", "deleteGroup", "addGroupMember", "removeGroupMember", "addSubgroup", "removeSubgroup",
	}
	portal := []string{
		"listUserApps", "createCredential", "updateCredential", "createActivity", "createAnnouncement",
		"listIcons", "getIcon", "getIconContent",
	}
	for _, c := range []struct {
		name     string
		settings settings
		want     []string
	}{
		{"both tokens", bothTokens(), slices.Concat(directory, portal)},
		{"the sync token", only("syncToken"), directory},
		{"the API token", only("apiToken"), portal},
	} {
		for introspection, further := range map[introspection][]string{
			"": {"introspectToken", "checkConnection"}, byProbe: {"introspectToken", "checkConnection"}, noIntrospection: {"checkConnection"},
		} {
			t.Run(c.name+", introspection "+string(introspection), func(t *testing.T) {
				c.settings.Introspection = introspection
				connector := dial(t, script.InOrder(t).URL, c.settings)
				got, want := script.Operations(connector), slices.Concat(c.want, further)
				slices.Sort(got)
				slices.Sort(want)
				if !slices.Equal(got, want) {
					t.Errorf("operations %q, want %q", got, want)
				}
				d := connector.Describe()
				if writes := slices.Contains(want, "putUser"); (len(d.UserFields) > 0) != writes || (len(d.GroupFields) > 0) != writes {
					t.Errorf("fields %v and %v", d.UserFields, d.GroupFields)
				}
				for operation := range d.Operations {
					if !slices.Contains(want, operation) {
						t.Errorf("a remark on %s, which is not there", operation)
					}
				}
			})
		}
	}
}

func TestTheDescriptionRefusesWhatTheVendorCannotHold(t *testing.T) {
	c, _ := play(t)
	d := c.Describe()
	draft := fullDraft()
	if faults := d.CheckDraft(draft, upstream.OnCreate); len(faults) != 0 {
		t.Errorf("a full draft is refused: %v", faults)
	}
	draft.DisplayName, draft.Language, draft.Groups = new("x"), new("nl"), []upstream.Membership{{NativeID: "g"}}
	draft.Password = new(upstream.NewSecret("x"))
	got := script.Fields(d.CheckDraft(draft, upstream.OnPut))
	want := "/displayName unsupported-field, /language unsupported-field, /groups unsupported-field, /password unsupported-field"
	if strings.Join(got, ", ") != want {
		t.Errorf("faults %q, want %q", got, want)
	}
	if powerful := d.UserFields.Powerful(fullDraft().Present(), upstream.OnPut); !slices.Equal(powerful, []string{"roles"}) {
		t.Errorf("powerful %q", powerful)
	}
}

func TestTheDescriptionRequiresWhatTheVendorNeeds(t *testing.T) {
	s := bothTokens()
	vendor := script.InOrder(t)
	needs := func(s settings, on upstream.When) string {
		var pointers []string
		for _, f := range dial(t, vendor.URL, s).Describe().CheckDraft(upstream.UserDraft{}, on) {
			pointers = append(pointers, f.Pointer)
		}
		return strings.Join(pointers, " ")
	}
	if got := needs(s, upstream.OnCreate); got != "/userName /givenName /familyName /nativeId" {
		t.Errorf("create needs %s", got)
	}
	if got := needs(s, upstream.OnPut); got != "/userName /givenName /familyName /active" {
		t.Errorf("put needs %s", got)
	}
	s.Required = []string{"email"}
	if got := needs(s, upstream.OnCreate); got != "/email /nativeId" {
		t.Errorf("create needs %s where the settings say email", got)
	}
	s.Required = []string{}
	if got := needs(s, upstream.OnCreate); got != "/nativeId" {
		t.Errorf("create needs %s where the settings say nothing", got)
	}
}

func TestAGroupNeedsItsNameAndMayNeedNoId(t *testing.T) {
	c, _ := play(t)
	d := c.Describe()
	draft := upstream.GroupDraft{Description: new("x"), Extensions: json.RawMessage(`{"colour":1}`)}
	got := script.Fields(d.CheckGroupDraft(draft, upstream.OnCreate))
	if want := "/extensions/workspace365/colour unsupported-field, /displayName required"; strings.Join(got, ", ") != want {
		t.Errorf("faults %q, want %q", got, want)
	}
	draft = upstream.GroupDraft{NativeID: "chosen", DisplayName: new("x")}
	for _, on := range []upstream.When{upstream.OnCreate, upstream.OnPut} {
		if faults := d.CheckGroupDraft(draft, on); len(faults) != 0 {
			t.Errorf("faults %v", faults)
		}
	}
}

func TestEveryOperationNamesTheKindsOfIdThatItTakes(t *testing.T) {
	connector, _ := play(t)
	kinds := map[string][]string{
		"listUserApps": {"upn"}, "createCredential": {"upn"}, "createActivity": {"upn", "integer"},
		// None of these takes a user's or a group's id.
		"updateCredential": nil, "createAnnouncement": nil, "listIcons": nil, "getIcon": nil, "getIconContent": nil,
		"introspectToken": nil, "checkConnection": nil,
	}
	remarks := connector.Describe().Operations
	for _, operation := range script.Operations(connector) {
		want, other := kinds[operation]
		if !other {
			want = []string{"objectId"}
		}
		if got := remarks[operation].Identifiers; !slices.Equal(got, want) {
			t.Errorf("%s: identifiers %q, want %q", operation, got, want)
		}
	}
}

func TestWhatTheGatewayPutsTogetherIsSaidToBeEmulated(t *testing.T) {
	connector, _ := play(t)
	for operation, remark := range connector.Describe().Operations {
		if want := operation == "changeUserGroups" || operation == "introspectToken"; remark.Emulated != want {
			t.Errorf("%s: emulated %t", operation, remark.Emulated)
		}
	}
}

func TestInferredFactsNameTheSettingThatChangesThem(t *testing.T) {
	s := bothTokens()
	s.Booleans = asBool
	var got []string
	for _, fact := range dial(t, script.InOrder(t).URL, s).Describe().Facts {
		if fact.Certainty == upstream.Inferred {
			got = append(got, fact.Name+" | "+fact.Setting)
		}
	}
	want := []string{
		"status 400 addGroupMember means not-found | settings.statuses",
		"status 400 addSubgroup means not-found | settings.statuses",
		"status 400 deleteGroup means not-found | settings.statuses",
		"status 400 deleteUser means not-found | settings.statuses",
		"status 400 deleteUserPicture means not-found | settings.statuses",
		"status 400 introspectToken means failed | settings.statuses",
		"status 400 listIcons means failed | settings.statuses",
		"status 400 removeGroupMember means not-found | settings.statuses",
		"status 400 removeSubgroup means not-found | settings.statuses",
		"status 403 introspectToken means forbidden | settings.statuses",
		"booleans are sent as JSON booleans | settings.booleans",
		"a picture is sent as the part file | settings.picturePart",
		"a user needs userName, givenName, familyName | settings.required",
		"every API token opens the global icons | settings.introspection",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestTheAPITokenIsProbedAndTheSyncTokenCannotBe(t *testing.T) {
	c, s := play(t, shows(200, "answers/icons.json"))
	checks, err := c.CheckConnection(t.Context(), struct{}{})
	want := []upstream.Check{{Credential: "apiToken"}, {Credential: "syncToken", Unverifiable: true}}
	if err != nil || !slices.Equal(checks, want) {
		t.Errorf("checks %v, error %v", checks, err)
	}
	script.Golden(t, "requests/probe.http", s.Text())
}

func TestOnlyConfiguredTokensAreChecked(t *testing.T) {
	for token, want := range map[string]upstream.Check{
		"apiToken": {Credential: "apiToken"}, "syncToken": {Credential: "syncToken", Unverifiable: true},
	} {
		s := script.InOrder(t, says(200, "[]"))
		checks, err := dial(t, s.URL, only(token)).(upstream.ConnectionChecker).CheckConnection(t.Context(), struct{}{})
		if err != nil || !slices.Equal(checks, []upstream.Check{want}) {
			t.Errorf("%s: checks %v, error %v", token, checks, err)
		}
		if token == "syncToken" {
			s.WantNone()
		}
	}
}

func TestAProbeThatFailsIsAFailedCheck(t *testing.T) {
	for _, c := range []struct {
		status int
		body   string
		kind   upstream.Kind
	}{
		{401, "", upstream.Credentials}, {403, "", upstream.Credentials}, {400, script.File(t, "answers/global_error.json"), upstream.Failed},
		{500, "", upstream.Failed}, {503, "", upstream.Throttled},
		{200, script.File(t, "answers/login_page.html"), upstream.Malformed}, {200, "", upstream.Malformed}, {200, "null", upstream.Malformed},
		{200, `{"items":[]}`, upstream.Malformed}, {200, `[{"id":1}`, upstream.Malformed},
	} {
		connector, _ := play(t, says(c.status, c.body))
		checks, err := connector.CheckConnection(t.Context(), struct{}{})
		if err != nil || len(checks) != 2 {
			t.Fatalf("%d %q: checks %v, error %v", c.status, c.body, checks, err)
		}
		if e := script.Failure(t, checks[0].Err); e.Kind != c.kind || e.Outcome != "" {
			t.Errorf("%d %q: %s, %q", c.status, c.body, e.Kind, e.Outcome)
		}
	}
}
