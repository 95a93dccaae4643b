package upstream

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// extensionPrefix is how a [Field] names a member of the extension object.
const extensionPrefix = "extensions."

// Present lists the names of the fields that the draft mentions, the members of
// its extension object among them, in a fixed order.
func (d UserDraft) Present() []string {
	names := present(
		member{"userName", d.UserName != nil}, member{"displayName", d.DisplayName != nil},
		member{"givenName", d.GivenName != nil}, member{"familyName", d.FamilyName != nil},
		member{"email", d.Email != nil}, member{"language", d.Language != nil},
		member{"title", d.Title != nil}, member{"phone", d.Phone != nil},
		member{"active", d.Active != nil}, member{"roles", d.Roles != nil},
		member{"groups", d.Groups != nil}, member{"groups.roleId", slices.ContainsFunc(d.Groups, hasRole)},
		member{"password", d.Password != nil},
	)
	return append(names, extensionMembers(d.Extensions)...)
}

// Giving lists the names of the fields that the draft gives something with: not
// false, not an empty list or object. Only such a field can give power away.
func (d UserDraft) Giving() []string {
	return slices.DeleteFunc(d.Present(), func(name string) bool {
		switch name {
		case "active":
			return !*d.Active
		case "roles":
			return len(d.Roles) == 0
		case "groups":
			return len(d.Groups) == 0
		}
		member, isExtension := strings.CutPrefix(name, extensionPrefix)
		if !isExtension {
			return false
		}
		var value bytes.Buffer
		_ = json.Compact(&value, extensionObject(d.Extensions)[member])
		return slices.Contains([]string{"false", "[]", "{}"}, value.String())
	})
}

// Present lists the names of the fields that the patch mentions, be it with
// null, the members of its extension object among them.
func (p UserPatch) Present() []string {
	names := present(
		member{"userName", p.UserName.Present()}, member{"displayName", p.DisplayName.Present()},
		member{"givenName", p.GivenName.Present()}, member{"familyName", p.FamilyName.Present()},
		member{"email", p.Email.Present()}, member{"language", p.Language.Present()},
		member{"title", p.Title.Present()}, member{"phone", p.Phone.Present()},
		member{"active", p.Active.Present()}, member{"roles", p.Roles.Present()},
		member{"password", p.Password.Present()},
	)
	return append(names, extensionMembers(p.Extensions)...)
}

// Nulls lists the names of the fields that the patch clears.
func (p UserPatch) Nulls() []string {
	names := present(
		member{"userName", p.UserName.Null()}, member{"displayName", p.DisplayName.Null()},
		member{"givenName", p.GivenName.Null()}, member{"familyName", p.FamilyName.Null()},
		member{"email", p.Email.Null()}, member{"language", p.Language.Null()},
		member{"title", p.Title.Null()}, member{"phone", p.Phone.Null()},
		member{"active", p.Active.Null()}, member{"roles", p.Roles.Null()},
		member{"password", p.Password.Null()},
	)
	members := extensionObject(p.Extensions)
	for _, name := range slices.Sorted(maps.Keys(members)) {
		if string(members[name]) == "null" {
			names = append(names, extensionPrefix+name)
		}
	}
	return names
}

// CheckDraft returns a fault for every field that the vendor cannot hold and for
// every one that it needs and the draft lacks. On create it also holds the draft
// to the vendor's rule on ids.
func (d Description) CheckDraft(draft UserDraft, on When) []FieldError {
	names := draft.Present()
	faults := d.unknown(names, on)
	for _, f := range d.UserFields {
		if f.Required&on != 0 && !slices.Contains(names, f.Name) {
			faults = append(faults, FieldError{Pointer: d.Pointer(f.Name), Code: "required", Detail: "This vendor needs it."})
		}
	}
	if on != OnCreate {
		return faults
	}
	switch {
	case d.NativeID == IDRequired && draft.NativeID == "":
		faults = append(faults, FieldError{Pointer: "/nativeId", Code: "required", Detail: "At this vendor the caller chooses the id."})
	case d.NativeID == IDRefused && draft.NativeID != "":
		faults = append(faults, FieldError{Pointer: "/nativeId", Code: "unsupported-field", Detail: "At this vendor the id cannot be chosen."})
	}
	return faults
}

// CheckPatch returns a fault for every field that the vendor cannot change and
// for every null that it cannot clear.
func (d Description) CheckPatch(p UserPatch) []FieldError {
	faults := d.unknown(p.Present(), OnPatch)
	for _, name := range p.Nulls() {
		if f, ok := d.field(name); ok && f.Has(OnPatch) && !f.Clearable {
			faults = append(faults, FieldError{Pointer: d.Pointer(name), Code: "not-clearable", Detail: "This vendor cannot clear it."})
		}
	}
	return faults
}

// Powerful lists which of the named fields may give power away on this write.
func (d Description) Powerful(names []string, on When) []string {
	return slices.DeleteFunc(slices.Clone(names), func(name string) bool {
		f, ok := d.field(name)
		return !ok || f.Power&on == 0
	})
}

// Reads tells whether the vendor gives this field on all of these reads.
func (d Description) Reads(name string, w When) bool {
	f, ok := d.field(name)
	return ok && f.Has(w)
}

func (d Description) unknown(names []string, on When) []FieldError {
	var faults []FieldError
	for _, name := range names {
		if f, ok := d.field(name); !ok || !f.Has(on) {
			faults = append(faults, FieldError{Pointer: d.Pointer(name), Code: "unsupported-field", Detail: "This vendor cannot hold it."})
		}
	}
	return faults
}

func (d Description) field(name string) (Field, bool) {
	i := slices.IndexFunc(d.UserFields, func(f Field) bool { return f.Name == name })
	if i < 0 {
		return Field{}, false
	}
	return d.UserFields[i], true
}

type member struct {
	name    string
	present bool
}

func present(members ...member) []string {
	var names []string
	for _, m := range members {
		if m.present {
			names = append(names, m.name)
		}
	}
	return names
}

func hasRole(g Membership) bool { return g.RoleID != nil }

func extensionMembers(raw json.RawMessage) []string {
	var names []string
	for _, name := range slices.Sorted(maps.Keys(extensionObject(raw))) {
		names = append(names, extensionPrefix+name)
	}
	return names
}

// extensionObject returns the members of an extension object. What is no object
// was refused by the specification before it came here.
func extensionObject(raw json.RawMessage) map[string]json.RawMessage {
	var members map[string]json.RawMessage
	if len(raw) > 0 {
		_ = json.Unmarshal(raw, &members)
	}
	return members
}

// Pointer returns the JSON pointer (RFC 6901) into a request body of a field
// named as in [Field].
func (d Description) Pointer(field string) string {
	if name, ok := strings.CutPrefix(field, extensionPrefix); ok {
		return Pointer("extensions", d.Vendor, name)
	}
	top, _, _ := strings.Cut(field, ".")
	return Pointer(top)
}
