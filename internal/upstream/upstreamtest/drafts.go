package upstreamtest

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// newPassword is the password of every draft that can have one.
const newPassword = "Suite-Passw0rd-9!x"

// draft returns a user with a value for every field that the vendor takes on
// this write. Roles, groups and extensions are such as the World has; drafts of
// two numbers differ wherever the World lets them.
func (b *Bench) draft(on upstream.When, id string, number int) upstream.UserDraft {
	d := b.Connector.Describe()
	text := func(name, value string) *string {
		if !d.UserFields.Have(name, on) {
			return nil
		}
		return &value
	}
	// A vendor may know userName and email as one.
	mail := fmt.Sprintf("nora.new%d@suite.example", number)
	draft := upstream.UserDraft{
		NativeID: id,
		UserName: text("userName", mail), Email: text("email", mail),
		DisplayName: text("displayName", fmt.Sprintf("Nora New %d", number)),
		GivenName:   text("givenName", fmt.Sprintf("Nora %d", number)),
		FamilyName:  text("familyName", fmt.Sprintf("New %d", number)),
		Language:    text("language", "en"),
		Title:       text("title", fmt.Sprintf("Buyer %d", number)),
		Phone:       text("phone", fmt.Sprintf("+3120555%04d", number)),
	}
	b.fill(&draft, d, on, number)
	return draft
}

// fill sets what is no text.
func (b *Bench) fill(draft *upstream.UserDraft, d upstream.Description, on upstream.When, number int) {
	if on == upstream.OnCreate && d.NativeID == upstream.IDRefused {
		draft.NativeID = ""
	}
	if d.UserFields.Have("active", on) {
		draft.Active = new(number%2 == 0)
	}
	if d.UserFields.Have("roles", on) {
		draft.Roles = nth(b.roleIDs(), number)
	}
	if d.UserFields.Have("groups", on) {
		draft.Groups = b.groups(number, d.UserFields.Have("groups.roleId", on))
	}
	if d.UserFields.Have("password", on) {
		draft.Password = new(upstream.NewSecret(newPassword))
	}
	draft.Extensions = b.extensions(d, on, number)
}

// nth returns the list of the one item that this number falls on, or nil.
func nth(items []string, number int) []string {
	if len(items) == 0 {
		return nil
	}
	return []string{items[number%len(items)]}
}

// roleIDs returns the roles that somebody has, each once.
func (b *Bench) roleIDs() []string {
	var ids []string
	for _, p := range b.Sim.World.People() {
		ids = append(ids, p.Roles...)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

func (b *Bench) groups(number int, withRole bool) []upstream.Membership {
	all := b.Sim.World.Groups()
	if len(all) == 0 {
		return nil
	}
	ref := upstream.Membership{NativeID: all[number%len(all)].ID}
	for _, p := range b.Sim.World.People() {
		for _, m := range p.Memberships {
			if withRole && m.RoleID != "" {
				ref.RoleID = &m.RoleID
			}
		}
	}
	return []upstream.Membership{ref}
}

// extensions returns an extension object of values that somebody has.
func (b *Bench) extensions(d upstream.Description, on upstream.When, number int) json.RawMessage {
	var those []map[string]any
	for _, p := range b.Sim.World.People() {
		those = append(those, p.Extensions)
	}
	return extensionObject(d.UserFields, on, number, those)
}

// extensionObject returns a value for every member that the vendor takes on this
// write, such as those have.
func extensionObject(fields upstream.Fields, on upstream.When, number int, those []map[string]any) json.RawMessage {
	members := map[string]json.RawMessage{}
	for _, f := range fields {
		name, ok := strings.CutPrefix(f.Name, "extensions.")
		if values := extensionValues(name, those); ok && f.Has(on) && len(values) > 0 {
			members[name] = json.RawMessage(values[number%len(values)])
		}
	}
	if len(members) == 0 {
		return nil
	}
	return mustJSON(members)
}

// extensionValues returns the two most telling values of a member, as JSON: a
// true before a false, a long list before a short one.
func extensionValues(name string, those []map[string]any) []string {
	var values []string
	for _, members := range those {
		if value, ok := members[name]; ok && !blank(normal(value)) {
			values = append(values, string(mustJSON(value)))
		}
	}
	slices.SortFunc(values, func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), strings.Compare(a, b)) })
	values = slices.Compact(values)
	return values[:min(2, len(values))]
}

// freeID returns an id that is in the vendor's manner and that nobody has.
func (b *Bench) freeID() string { return b.freePerson().ID }

// freePerson returns somebody whose ids are in the vendor's manner and nobody's:
// one who was removed for it.
func (b *Bench) freePerson() simkit.Person {
	if _, taken := b.Sim.World.Person(b.free.ID); b.free.ID == "" || taken {
		people := b.Sim.World.People()
		b.free = people[len(people)-1]
		b.Sim.World.Remove(b.free.ID)
	}
	return b.free
}

// patchOf returns the patch that changes what the draft mentions, or only the
// named fields of it.
func patchOf(d upstream.UserDraft, only ...string) upstream.UserPatch {
	wanted := func(name string) bool { return len(only) == 0 || slices.Contains(only, name) }
	return upstream.UserPatch{
		ID:       d.NativeID,
		UserName: changeTo(d.UserName, wanted("userName")), DisplayName: changeTo(d.DisplayName, wanted("displayName")),
		GivenName: changeTo(d.GivenName, wanted("givenName")), FamilyName: changeTo(d.FamilyName, wanted("familyName")),
		Email: changeTo(d.Email, wanted("email")), Language: changeTo(d.Language, wanted("language")),
		Title: changeTo(d.Title, wanted("title")), Phone: changeTo(d.Phone, wanted("phone")),
		Active: changeTo(d.Active, wanted("active")), Password: changeTo(d.Password, wanted("password")),
		Roles:      changeTo(listOrNil(d.Roles), wanted("roles")),
		Extensions: onlyMembers(d.Extensions, wanted),
	}
}

func changeTo[T any](value *T, wanted bool) upstream.Change[T] {
	if value == nil || !wanted {
		return upstream.Change[T]{}
	}
	return upstream.Set(*value)
}

func listOrNil(list []string) *[]string {
	if list == nil {
		return nil
	}
	return &list
}

func onlyMembers(object json.RawMessage, wanted func(string) bool) json.RawMessage {
	var members, kept = map[string]json.RawMessage{}, map[string]json.RawMessage{}
	if len(object) == 0 || json.Unmarshal(object, &members) != nil {
		return nil
	}
	for name, value := range members {
		if wanted("extensions." + name) {
			kept[name] = value
		}
	}
	if len(kept) == 0 {
		return nil
	}
	return mustJSON(kept)
}
