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
		return emptyExtension(d.Extensions, name)
	})
}

// emptyExtension tells whether the named field is a member of the extension
// object that gives nothing.
func emptyExtension(raw json.RawMessage, name string) bool {
	member, isExtension := strings.CutPrefix(name, extensionPrefix)
	if !isExtension {
		return false
	}
	var value bytes.Buffer
	_ = json.Compact(&value, extensionObject(raw)[member])
	return slices.Contains([]string{"false", "[]", "{}"}, value.String())
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

// Present lists the names of the fields that the draft mentions, the members of
// its extension object among them, in a fixed order.
func (d GroupDraft) Present() []string {
	names := present(
		member{"displayName", d.DisplayName != nil}, member{"description", d.Description != nil},
	)
	return append(names, extensionMembers(d.Extensions)...)
}

// Giving lists the names of the fields that the draft gives something with, see
// [UserDraft.Giving].
func (d GroupDraft) Giving() []string {
	return slices.DeleteFunc(d.Present(), func(name string) bool { return emptyExtension(d.Extensions, name) })
}

// CheckDraft returns a fault for every field that the vendor cannot hold and for
// every one that it needs and the draft lacks. On create it also holds the draft
// to the vendor's rule on ids.
func (d Description) CheckDraft(draft UserDraft, on When) []FieldError {
	faults := d.checkWhole(d.UserFields, draft.Present(), on)
	if on == OnCreate {
		faults = append(faults, d.NativeID.check(draft.NativeID)...)
	}
	return faults
}

// CheckGroupDraft is CheckDraft for a group.
func (d Description) CheckGroupDraft(draft GroupDraft, on When) []FieldError {
	faults := d.checkWhole(d.GroupFields, draft.Present(), on)
	if on == OnCreate {
		faults = append(faults, d.GroupNativeID.check(draft.NativeID)...)
	}
	return faults
}

func (d Description) checkWhole(fields Fields, names []string, on When) []FieldError {
	faults := d.unknown(fields, names, on)
	for _, f := range fields {
		if f.Required&on != 0 && !slices.Contains(names, f.Name) {
			faults = append(faults, FieldError{Pointer: d.Pointer(f.Name), Code: "required", Detail: "This vendor needs it."})
		}
	}
	return faults
}

// check holds the id that a caller chose, or did not choose, to the rule.
func (r NativeIDRule) check(id string) []FieldError {
	switch {
	case r == IDRequired && id == "":
		return []FieldError{{Pointer: "/nativeId", Code: "required", Detail: "At this vendor the caller chooses the id."}}
	case r == IDRefused && id != "":
		return []FieldError{{Pointer: "/nativeId", Code: "unsupported-field", Detail: "At this vendor the id cannot be chosen."}}
	}
	return nil
}

// CheckPatch returns a fault for every field that the vendor cannot change and
// for every null that it cannot clear.
func (d Description) CheckPatch(p UserPatch) []FieldError {
	faults := d.unknown(d.UserFields, p.Present(), OnPatch)
	for _, name := range p.Nulls() {
		if f, ok := d.UserFields.named(name); ok && f.Has(OnPatch) && !f.Clearable {
			faults = append(faults, FieldError{Pointer: d.Pointer(name), Code: "not-clearable", Detail: "This vendor cannot clear it."})
		}
	}
	return faults
}

// Reads tells whether the vendor gives this field of a user on all of these
// reads.
func (d Description) Reads(name string, w When) bool { return d.UserFields.Have(name, w) }

func (d Description) unknown(fields Fields, names []string, on When) []FieldError {
	var faults []FieldError
	for _, name := range names {
		if !fields.Have(name, on) {
			faults = append(faults, FieldError{Pointer: d.Pointer(name), Code: "unsupported-field", Detail: "This vendor cannot hold it."})
		}
	}
	return faults
}

// Fields is a connector's field table of users or of groups.
type Fields []Field

// Powerful lists which of the named fields may give power away on this write.
func (f Fields) Powerful(names []string, on When) []string {
	return slices.DeleteFunc(slices.Clone(names), func(name string) bool {
		field, ok := f.named(name)
		return !ok || field.Power&on == 0
	})
}

// Have tells whether the named field is there on all of these reads or writes.
func (f Fields) Have(name string, w When) bool {
	field, ok := f.named(name)
	return ok && field.Has(w)
}

func (f Fields) named(name string) (Field, bool) {
	i := slices.IndexFunc(f, func(field Field) bool { return field.Name == name })
	if i < 0 {
		return Field{}, false
	}
	return f[i], true
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
