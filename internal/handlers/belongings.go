package handlers

import (
	"context"
	"net/url"

	"github.com/dragoman-gateway/dragoman/api"
	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// ListUserApps answers GET /users/{userId}/apps.
func (s *server) ListUserApps(ctx context.Context, r api.ListUserAppsRequestObject) (api.ListUserAppsResponseObject, error) {
	t, native, err := s.item(ctx, "userId", r.UserID)
	if err != nil {
		return nil, err
	}
	l := newListing(ctx, r.Params.Limit, r.Params.Cursor)
	l.source, l.path = t.Name, "/users/"+url.PathEscape(r.UserID)+"/apps"
	query := func(at string, limit int) upstream.UserAppQuery {
		return upstream.UserAppQuery{UserID: native, Limit: limit, At: at}
	}
	ask := alone(l, sourceOf(s, t.Name, upstream.UserAppLister.ListUserApps, query, appHoldable), func(a upstream.App) string { return a.NativeID })
	items, cursor, sources, err := page(ctx, s, l, ask)
	if err != nil {
		return nil, err
	}
	body := api.AppPage{Items: make([]api.App, len(items)), Sources: sources, NextCursor: optional(cursor)}
	for i, item := range items {
		body.Items[i] = toApp(item.Source, item.Value)
	}
	return api.ListUserApps200JSONResponse{Body: body, Headers: api.ListUserApps200ResponseHeaders{Link: l.link(cursor)}}, nil
}

// PutUserPicture answers PUT /users/{userId}/picture.
func (s *server) PutUserPicture(ctx context.Context, r api.PutUserPictureRequestObject) (api.PutUserPictureResponseObject, error) {
	t, native, err := s.item(ctx, "userId", r.UserID)
	if err != nil {
		return nil, err
	}
	picture, err := pictureOf(r.Body)
	if err != nil {
		return nil, err
	}
	_, plan, err := write(ctx, s, t, r.Params.DryRun, upstream.UserPicturePutter.PutUserPicture, upstream.UserPicture{UserID: native, Picture: picture})
	if err != nil {
		return nil, err
	}
	if plan != nil {
		return api.PutUserPicture200ApplicationVndDragomanPlanPlusJSONResponse{PlanApplicationVndDragomanPlanPlusJSONResponse: planned(plan)}, nil
	}
	return api.PutUserPicture204Response{}, nil
}

// DeleteUserPicture answers DELETE /users/{userId}/picture.
func (s *server) DeleteUserPicture(ctx context.Context, r api.DeleteUserPictureRequestObject) (api.DeleteUserPictureResponseObject, error) {
	t, native, err := s.item(ctx, "userId", r.UserID)
	if err != nil {
		return nil, err
	}
	_, plan, err := write(ctx, s, t, r.Params.DryRun, upstream.UserPictureDeleter.DeleteUserPicture, upstream.UserRef{ID: native})
	if err != nil {
		return nil, err
	}
	if plan != nil {
		return api.DeleteUserPicture200ApplicationVndDragomanPlanPlusJSONResponse{PlanApplicationVndDragomanPlanPlusJSONResponse: planned(plan)}, nil
	}
	return api.DeleteUserPicture204Response{}, nil
}

// CreateCredential answers POST /users/{userId}/credentials.
func (s *server) CreateCredential(ctx context.Context, r api.CreateCredentialRequestObject) (api.CreateCredentialResponseObject, error) {
	t, native, err := s.item(ctx, "userId", r.UserID)
	if err != nil {
		return nil, err
	}
	draft := upstream.CredentialDraft{UserID: native, Username: string(r.Body.Username), Password: upstream.NewSecret(value(r.Body.Password))}
	created, plan, err := write(ctx, s, t, r.Params.DryRun, upstream.CredentialCreator.CreateCredential, draft)
	if err != nil {
		return nil, err
	}
	if plan != nil {
		return api.CreateCredential200ApplicationVndDragomanPlanPlusJSONResponse{PlanApplicationVndDragomanPlanPlusJSONResponse: planned(plan)}, nil
	}
	credential, err := toCredential(t, created)
	if err != nil {
		return nil, err
	}
	return api.CreateCredential201JSONResponse{Body: credential, Headers: api.CreateCredential201ResponseHeaders{Location: location("credentials", credential.ID)}}, nil
}

// UpdateCredential answers PUT /credentials/{credentialId}.
func (s *server) UpdateCredential(ctx context.Context, r api.UpdateCredentialRequestObject) (api.UpdateCredentialResponseObject, error) {
	t, native, err := s.item(ctx, "credentialId", r.CredentialID)
	if err != nil {
		return nil, err
	}
	update := upstream.CredentialUpdate{ID: native, Username: string(r.Body.Username), Password: upstream.NewSecret(value(r.Body.Password))}
	changed, plan, err := write(ctx, s, t, r.Params.DryRun, upstream.CredentialUpdater.UpdateCredential, update)
	if err != nil {
		return nil, err
	}
	if plan != nil {
		return api.UpdateCredential200ApplicationVndDragomanPlanPlusJSONResponse(*plan), nil
	}
	credential, err := toCredential(t, changed)
	if err != nil {
		return nil, err
	}
	return api.UpdateCredential200JSONResponse(credential), nil
}
