package handlers

import (
	"context"

	"github.com/dragoman-gateway/dragoman/api"
	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/fanout"
)

// ListUsers answers GET /users.
func (s *server) ListUsers(ctx context.Context, r api.ListUsersRequestObject) (api.ListUsersResponseObject, error) {
	l, raw, err := userListing(ctx, r.Params)
	if err != nil {
		return nil, err
	}
	ask := fanout.Ask[upstream.User]{
		Lists:  map[string]fanout.List[upstream.User]{},
		Key:    func(u upstream.User) string { return u.NativeID },
		Strict: !l.partial,
	}
	query := func(at string, limit int) upstream.UserQuery {
		return upstream.UserQuery{Limit: limit, At: at, Filter: l.filter, Raw: raw}
	}
	for _, name := range l.caller.Connections {
		ask.Lists[name] = sourceOf(s, name, upstream.UserLister.ListUsers, query, userHoldable)
	}
	if l.filter != nil {
		ask.Enough = s.enough()
		ask.Keep = func(source string, u upstream.User) bool { return upstream.Matches(l.filter, attributesOf(source, &u)) }
	}
	p, err := page(ctx, s, l, ask)
	if err != nil {
		return nil, err
	}
	return api.ListUsers200JSONResponse{Body: s.userPage(p), Headers: api.ListUsers200ResponseHeaders{Link: l.link(p.cursor)}}, nil
}

// userListing reads the parameters of a list of users.
func userListing(ctx context.Context, p api.ListUsersParams) (*listing, bool, error) {
	l := newListing(ctx, p.Limit, p.Cursor)
	l.connection, l.filterText, l.include, l.partial = value(p.Connection), value(p.Filter), string(value(p.Include)), value(p.Partial)
	raw, err := wantsRaw(l)
	if err != nil || l.filterText == "" {
		return l, raw, err
	}
	l.filter, err = parseFilter(l.filterText, userAttributes())
	return l, raw, err
}

// wantsRaw tells whether the list is to hold the vendor's own objects, and demands
// the scope for it.
func wantsRaw(l *listing) (bool, error) {
	if l.include == "" {
		return false, nil
	}
	return true, need(l.caller, rawScope)
}

// userPage converts one page of users.
func (s *server) userPage(p listed[upstream.User]) api.UserPage {
	user := func(connection string, u upstream.User) api.User {
		open, _ := s.Connections.Get(connection)
		return toUser(open, u)
	}
	return api.UserPage{Items: each(p, user), Sources: p.sources, NextCursor: optional(p.cursor)}
}

// CreateUser answers POST /users.
func (s *server) CreateUser(ctx context.Context, r api.CreateUserRequestObject) (api.CreateUserResponseObject, error) {
	t, err := s.chosen(ctx, r.Params.Connection)
	if err != nil {
		return nil, err
	}
	draft, err := s.draftOf(ctx, t, r.Body)
	if err == nil {
		err = checkDraft(ctx, t, draft, upstream.OnCreate)
	}
	if err != nil {
		return nil, err
	}
	created, plan, err := write(ctx, s, t, r.Params.DryRun, upstream.UserCreator.CreateUser, draft)
	if err != nil {
		return nil, err
	}
	if plan != nil {
		return api.CreateUser200ApplicationVndDragomanPlanPlusJSONResponse{PlanApplicationVndDragomanPlanPlusJSONResponse: planned(plan)}, nil
	}
	user, err := answeredUser(t, created)
	if err != nil {
		return nil, err
	}
	return api.CreateUser201JSONResponse{Body: user, Headers: api.CreateUser201ResponseHeaders{Location: location("users", user.ID)}}, nil
}

// GetUser answers GET /users/{userId}.
func (s *server) GetUser(ctx context.Context, r api.GetUserRequestObject) (api.GetUserResponseObject, error) {
	raw := r.Params.Include != nil
	t, native, err := s.item(ctx, "userId", r.UserID)
	if err == nil && raw {
		err = need(callerFrom(ctx), rawScope)
	}
	if err != nil {
		return nil, err
	}
	found, err := call(ctx, s, t, upstream.UserGetter.GetUser, upstream.UserRef{ID: native, Raw: raw})
	if err != nil {
		return nil, err
	}
	user, err := answeredUser(t, found)
	if err != nil {
		return nil, err
	}
	return api.GetUser200JSONResponse(user), nil
}

// PutUser answers PUT /users/{userId}.
func (s *server) PutUser(ctx context.Context, r api.PutUserRequestObject) (api.PutUserResponseObject, error) {
	t, native, err := s.item(ctx, "userId", r.UserID)
	if err != nil {
		return nil, err
	}
	draft, err := s.wholeOf(ctx, t, r.Body)
	if err == nil {
		draft.NativeID = native
		err = checkDraft(ctx, t, draft, upstream.OnPut)
	}
	if err != nil {
		return nil, err
	}
	result, plan, err := write(ctx, s, t, r.Params.DryRun, upstream.UserPutter.PutUser, draft)
	if err != nil {
		return nil, err
	}
	if plan != nil {
		return api.PutUser200ApplicationVndDragomanPlanPlusJSONResponse(*plan), nil
	}
	user, err := answeredUser(t, result.User)
	if err != nil {
		return nil, err
	}
	if !result.Created {
		return api.PutUser200JSONResponse(user), nil
	}
	return api.PutUser201JSONResponse{Body: user, Headers: api.PutUser201ResponseHeaders{Location: location("users", user.ID)}}, nil
}

// UpdateUser answers PATCH /users/{userId}.
func (s *server) UpdateUser(ctx context.Context, r api.UpdateUserRequestObject) (api.UpdateUserResponseObject, error) {
	t, native, err := s.item(ctx, "userId", r.UserID)
	if err != nil {
		return nil, err
	}
	patch, err := patchOf(t, native, r.Body)
	if err == nil {
		err = checkPatch(ctx, t, patch)
	}
	if err != nil {
		return nil, err
	}
	changed, plan, err := write(ctx, s, t, r.Params.DryRun, upstream.UserUpdater.UpdateUser, patch)
	if err != nil {
		return nil, err
	}
	if plan != nil {
		return api.UpdateUser200ApplicationVndDragomanPlanPlusJSONResponse(*plan), nil
	}
	user, err := answeredUser(t, changed)
	if err != nil {
		return nil, err
	}
	return api.UpdateUser200JSONResponse(user), nil
}

// DeleteUser answers DELETE /users/{userId}.
func (s *server) DeleteUser(ctx context.Context, r api.DeleteUserRequestObject) (api.DeleteUserResponseObject, error) {
	t, native, err := s.item(ctx, "userId", r.UserID)
	if err != nil {
		return nil, err
	}
	_, plan, err := write(ctx, s, t, r.Params.DryRun, upstream.UserDeleter.DeleteUser, upstream.UserRef{ID: native})
	if err != nil {
		return nil, err
	}
	if plan != nil {
		return api.DeleteUser200ApplicationVndDragomanPlanPlusJSONResponse{PlanApplicationVndDragomanPlanPlusJSONResponse: planned(plan)}, nil
	}
	return api.DeleteUser204Response{}, nil
}
