package handlers

import (
	"net/url"
	"slices"
	"unicode/utf8"

	"github.com/dragoman-gateway/dragoman/api"
	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// maxText is the longest text of a vendor that is passed on; the specification
// promises callers no longer one.
const maxText = 4096

// toUser converts a user for callers.
func toUser(t *upstream.Open, u upstream.User) api.User {
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
		out.Groups = added(out.Groups, toUserGroup(t.Name, g))
	}
	return out
}

// answeredUser converts a user that a vendor answered with. After a write, one
// that cannot be passed on was written all the same.
func answeredUser(t target, u upstream.User) (api.User, error) {
	if !userHoldable(&u) {
		return api.User{}, unpassable(t)
	}
	return toUser(t.Open, u), nil
}

// unpassable is the problem of an answer that cannot be passed on. After a write,
// what it tells of was done all the same.
func unpassable(t target) error {
	f := onConnection(t.Name, unholdable())
	if t.operation.write {
		f.outcome = upstream.Unknown
	}
	return f
}

// location is the path of an item of a collection, its id as one escaped segment.
func location(collection, id string) *string {
	return new(base + "/" + collection + "/" + url.PathEscape(id))
}

// The most of each that the specification promises callers.
const (
	maxAliases = 8
	maxPlaces  = 10_000
	maxFound   = 100_000
)

// userHoldable tells whether a user fits into what the specification promises. An
// id that could not be sent back, such as "..", does not: callers build paths of
// ids.
func userHoldable(u *upstream.User) bool {
	if notAnID(u.NativeID) || slices.ContainsFunc(u.Aliases, notAnID) || slices.ContainsFunc(u.Roles, tooLong) ||
		len(u.Aliases) > maxAliases || len(u.Roles) > maxPlaces || len(u.Groups) > maxPlaces {
		return false
	}
	for _, text := range [...]*string{u.UserName, u.DisplayName, u.GivenName, u.FamilyName, u.Email, u.Language, u.Title, u.Phone} {
		if tooLong(value(text)) {
			return false
		}
	}
	for i := range u.Groups {
		if !placeHoldable(&u.Groups[i]) {
			return false
		}
	}
	return true
}

func notAnID(id string) bool { return !upstream.ValidID(id) }

// tooLong counts bytes first: few texts need their characters counted.
func tooLong(text string) bool { return len(text) > maxText && utf8.RuneCountInString(text) > maxText }

// unholdable is the error of a vendor's answer that holds more than callers are
// promised.
func unholdable() *upstream.Error {
	return &upstream.Error{Kind: upstream.Malformed, Detail: "A value of the vendor's is too long, or an id that is none."}
}

// added appends to a list that may not be there yet.
func added[T any](list *[]T, item T) *[]T {
	if list == nil {
		list = &[]T{}
	}
	*list = append(*list, item)
	return list
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

// planned is a plan as the answer that operations without an answer share.
func planned(plan *api.Plan) api.PlanApplicationVndDragomanPlanPlusJSONResponse {
	return api.PlanApplicationVndDragomanPlanPlusJSONResponse(*plan)
}
