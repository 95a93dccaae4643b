package upstream

import (
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
	var value any
	return json.Unmarshal(extensionObject(raw)[member], &value) == nil && givesNothing(value)
}

// givesNothing tells whether a value is false, an empty list, or an object of
// nothing else.
func givesNothing(value any) bool {
	switch v := value.(type) {
	case bool:
		return !v
	case []any:
		return len(v) == 0
	case map[string]any:
		for _, inner := range v {
			if !givesNothing(inner) {
				return false
			}
		}
		return true
	}
	return false
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
