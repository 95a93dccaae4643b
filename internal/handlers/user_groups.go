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
	p, err := page(ctx, s, l, ask)
	if err != nil {
		return nil, err
	}
	body := api.UserGroupPage{Items: each(p, toUserGroup), Sources: p.sources, NextCursor: optional(p.cursor)}
	return api.ListUserGroups200JSONResponse{Body: body, Headers: api.ListUserGroups200ResponseHeaders{Link: l.link(p.cursor)}}, nil
}

// ChangeUserGroups answers PATCH /users/{userId}/groups.
func (s *server) ChangeUserGroups(ctx context.Context, r api.ChangeUserGroupsRequestObject) (api.ChangeUserGroupsResponseObject, error) {
	add, remove := inList(value(r.Body.Add), "add"), inList(value(r.Body.Remove), "remove")
	for _, m := range remove {
		if slices.Contains(value(r.Body.Add), m.text) {
			return nil, invalid(m.fault("contradiction", "It is to be added too."))
		}
	}
	t, ids, err := s.items(ctx, slices.Concat([]mention{inPath("userId", r.UserID)}, add, remove)...)
	if err != nil {
		return nil, err
	}
	groups := ids[1:]
	changes := upstream.UserGroupChanges{UserID: ids[0], Add: groups[:len(add)], Remove: groups[len(add):]}
	done, plan, err := write(ctx, s, t, r.Params.DryRun, upstream.UserGroupChanger.ChangeUserGroups, changes)
	if err != nil {
		return nil, err
	}
	if plan != nil {
		return api.ChangeUserGroups200ApplicationVndDragomanPlanPlusJSONResponse(*plan), nil
	}
	noteOf(ctx).outcome = summedGroups(ctx, done)
	return api.ChangeUserGroups200JSONResponse(outcomesOf(ctx, t.Name, done)), nil
}
