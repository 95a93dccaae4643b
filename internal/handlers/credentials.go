package handlers

import (
	"context"

	"github.com/dragoman-gateway/dragoman/api"
	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

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
