package handlers

import (
	"context"
	"net/url"
	"slices"

	"github.com/dragoman-gateway/dragoman/api"
	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// ListUserGroups answers GET /users/{userId}/groups.
func (s *server) ListUserGroups(ctx context.Context, r api.ListUserGroupsRequestObject) (api.ListUserGroupsResponseObject, error) {
	t, native, err := s.item(ctx, "userId", r.UserID)
	if err != nil {
		return nil, err
	}
	l := newListing(ctx, r.Params.Limit, r.Params.Cursor)
	l.source, l.path = t.Name, "/users/"+url.PathEscape(r.UserID)+"/groups"
	query := func(at string, limit int) upstream.UserGroupQuery {
		return upstream.UserGroupQuery{UserID: native, Limit: limit, At: at}
	}
	ask := alone(l, sourceOf(s, t.Name, upstream.UserGroupLister.ListUserGroups, query, placeHoldable), func(m upstream.Membership) string { return m.NativeID })
	items, cursor, sources, err := page(ctx, s, l, ask)
	if err != nil {
		return nil, err
	}
	body := api.UserGroupPage{Items: make([]api.UserGroup, len(items)), Sources: sources, NextCursor: optional(cursor)}
	for i, item := range items {
		body.Items[i] = toUserGroup(item.Source, item.Value)
	}
	return api.ListUserGroups200JSONResponse{Body: body, Headers: api.ListUserGroups200ResponseHeaders{Link: l.link(cursor)}}, nil
}

// ChangeUserGroups answers PATCH /users/{userId}/groups.
func (s *server) ChangeUserGroups(ctx context.Context, r api.ChangeUserGroupsRequestObject) (api.ChangeUserGroupsResponseObject, error) {
	add, remove := listed(value(r.Body.Add), "add"), listed(value(r.Body.Remove), "remove")
	for _, m := range remove {
		if slices.Contains(value(r.Body.Add), m.text) {
			return nil, invalid(m.fault("contradiction", "It is to be added too."))
		}
	}
	ids, err := s.mentioned(ctx, slices.Concat([]mention{inPath("userId", r.UserID)}, add, remove)...)
	if err != nil {
		return nil, err
	}
	groups, err := s.natives(ctx, ids[0].connection, slices.Concat(add, remove)...)
	if err != nil {
		return nil, err
	}
	t, err := s.target(ctx, ids[0].connection)
	if err != nil {
		return nil, err
	}
	changes := upstream.UserGroupChanges{UserID: ids[0].native, Add: groups[:len(add)], Remove: groups[len(add):]}
	done, plan, err := write(ctx, s, t, r.Params.DryRun, upstream.UserGroupChanger.ChangeUserGroups, changes)
	if err != nil {
		return nil, err
	}
	if plan != nil {
		return api.ChangeUserGroups200ApplicationVndDragomanPlanPlusJSONResponse(*plan), nil
	}
	return api.ChangeUserGroups200JSONResponse(outcomesOf(ctx, t.Name, done)), nil
}

// outcomesOf converts what became of each group.
func outcomesOf(ctx context.Context, connection string, changes []upstream.UserGroupChange) api.UserGroupChangeResult {
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
