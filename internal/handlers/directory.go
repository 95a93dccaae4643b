package handlers

import (
	"context"
	"slices"

	"github.com/dragoman-gateway/dragoman/api"
	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// LookupUsers answers POST /users/lookup.
func (s *server) LookupUsers(ctx context.Context, r api.LookupUsersRequestObject) (api.LookupUsersResponseObject, error) {
	t, err := s.chosen(ctx, r.Params.Connection)
	if err != nil {
		return nil, err
	}
	found, err := call(ctx, s, t, upstream.UserLookuper.LookupUsers, upstream.Lookup{Attribute: r.Body.Attribute, Values: r.Body.Values})
	if err != nil {
		return nil, err
	}
	if len(found) > maxFound || slices.ContainsFunc(found, tooLong) {
		return nil, unpassable(t)
	}
	return api.LookupUsers200JSONResponse{Items: append([]string{}, found...)}, nil
}

// SyncUsers answers POST /users/sync.
func (s *server) SyncUsers(ctx context.Context, r api.SyncUsersRequestObject) (api.SyncUsersResponseObject, error) {
	t, err := s.chosen(ctx, r.Params.Connection)
	if err != nil {
		return nil, err
	}
	in := upstream.Sync{
		Attribute: r.Body.Attribute, Values: r.Body.Values,
		Add: r.Body.Add == nil || *r.Body.Add, Update: r.Body.Update == nil || *r.Body.Update,
	}
	done, plan, err := write(ctx, s, t, r.Params.DryRun, upstream.UserSyncer.SyncUsers, in)
	if err != nil {
		return nil, err
	}
	if plan != nil {
		return api.SyncUsers200ApplicationVndDragomanPlanPlusJSONResponse(*plan), nil
	}
	noteOf(ctx).outcome = summedSync(done)
	if max(len(done.Added), len(done.Updated), len(done.Failed)) > maxFound || slices.ContainsFunc(slices.Concat(done.Added, done.Updated, done.Failed), unsayable) {
		return nil, unpassable(t)
	}
	return api.SyncUsers200JSONResponse{
		Complete: len(done.Failed) == 0, NewUsers: done.NewUsers, ExistingUsers: done.ExistingUsers,
		Added: synced(t.Name, done.Added), Updated: synced(t.Name, done.Updated), Failed: synced(t.Name, done.Failed),
	}, nil
}
