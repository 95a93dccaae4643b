package handlers

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strconv"

	"github.com/oapi-codegen/nullable"
	openapi_types "github.com/oapi-codegen/runtime/types"

	"github.com/dragoman-gateway/dragoman/api"
	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// draftOf converts a user to create.
func (s *server) draftOf(ctx context.Context, t target, b *api.UserCreate) (upstream.UserDraft, error) {
	d, err := s.wholeOf(ctx, t, &api.UserPut{
		UserName: b.UserName, DisplayName: b.DisplayName, GivenName: b.GivenName, FamilyName: b.FamilyName, Email: b.Email,
		Active: b.Active, Language: b.Language, Title: b.Title, Phone: b.Phone, Roles: b.Roles, Groups: b.Groups,
		Password: b.Password, Extensions: b.Extensions,
	})
	if err != nil {
		return d, err
	}
	d.NativeID, err = chosenID(b.NativeID)
	return d, err
}

// chosenID is the id that a caller chose for something new, or "".
func chosenID(native *string) (string, error) {
	if native != nil && !upstream.ValidID(*native) {
		return "", invalid(api.ProblemError{Pointer: new("/nativeId"), Code: "id", Detail: optional("No vendor has such an id.")})
	}
	return value(native), nil
}

// wholeOf converts a whole user; its id is not part of it.
func (s *server) wholeOf(ctx context.Context, t target, b *api.UserPut) (upstream.UserDraft, error) {
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
	if d.Groups, err = s.groupsOf(ctx, t, b.Groups); err != nil {
		return d, err
	}
	d.Extensions, err = extensionsOf(t, b.Extensions)
	return d, err
}

// groupsOf takes the group ids apart: each must be of a connection that the
// caller has, and then all of the one that is written to.
func (s *server) groupsOf(ctx context.Context, t target, groups *api.GroupsWrite) ([]upstream.Membership, error) {
	if groups == nil {
		return nil, nil
	}
	mentions := make([]mention, len(*groups))
	for i, g := range *groups {
		mentions[i] = inBody(g.ID, "groups", strconv.Itoa(i), "id")
	}
	natives, err := s.natives(ctx, t, mentions...)
	out := make([]upstream.Membership, len(natives))
	for i, native := range natives {
		out[i] = upstream.Membership{NativeID: native, RoleID: (*groups)[i].RoleID}
	}
	return out, err
}

// extensionsOf returns the object of the connection's own vendor and refuses
// those of others.
func extensionsOf(t target, extensions *map[string]api.RawJSON) (json.RawMessage, error) {
	if extensions == nil {
		return nil, nil
	}
	var faults []upstream.FieldError
	for _, vendor := range slices.Sorted(maps.Keys(*extensions)) {
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
