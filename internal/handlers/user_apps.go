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
	p, err := page(ctx, s, l, ask)
	if err != nil {
		return nil, err
	}
	body := api.AppPage{Items: each(p, toApp), Sources: p.sources, NextCursor: optional(p.cursor)}
	return api.ListUserApps200JSONResponse{Body: body, Headers: api.ListUserApps200ResponseHeaders{Link: l.link(p.cursor)}}, nil
}
