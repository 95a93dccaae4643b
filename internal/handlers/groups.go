package handlers

import (
	"context"

	"github.com/dragoman-gateway/dragoman/api"
	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/fanout"
)

// ListGroups answers GET /groups.
func (s *server) ListGroups(ctx context.Context, r api.ListGroupsRequestObject) (api.ListGroupsResponseObject, error) {
	l, raw, err := groupListing(ctx, r.Params)
	if err != nil {
		return nil, err
	}
	ask := fanout.Ask[upstream.Group]{
		Lists:  map[string]fanout.List[upstream.Group]{},
		Key:    func(g upstream.Group) string { return g.NativeID },
		Strict: !l.partial,
	}
	query := func(at string, limit int) upstream.GroupQuery {
		return upstream.GroupQuery{Limit: limit, At: at, Filter: l.filter, Raw: raw}
	}
	for _, name := range l.caller.Connections {
		ask.Lists[name] = sourceOf(s, name, upstream.GroupLister.ListGroups, query, groupHoldable)
	}
	if l.filter != nil {
		ask.Enough = s.enough()
		ask.Keep = func(source string, g upstream.Group) bool {
			return upstream.Matches(l.filter, attributesOfGroup(source, &g))
		}
	}
	p, err := page(ctx, s, l, ask)
	if err != nil {
		return nil, err
	}
	body := api.GroupPage{Items: each(p, s.groupFrom), Sources: p.sources, NextCursor: optional(p.cursor)}
	return api.ListGroups200JSONResponse{Body: body, Headers: api.ListGroups200ResponseHeaders{Link: l.link(p.cursor)}}, nil
}

// groupFrom converts a group of a list.
func (s *server) groupFrom(connection string, g upstream.Group) api.Group {
	open, _ := s.Connections.Get(connection)
	return toGroup(open, g)
}

// groupListing reads the parameters of a list of groups.
func groupListing(ctx context.Context, p api.ListGroupsParams) (*listing, bool, error) {
	l := newListing(ctx, p.Limit, p.Cursor)
	l.connection, l.filterText, l.include, l.partial = value(p.Connection), value(p.Filter), string(value(p.Include)), value(p.Partial)
	raw, err := wantsRaw(l)
	if err != nil || l.filterText == "" {
		return l, raw, err
	}
	l.filter, err = parseFilter(l.filterText, groupAttributes())
	return l, raw, err
}

// CreateGroup answers POST /groups.
func (s *server) CreateGroup(ctx context.Context, r api.CreateGroupRequestObject) (api.CreateGroupResponseObject, error) {
	t, err := s.chosen(ctx, r.Params.Connection)
	if err != nil {
		return nil, err
	}
	b := r.Body
	draft, err := groupDraftOf(t, &api.GroupPut{DisplayName: b.DisplayName, Description: b.Description, Extensions: b.Extensions})
	if err == nil {
		draft.NativeID, err = chosenID(b.NativeID)
	}
	if err == nil {
		err = checkGroupDraft(ctx, t, draft, upstream.OnCreate)
	}
	if err != nil {
		return nil, err
	}
	created, plan, err := write(ctx, s, t, r.Params.DryRun, upstream.GroupCreator.CreateGroup, draft)
	if err != nil {
		return nil, err
	}
	if plan != nil {
		return api.CreateGroup200ApplicationVndDragomanPlanPlusJSONResponse{PlanApplicationVndDragomanPlanPlusJSONResponse: planned(plan)}, nil
	}
	group, err := answeredGroup(t, created)
	if err != nil {
		return nil, err
	}
	return api.CreateGroup201JSONResponse{Body: group, Headers: api.CreateGroup201ResponseHeaders{Location: location("groups", group.ID)}}, nil
}

// GetGroup answers GET /groups/{groupId}.
func (s *server) GetGroup(ctx context.Context, r api.GetGroupRequestObject) (api.GetGroupResponseObject, error) {
	raw := r.Params.Include != nil
	t, native, err := s.item(ctx, "groupId", r.GroupID)
	if err == nil && raw {
		err = need(callerFrom(ctx), rawScope)
	}
	if err != nil {
		return nil, err
	}
	found, err := call(ctx, s, t, upstream.GroupGetter.GetGroup, upstream.GroupRef{ID: native, Raw: raw})
	if err != nil {
		return nil, err
	}
	group, err := answeredGroup(t, found)
	if err != nil {
		return nil, err
	}
	return api.GetGroup200JSONResponse(group), nil
}

// PutGroup answers PUT /groups/{groupId}.
func (s *server) PutGroup(ctx context.Context, r api.PutGroupRequestObject) (api.PutGroupResponseObject, error) {
	t, native, err := s.item(ctx, "groupId", r.GroupID)
	if err != nil {
		return nil, err
	}
	draft, err := groupDraftOf(t, r.Body)
	if err == nil {
		draft.NativeID = native
		err = checkGroupDraft(ctx, t, draft, upstream.OnPut)
	}
	if err != nil {
		return nil, err
	}
	result, plan, err := write(ctx, s, t, r.Params.DryRun, upstream.GroupPutter.PutGroup, draft)
	if err != nil {
		return nil, err
	}
	if plan != nil {
		return api.PutGroup200ApplicationVndDragomanPlanPlusJSONResponse(*plan), nil
	}
	group, err := answeredGroup(t, result.Group)
	if err != nil {
		return nil, err
	}
	if !result.Created {
		return api.PutGroup200JSONResponse(group), nil
	}
	return api.PutGroup201JSONResponse{Body: group, Headers: api.PutGroup201ResponseHeaders{Location: location("groups", group.ID)}}, nil
}

// DeleteGroup answers DELETE /groups/{groupId}.
func (s *server) DeleteGroup(ctx context.Context, r api.DeleteGroupRequestObject) (api.DeleteGroupResponseObject, error) {
	t, native, err := s.item(ctx, "groupId", r.GroupID)
	if err != nil {
		return nil, err
	}
	_, plan, err := write(ctx, s, t, r.Params.DryRun, upstream.GroupDeleter.DeleteGroup, upstream.GroupRef{ID: native})
	if err != nil {
		return nil, err
	}
	if plan != nil {
		return api.DeleteGroup200ApplicationVndDragomanPlanPlusJSONResponse{PlanApplicationVndDragomanPlanPlusJSONResponse: planned(plan)}, nil
	}
	return api.DeleteGroup204Response{}, nil
}
