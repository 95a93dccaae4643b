package upstream_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// everything is every member of a draft, in the order of Present.
func everything() []string {
	return []string{
		"userName", "displayName", "givenName", "familyName", "email", "language", "title", "phone",
		"active", "roles", "groups", "groups.roleId", "password", "extensions.a", "extensions.b",
	}
}

func fullDraft() upstream.UserDraft {
	return upstream.UserDraft{
		NativeID: "n", UserName: new("u"), DisplayName: new("d"), GivenName: new("g"), FamilyName: new("f"),
		Email: new("e"), Language: new("l"), Title: new("t"), Phone: new("p"), Active: new(true), Roles: []string{"r"},
		Groups: []upstream.Membership{{NativeID: "g"}, {NativeID: "h", RoleID: new("r")}}, Password: new(upstream.NewSecret("p")),
		Extensions: json.RawMessage(`{"b":1,"a":null}`),
	}
}

func TestADraftMentionsWhatItHolds(t *testing.T) {
	for _, c := range []struct {
		name  string
		draft upstream.UserDraft
		want  []string
	}{
		{"nothing", upstream.UserDraft{NativeID: "n"}, nil},
		{"everything", fullDraft(), everything()},
		{"empty and false", upstream.UserDraft{UserName: new(""), Active: new(false), Roles: []string{}, Groups: []upstream.Membership{}}, []string{"userName", "active", "roles", "groups"}},
		{"no extension", upstream.UserDraft{Extensions: json.RawMessage(`{}`)}, nil},
		{"a null extension", upstream.UserDraft{Extensions: json.RawMessage(`null`)}, nil},
	} {
		if diff := cmp.Diff(c.want, c.draft.Present()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

func TestADraftGivesNothingByAnEmptyValue(t *testing.T) {
	for _, c := range []struct {
		name  string
		draft upstream.UserDraft
		want  []string
	}{
		{"everything", fullDraft(), everything()},
		{"no role", upstream.UserDraft{Roles: []string{}}, []string{}},
		{"no group", upstream.UserDraft{Groups: []upstream.Membership{}}, []string{}},
		{"not active", upstream.UserDraft{Active: new(false)}, []string{}},
		{"an extension that is false or empty", extended(`{"a":false,"b":[],"c":{}}`), []string{}},
		{"the same with blanks", extended(`{"a": false ,"b":[ ],"c":{` + "\n" + `}}`), []string{}},
		{"an extension that is not", extended(`{"a":true,"b":["x"],"c":{"d":1},"e":0,"f":""}`), []string{"extensions.a", "extensions.b", "extensions.c", "extensions.e", "extensions.f"}},
	} {
		if diff := cmp.Diff(c.want, c.draft.Giving()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

func extended(object string) upstream.UserDraft {
	return upstream.UserDraft{Extensions: json.RawMessage(object)}
}

// patchable is everything but groups, which a patch of a user does not have.
func patchable() []string {
	all := everything()
	return append(all[:10:10], all[12:]...)
}

func TestAPatchMentionsWhatItSetsAndWhatItClears(t *testing.T) {
	text, clear := upstream.Set("x"), upstream.Clear[string]()
	sets := upstream.UserPatch{
		UserName: text, DisplayName: text, GivenName: text, FamilyName: text, Email: text, Language: text, Title: text, Phone: text,
		Active: upstream.Set(false), Roles: upstream.Set([]string{}), Password: upstream.Set(upstream.Secret{}), Extensions: json.RawMessage(`{"b":{},"a":1}`),
	}
	clears := upstream.UserPatch{
		UserName: clear, DisplayName: clear, GivenName: clear, FamilyName: clear, Email: clear, Language: clear, Title: clear, Phone: clear,
		Active: upstream.Clear[bool](), Roles: upstream.Clear[[]string](), Password: upstream.Clear[upstream.Secret](), Extensions: json.RawMessage(`{"b":null,"a":null}`),
	}
	for _, c := range []struct {
		name           string
		patch          upstream.UserPatch
		present, nulls []string
	}{
		{"nothing", upstream.UserPatch{ID: "n"}, nil, nil},
		{"sets everything", sets, patchable(), nil},
		{"clears everything", clears, patchable(), patchable()},
	} {
		if diff := cmp.Diff(c.present, c.patch.Present()); diff != "" {
			t.Errorf("%s: present (-want +got):\n%s", c.name, diff)
		}
		if diff := cmp.Diff(c.nulls, c.patch.Nulls()); diff != "" {
			t.Errorf("%s: nulls (-want +got):\n%s", c.name, diff)
		}
	}
}

func TestThePointerOfAField(t *testing.T) {
	d := upstream.Description{Vendor: "acme"}
	for field, want := range map[string]string{
		"email": "/email", "groups": "/groups", "groups.roleId": "/groups", "extensions.a": "/extensions/acme/a",
		"extensions.a/b": "/extensions/acme/a~1b", "extensions.a~b": "/extensions/acme/a~0b",
		"extensions.~1": "/extensions/acme/~01", "extensions.a.b": "/extensions/acme/a.b", "extensions.": "/extensions/acme/",
	} {
		if got := d.Pointer(field); got != want {
			t.Errorf("%q: got %q, want %q", field, got, want)
		}
	}
}

// acme can hold little: an e-mail on every write, a role on create, a title that
// cannot be cleared, two extensions of which one gives power.
func acme() upstream.Description {
	return upstream.Description{
		Vendor: "acme", NativeID: upstream.IDRequired,
		UserFields: []upstream.Field{
			{Name: "email", When: upstream.OnWrite | upstream.InItem | upstream.InList, Required: upstream.OnCreate | upstream.OnPut, Clearable: true},
			{Name: "title", When: upstream.OnWrite | upstream.InItem},
			{Name: "roles", When: upstream.OnCreate, Power: upstream.OnCreate},
			{Name: "phone", When: upstream.InItem},
			{Name: "extensions.a", When: upstream.OnWrite, Clearable: true, Power: upstream.OnPatch, Required: upstream.OnPut},
			{Name: "extensions.b", When: upstream.OnCreate},
		},
	}
}

// faults are codes and pointers: the words for people may change.
func faults(errs []upstream.FieldError) []string {
	var out []string
	for _, e := range errs {
		if e.Detail == "" {
			out = append(out, "no detail at "+e.Pointer)
		}
		out = append(out, e.Code+" "+e.Pointer)
	}
	return out
}

func TestADraftIsHeldToWhatTheVendorCanHold(t *testing.T) {
	extensions := json.RawMessage(`{"a":1,"b":2,"c/d":3}`)
	for _, c := range []struct {
		name  string
		draft upstream.UserDraft
		on    upstream.When
		want  []string
	}{
		{"what it can", upstream.UserDraft{NativeID: "n", Email: new("e"), Roles: []string{"r"}, Extensions: json.RawMessage(`{"a":1,"b":2}`)}, upstream.OnCreate, nil},
		{"nothing", upstream.UserDraft{}, upstream.OnCreate, []string{"required /email", "required /nativeId"}},
		{"nothing, put", upstream.UserDraft{}, upstream.OnPut, []string{"required /email", "required /extensions/acme/a"}},
		{"a field that is only read", upstream.UserDraft{NativeID: "n", Email: new("e"), Phone: new("p")}, upstream.OnCreate, []string{"unsupported-field /phone"}},
		{"a field it does not know", upstream.UserDraft{NativeID: "n", Email: new("e"), Active: new(true)}, upstream.OnCreate, []string{"unsupported-field /active"}},
		{"fields of another write", upstream.UserDraft{Email: new("e"), Roles: []string{}, Extensions: extensions}, upstream.OnPut, []string{
			"unsupported-field /roles", "unsupported-field /extensions/acme/b", "unsupported-field /extensions/acme/c~1d",
		}},
	} {
		if diff := cmp.Diff(c.want, faults(acme().CheckDraft(c.draft, c.on))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

func TestWhoChoosesAnIDIsTheVendorsRule(t *testing.T) {
	for _, c := range []struct {
		rule   upstream.NativeIDRule
		native string
		want   []string
	}{
		{upstream.IDRequired, "n", nil},
		{upstream.IDRequired, "", []string{"required /nativeId"}},
		{upstream.IDRefused, "n", []string{"unsupported-field /nativeId"}},
		{upstream.IDRefused, "", nil},
	} {
		d := upstream.Description{NativeID: c.rule}
		if diff := cmp.Diff(c.want, faults(d.CheckDraft(upstream.UserDraft{NativeID: c.native}, upstream.OnCreate))); diff != "" {
			t.Errorf("%s, %q (-want +got):\n%s", c.rule, c.native, diff)
		}
		if got := d.CheckDraft(upstream.UserDraft{NativeID: c.native}, upstream.OnPut); got != nil {
			t.Errorf("%s, %q, put: got %v, want no rule", c.rule, c.native, got)
		}
	}
}

func TestAPatchIsHeldToWhatTheVendorCanChangeAndClear(t *testing.T) {
	for _, c := range []struct {
		name  string
		patch upstream.UserPatch
		want  []string
	}{
		{"what it can", upstream.UserPatch{Email: upstream.Clear[string](), Title: upstream.Set("t"), Extensions: json.RawMessage(`{"a":null}`)}, nil},
		{"a null it cannot clear", upstream.UserPatch{Title: upstream.Clear[string]()}, []string{"not-clearable /title"}},
		{"a field of another write", upstream.UserPatch{Roles: upstream.Set([]string{"r"})}, []string{"unsupported-field /roles"}},
		{"a null of a field it does not know", upstream.UserPatch{Phone: upstream.Clear[string]()}, []string{"unsupported-field /phone"}},
		{"extensions", upstream.UserPatch{Extensions: json.RawMessage(`{"z":1,"b":null}`)}, []string{"unsupported-field /extensions/acme/b", "unsupported-field /extensions/acme/z"}},
	} {
		if diff := cmp.Diff(c.want, faults(acme().CheckPatch(c.patch))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

func TestFaultsComeInTheSameOrderEveryTime(t *testing.T) {
	d := upstream.Description{Vendor: "acme"}
	var want []string
	for _, name := range []string{"a", "b", "c", "d", "e"} {
		d.UserFields = append(d.UserFields, upstream.Field{Name: "extensions." + name, When: upstream.OnPatch})
		want = append(want, "not-clearable /extensions/acme/"+name)
	}
	patch := upstream.UserPatch{Extensions: json.RawMessage(`{"e":null,"d":null,"c":null,"b":null,"a":null}`)}
	for range 20 {
		if diff := cmp.Diff(want, faults(d.CheckPatch(patch))); diff != "" {
			t.Fatalf("(-want +got):\n%s", diff)
		}
	}
}

func TestWhichFieldsGivePowerDependsOnTheWrite(t *testing.T) {
	names := []string{"email", "roles", "extensions.a", "unknown"}
	for on, want := range map[upstream.When][]string{
		upstream.OnCreate: {"roles"}, upstream.OnPut: {}, upstream.OnPatch: {"extensions.a"},
	} {
		if diff := cmp.Diff(want, acme().UserFields.Powerful(names, on)); diff != "" {
			t.Errorf("%d (-want +got):\n%s", on, diff)
		}
	}
	if diff := cmp.Diff([]string{"email", "roles", "extensions.a", "unknown"}, names); diff != "" {
		t.Errorf("the caller's own list was changed:\n%s", diff)
	}
}

func TestWhichReadsGiveAField(t *testing.T) {
	for _, c := range []struct {
		name string
		when upstream.When
		want bool
	}{
		{"email", upstream.InList | upstream.InItem, true},
		{"phone", upstream.InItem, true},
		{"phone", upstream.InList, false},
		{"phone", upstream.InList | upstream.InItem, false},
		{"unknown", upstream.InItem, false},
	} {
		if got := acme().UserFields.Have(c.name, c.when); got != c.want {
			t.Errorf("%s at %d: got %t, want %t", c.name, c.when, got, c.want)
		}
	}
}
