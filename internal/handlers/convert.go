package handlers

import (
	"encoding/json"
	"fmt"

	openapi_types "github.com/oapi-codegen/runtime/types"

	"github.com/oapi-codegen/nullable"

	"github.com/dragoman-gateway/dragoman/api"
	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// maxText is the longest text of a vendor that is passed on; the specification
// promises callers no longer one.
const maxText = 4096

// toUser converts a user for callers. A text beyond what the specification
// promises means that the vendor's answer cannot be passed on.
func toUser(t *upstream.Open, u upstream.User) (api.User, error) {
	if !holdable(u) {
		return api.User{}, &upstream.Error{Kind: upstream.Malformed, Detail: "A value of the vendor's is too long."}
	}
	out := api.User{
		ID: id{t.Name, u.NativeID}.String(), Connection: t.Name, NativeID: u.NativeID,
		UserName: u.UserName, DisplayName: u.DisplayName, GivenName: u.GivenName, FamilyName: u.FamilyName,
		Email: u.Email, Active: u.Active, Language: u.Language, Title: u.Title, Phone: u.Phone,
		CreatedAt: u.CreatedAt, ModifiedAt: u.ModifiedAt, LastLoginAt: u.LastLoginAt,
	}
	if u.Roles != nil {
		out.Roles = &u.Roles
	}
	if u.Raw != nil {
		out.Raw = &u.Raw
	}
	if u.Extensions != nil {
		out.Extensions = &api.UserExtensions{t.Vendor: u.Extensions}
	}
	for _, alias := range u.Aliases {
		out.Aliases = added(out.Aliases, id{t.Name, alias}.String())
	}
	if u.Groups != nil {
		out.Groups = &[]api.UserGroup{}
	}
	for _, g := range u.Groups {
		out.Groups = added(out.Groups, api.UserGroup{ID: id{t.Name, g.NativeID}.String(), DisplayName: g.DisplayName, RoleID: g.RoleID})
	}
	return out, nil
}

// holdable tells whether a user fits into what the specification promises.
func holdable(u upstream.User) bool {
	for _, text := range []*string{u.UserName, u.DisplayName, u.GivenName, u.FamilyName, u.Email, u.Language, u.Title, u.Phone} {
		if text != nil && len(*text) > maxText {
			return false
		}
	}
	for _, role := range u.Roles {
		if len(role) > maxText {
			return false
		}
	}
	for _, g := range u.Groups {
		if !validNative(g.NativeID) || g.DisplayName != nil && len(*g.DisplayName) > maxText {
			return false
		}
	}
	return validNative(u.NativeID)
}

// added appends to a list that may not be there yet.
func added[T any](list *[]T, item T) *[]T {
	if list == nil {
		list = &[]T{}
	}
	*list = append(*list, item)
	return list
}

// draftOf converts a user to create.
func (s *server) draftOf(t target, caller *Caller, b *api.UserCreate) (upstream.UserDraft, error) {
	d, err := s.wholeOf(t, caller, &api.UserPut{
		UserName: b.UserName, DisplayName: b.DisplayName, GivenName: b.GivenName, FamilyName: b.FamilyName, Email: b.Email,
		Active: b.Active, Language: b.Language, Title: b.Title, Phone: b.Phone, Roles: b.Roles, Groups: b.Groups,
		Password: b.Password, Extensions: b.Extensions,
	})
	if err != nil || b.NativeID == nil {
		return d, err
	}
	if !validNative(*b.NativeID) {
		return d, invalid(api.ProblemError{Pointer: new("/nativeId"), Code: "id", Detail: optional("No vendor has such an id.")})
	}
	d.NativeID = *b.NativeID
	return d, nil
}

// wholeOf converts a whole user; its id is not part of it.
func (s *server) wholeOf(t target, caller *Caller, b *api.UserPut) (upstream.UserDraft, error) {
	d := upstream.UserDraft{
		UserName: b.UserName, DisplayName: b.DisplayName, GivenName: b.GivenName, FamilyName: b.FamilyName,
		Email: (*string)(b.Email), Active: b.Active, Language: b.Language, Title: b.Title, Phone: b.Phone,
	}
	if b.Roles != nil {
		d.Roles = *b.Roles
	}
	if b.Password != nil {
		d.Password = new(upstream.NewSecret(*b.Password))
	}
	var err error
	if d.Groups, err = s.groupsOf(t, caller, b.Groups); err != nil {
		return d, err
	}
	d.Extensions, err = extensionsOf(t, b.Extensions)
	return d, err
}

// groupsOf takes the group ids apart: each must be of a connection that the
// caller has, and then all of the one that is written to.
func (s *server) groupsOf(t target, caller *Caller, groups *api.GroupsWrite) ([]upstream.GroupRef, error) {
	if groups == nil {
		return nil, nil
	}
	out := []upstream.GroupRef{}
	var foreign []api.ProblemError
	for i, g := range *groups {
		at := fmt.Sprintf("/groups/%d/id", i)
		group, ok := parseID(g.ID)
		if !ok {
			return nil, invalid(api.ProblemError{Pointer: &at, Code: "id", Detail: optional("It is not an id.")})
		}
		if _, exists := s.Connections.Get(group.connection); !exists || !caller.Has(group.connection) {
			f := fail(codeNotFound)
			f.errors = []api.ProblemError{{Pointer: &at, Code: "not-found"}}
			return nil, f
		}
		if group.connection != t.Name {
			foreign = append(foreign, api.ProblemError{Pointer: &at, Code: "connection-mismatch", Detail: optional("It is of another connection.")})
		}
		out = append(out, upstream.GroupRef{NativeID: group.native, RoleID: g.RoleID})
	}
	if len(foreign) > 0 {
		f := fail(codeConnectionMismatch)
		f.connection, f.errors = t.Name, foreign
		return nil, f
	}
	return out, nil
}

// extensionsOf returns the object of the connection's own vendor and refuses
// those of others.
func extensionsOf(t target, extensions *map[string]api.RawJSON) (json.RawMessage, error) {
	if extensions == nil {
		return nil, nil
	}
	var faults []upstream.FieldError
	for vendor := range *extensions {
		if vendor != t.Vendor {
			faults = append(faults, upstream.FieldError{
				Pointer: upstream.Pointer("extensions", vendor), Code: "unsupported-field", Detail: "This connection is of another vendor.",
			})
		}
	}
	return (*extensions)[t.Vendor], refused(t.Name, faults)
}

// patchOf converts a merge patch.
func patchOf(t target, native string, b *api.UserPatch) (upstream.UserPatch, error) {
	p := upstream.UserPatch{
		ID:       native,
		UserName: changeOf(b.UserName), DisplayName: changeOf(b.DisplayName), GivenName: changeOf(b.GivenName),
		FamilyName: changeOf(b.FamilyName), Email: mapped(b.Email, func(e openapi_types.Email) string { return string(e) }),
		Language: changeOf(b.Language), Title: changeOf(b.Title), Phone: changeOf(b.Phone),
		Active: changeOf(b.Active), Roles: changeOf(b.Roles), Password: mapped(b.Password, upstream.NewSecret),
	}
	var err error
	p.Extensions, err = extensionsOf(t, b.Extensions)
	return p, err
}

func changeOf[T any](n nullable.Nullable[T]) upstream.Change[T] {
	return mapped(n, func(v T) T { return v })
}

// mapped keeps absent, null and value apart.
func mapped[T, U any](n nullable.Nullable[T], convert func(T) U) upstream.Change[U] {
	switch {
	case !n.IsSpecified():
		return upstream.Change[U]{}
	case n.IsNull():
		return upstream.Clear[U]()
	default:
		return upstream.Set(convert(n.MustGet()))
	}
}

// planOf converts the plan of a dry run.
func planOf(plan *upstream.Plan) *api.Plan {
	out := &api.Plan{Requests: []api.PlannedRequest{}}
	for _, r := range plan.Requests() {
		p := api.PlannedRequest{Method: r.Method, Path: r.Path, Query: optional(r.Query), Headers: r.Headers}
		if r.Body != nil {
			p.Body = &r.Body
		}
		out.Requests = append(out.Requests, p)
	}
	return out
}
