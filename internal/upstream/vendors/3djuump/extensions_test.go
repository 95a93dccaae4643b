package juump

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest/script"
)

func TestExtensionsAreReadStrictly(t *testing.T) {
	const at = "/extensions/3djuump"
	for _, test := range []struct {
		situation, raw string
		draft, patch   string // the pointers of the faults
	}{
		{"nothing", ``, "", ""},
		{"no member", `{}`, "", ""},
		{"all well", `{"frontendaccess":true,"accessrights":{"use":["a"]}}`, "", ""},
		{"null for the object", `null`, at, at},
		{"a list for the object", `[]`, at, at},
		{"an unknown member", `{"frontendAccess":true}`, at + "/frontendAccess", at + "/frontendAccess"},
		{"a name that must be escaped", `{"a/b~c":1}`, at + "/a~1b~0c", at + "/a~1b~0c"},
		{"a text for a boolean", `{"frontendaccess":"yes"}`, at + "/frontendaccess", at + "/frontendaccess"},
		{"null for a boolean", `{"frontendaccess":null}`, at + "/frontendaccess", at + "/frontendaccess"},
		{"null for the rights", `{"accessrights":null}`, at + "/accessrights", ""},
		{"a list for the rights", `{"accessrights":[]}`, at + "/accessrights", at + "/accessrights"},
		{"an unknown namespace", `{"accessrights":{"Use":[]}}`, at + "/accessrights/Use", at + "/accessrights/Use"},
		{"null for a namespace", `{"accessrights":{"use":null}}`, at + "/accessrights/use", ""},
		{"a text for tags", `{"accessrights":{"use":"a"}}`, at + "/accessrights/use", at + "/accessrights/use"},
		{"a number among tags", `{"accessrights":{"use":["a",1]}}`, at + "/accessrights/use", at + "/accessrights/use"},
		{"null among tags", `{"accessrights":{"use":[null]}}`, at + "/accessrights/use", at + "/accessrights/use"},
		{"two faults", `{"frontendaccess":1,"accessrights":1}`, at + "/accessrights " + at + "/frontendaccess", at + "/accessrights " + at + "/frontendaccess"},
	} {
		_, draft := readExtensions(json.RawMessage(test.raw), false)
		_, patch := readExtensions(json.RawMessage(test.raw), true)
		if got := pointers(draft); got != test.draft {
			t.Errorf("%s in a draft: got %q, want %q", test.situation, got, test.draft)
		}
		if got := pointers(patch); got != test.patch {
			t.Errorf("%s in a patch: got %q, want %q", test.situation, got, test.patch)
		}
	}
}

func TestContentThatThisVendorRefusesIsNotSent(t *testing.T) {
	bad := json.RawMessage(`{"frontendaccess":1}`)
	groups := []upstream.Membership{
		{NativeID: "{aF-09}"}, {NativeID: "design"}, {NativeID: ""}, {NativeID: strings.Repeat("a", 128)}, {NativeID: strings.Repeat("a", 129)}, {NativeID: "aa\n"},
	}
	const want = "/extensions/3djuump/frontendaccess /groups/1/id /groups/2/id /groups/4/id /groups/5/id"
	c, s := play(t)
	_, create := c.CreateUser(t.Context(), upstream.UserDraft{NativeID: ines, Extensions: bad, Groups: groups})
	_, put := c.PutUser(t.Context(), upstream.UserDraft{NativeID: ines, Extensions: bad, Groups: groups})
	_, patch := c.UpdateUser(t.Context(), upstream.UserPatch{ID: ines, Extensions: bad})
	for i, err := range []error{create, put, patch} {
		e := script.Failure(t, err)
		if e.Kind != upstream.Rejected || e.Outcome != upstream.NotSent || !strings.HasPrefix(want, pointers(e.Fields)) {
			t.Errorf("%d: got %v with outcome %q and faults %q", i, err, e.Outcome, pointers(e.Fields))
		}
	}
	if got := pointers(script.Failure(t, create).Fields); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	s.WantNone()
}

func pointers(faults []upstream.FieldError) string {
	var all []string
	for _, f := range faults {
		all = append(all, f.Pointer)
	}
	return strings.Join(all, " ")
}
