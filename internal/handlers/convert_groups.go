package handlers

import (
	"context"

	"github.com/dragoman-gateway/dragoman/api"
	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// groupDraftOf converts a whole group; its id is not part of it.
func groupDraftOf(t target, b *api.GroupPut) (upstream.GroupDraft, error) {
	d := upstream.GroupDraft{DisplayName: b.DisplayName, Description: b.Description}
	var err error
	d.Extensions, err = extensionsOf(t, b.Extensions)
	return d, err
}

// toGroup converts a group for callers.
func toGroup(t *upstream.Open, g upstream.Group) api.Group {
	out := api.Group{
		ID: id{t.Name, g.NativeID}.String(), Connection: t.Name, NativeID: g.NativeID,
		DisplayName: g.DisplayName, Description: g.Description,
	}
	if g.Raw != nil {
		out.Raw = &g.Raw
	}
	if g.Extensions != nil {
		out.Extensions = &api.GroupExtensions{t.Vendor: g.Extensions}
	}
	return out
}

// answeredGroup converts a group that a vendor answered with.
func answeredGroup(t target, g upstream.Group) (api.Group, error) {
	if !groupHoldable(&g) {
		return api.Group{}, unpassable(t)
	}
	return toGroup(t.Open, g), nil
}

// groupHoldable tells whether a group fits into what the specification promises.
func groupHoldable(g *upstream.Group) bool {
	return !notAnID(g.NativeID) && !tooLong(value(g.DisplayName)) && !tooLong(value(g.Description))
}

// toUserGroup converts a user's place in a group.
func toUserGroup(connection string, m upstream.Membership) api.UserGroup {
	return api.UserGroup{ID: id{connection, m.NativeID}.String(), DisplayName: m.DisplayName, RoleID: m.RoleID}
}

// placeHoldable tells whether a user's place in a group fits into what the
// specification promises.
func placeHoldable(m *upstream.Membership) bool {
	return !notAnID(m.NativeID) && !tooLong(value(m.DisplayName)) && !tooLong(value(m.RoleID))
}

// outcomesOf converts what became of each group.
func outcomesOf(ctx context.Context, connection string, changes []upstream.UserGroupOutcome) api.UserGroupChangeResult {
	out := api.UserGroupChangeResult{Complete: true, Results: []api.UserGroupOutcome{}}
	for _, c := range changes {
		one := api.UserGroupOutcome{GroupID: id{connection, c.GroupID}.String(), Action: "add", Status: statusOK}
		if c.Removed {
			one.Action = "remove"
		}
		if c.Err != nil {
			one.Status, one.Problem = statusFailed, new(onConnection(connection, c.Err).problem(ctx))
			out.Complete = false
		}
		out.Results = append(out.Results, one)
	}
	return out
}
