package upstreamtest

import (
	"encoding/json"
	"maps"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// apply replaces and never writes through a pointer of the person: copies of it
// share them.
func apply(p upstream.UserPatch, to *simkit.Person) {
	texts := map[**string]upstream.Change[string]{
		&to.UserName: p.UserName, &to.DisplayName: p.DisplayName, &to.GivenName: p.GivenName, &to.FamilyName: p.FamilyName,
		&to.Email: p.Email, &to.Language: p.Language, &to.Title: p.Title, &to.Phone: p.Phone,
	}
	for field, change := range texts {
		if change.Present() {
			*field = change.Value()
		}
	}
	if p.Active.Present() {
		to.Active = p.Active.Value()
	}
	if p.Roles.Null() {
		to.Roles = []string{}
	} else if roles := p.Roles.Value(); roles != nil {
		to.Roles = *roles
	}
	if password := p.Password.Value(); password != nil {
		secrets := maps.Clone(to.Secrets)
		if secrets == nil {
			secrets = map[string]string{}
		}
		secrets[secretPassword] = password.Reveal()
		to.Secrets = secrets
	}
	to.Extensions = merged(to.Extensions, p.Extensions)
}

// merged returns the members after a merge patch of the first level.
func merged(members map[string]any, patch json.RawMessage) map[string]any {
	changes, _ := normal(patch).(map[string]any)
	out := map[string]any{}
	for _, source := range []map[string]any{members, changes} {
		for name, value := range source {
			if out[name] = value; value == nil {
				delete(out, name)
			}
		}
	}
	return out
}

func memberships(groups []upstream.Membership) []simkit.Membership {
	out := make([]simkit.Membership, len(groups))
	for i, g := range groups {
		out[i] = simkit.Membership{GroupID: g.NativeID, RoleID: text(g.RoleID)}
	}
	return out
}
