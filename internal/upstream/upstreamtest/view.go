package upstreamtest

import (
	"bytes"
	"encoding/json"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// view is what somebody says of a user, by the names of a description's field
// table. What was not said is not in it. Values compare with reflect.DeepEqual.
type view map[string]any

// place is a user's place in a group; empty texts were not said.
type place struct{ group, name, role string }

// viewOfUser returns what the connector says.
func viewOfUser(u upstream.User) view {
	v := view{}
	v.texts(u.UserName, u.DisplayName, u.GivenName, u.FamilyName, u.Email, u.Language, u.Title, u.Phone)
	v.times(u.CreatedAt, u.ModifiedAt, u.LastLoginAt)
	if u.Active != nil {
		v["active"] = *u.Active
	}
	if u.Roles != nil {
		v["roles"] = append([]string{}, u.Roles...)
	}
	if u.Groups != nil {
		places := make([]place, len(u.Groups))
		for i, g := range u.Groups {
			places[i] = place{g.NativeID, text(g.DisplayName), text(g.RoleID)}
		}
		v["groups"] = places
	}
	if members, ok := normal(u.Extensions).(map[string]any); ok {
		v.extensions(members)
	}
	return v
}

// viewOfPerson returns what the World says. An empty text says nothing.
func viewOfPerson(w *simkit.World, p simkit.Person) view {
	v := view{}
	v.texts(told(p.UserName), told(p.DisplayName), told(p.GivenName), told(p.FamilyName),
		told(p.Email), told(p.Language), told(p.Title), told(p.Phone))
	v.times(utc(p.CreatedAt), utc(p.ModifiedAt), utc(p.LastLoginAt))
	if p.Active != nil {
		v["active"] = *p.Active
	}
	if p.Roles != nil {
		v["roles"] = append([]string{}, p.Roles...)
	}
	if p.Memberships != nil {
		places := make([]place, len(p.Memberships))
		for i, m := range p.Memberships {
			group, _ := w.Group(m.GroupID)
			places[i] = place{m.GroupID, text(group.DisplayName), m.RoleID}
		}
		v["groups"] = places
	}
	v.members(p.Extensions)
	return v
}

// viewOfDraft returns what a draft asks for, without the password.
func viewOfDraft(d upstream.UserDraft) view {
	return viewOfUser(upstream.User{
		UserName: d.UserName, DisplayName: d.DisplayName, GivenName: d.GivenName, FamilyName: d.FamilyName,
		Email: d.Email, Language: d.Language, Title: d.Title, Phone: d.Phone,
		Active: d.Active, Roles: d.Roles, Groups: d.Groups, Extensions: d.Extensions,
	})
}

// textFields are the fields that are texts, in the order in which texts takes
// them.
var textFields = []string{"userName", "displayName", "givenName", "familyName", "email", "language", "title", "phone"}

func (v view) texts(values ...*string) {
	for i, value := range values {
		if value != nil {
			v[textFields[i]] = *value
		}
	}
}

// times writes dates with their zone, so that one that is not UTC differs.
func (v view) times(created, modified, lastLogin *time.Time) {
	for name, value := range map[string]*time.Time{"createdAt": created, "modifiedAt": modified, "lastLoginAt": lastLogin} {
		if value != nil {
			v[name] = value.Format(time.RFC3339Nano)
		}
	}
}

func (v view) extensions(members map[string]any) {
	for name, value := range members {
		v["extensions."+name] = value
	}
}

// members adds what the World has as extensions. An empty text says nothing.
func (v view) members(extensions map[string]any) {
	for name, value := range extensions {
		if value := normal(value); value != nil && value != "" {
			v["extensions."+name] = value
		}
	}
}

// told returns nil for an empty text.
func told(s *string) *string {
	if text(s) == "" {
		return nil
	}
	return s
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func utc(t *time.Time) *time.Time {
	if t == nil {
		return nil
	}
	return new(t.UTC())
}

// normal returns a value as it is after a journey through JSON.
func normal(value any) any {
	decoder := json.NewDecoder(bytes.NewReader(mustJSON(value)))
	decoder.UseNumber()
	var out any
	if decoder.Decode(&out) != nil {
		return nil
	}
	return out
}

// mustJSON marshals what the suite or a simulator made; that it cannot fail is
// theirs to see to.
func mustJSON(value any) json.RawMessage {
	out, err := json.Marshal(value)
	if err != nil {
		panic("upstreamtest: " + err.Error())
	}
	return out
}

// blank tells that a value holds nothing: no text, no item, no member that is
// not blank itself.
func blank(value any) bool {
	switch v := value.(type) {
	case nil:
		return true
	case string:
		return v == ""
	case []string:
		return len(v) == 0
	case []place:
		return len(v) == 0
	case []any:
		return len(v) == 0
	case map[string]any:
		for _, inner := range v {
			if !blank(inner) {
				return false
			}
		}
		return true
	}
	return false
}
