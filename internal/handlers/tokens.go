package handlers

import (
	"context"
	"net/http"

	"github.com/dragoman-gateway/dragoman/api"
	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// IssueToken answers POST /tokens.
func (s *server) IssueToken(ctx context.Context, r api.IssueTokenRequestObject) (api.IssueTokenResponseObject, error) {
	t, err := s.chosen(ctx, r.Params.Connection)
	if err != nil {
		return nil, err
	}
	grant := upstream.PasswordGrant{Username: r.Body.Username, Password: upstream.NewSecret(value(r.Body.Password)), ServiceID: r.Body.ServiceID}
	issued, plan, err := write(ctx, s, t, r.Params.DryRun, upstream.TokenIssuer.IssueToken, grant)
	if err != nil {
		return nil, err
	}
	if plan != nil {
		return api.IssueToken200ApplicationVndDragomanPlanPlusJSONResponse(*plan), nil
	}
	token, err := toToken(t, issued)
	if err != nil {
		return nil, err
	}
	return api.IssueToken200JSONResponse(token), nil
}

// RefreshToken answers POST /tokens/refresh.
func (s *server) RefreshToken(ctx context.Context, r api.RefreshTokenRequestObject) (api.RefreshTokenResponseObject, error) {
	t, err := s.chosen(ctx, r.Params.Connection)
	if err != nil {
		return nil, err
	}
	grant := upstream.RefreshGrant{RefreshToken: upstream.NewSecret(value(r.Body.RefreshToken))}
	issued, plan, err := write(ctx, s, t, r.Params.DryRun, upstream.TokenRefresher.RefreshToken, grant)
	if err != nil {
		return nil, err
	}
	if plan != nil {
		return api.RefreshToken200ApplicationVndDragomanPlanPlusJSONResponse(*plan), nil
	}
	token, err := toToken(t, issued)
	if err != nil {
		return nil, err
	}
	return api.RefreshToken200JSONResponse(token), nil
}

// IntrospectToken answers POST /tokens/introspect.
func (s *server) IntrospectToken(ctx context.Context, r api.IntrospectTokenRequestObject) (api.IntrospectTokenResponseObject, error) {
	t, err := s.chosen(ctx, r.Params.Connection)
	if err != nil {
		return nil, err
	}
	verdict, status, err := s.introspect(ctx, t, presented(r.JSONBody, r.FormdataBody))
	if err != nil {
		return nil, inForm(err, r.FormdataBody != nil)
	}
	if tooLong(value(verdict.Username)) || tooLong(value(verdict.TokenID)) || len(value(verdict.TokenType)) > maxType {
		return nil, unpassable(t)
	}
	return api.IntrospectToken200JSONResponse{Body: toIntrospection(verdict), Headers: api.IntrospectToken200ResponseHeaders{CacheStatus: status}}, nil
}

// RevokeToken answers POST /tokens/revoke.
func (s *server) RevokeToken(ctx context.Context, r api.RevokeTokenRequestObject) (api.RevokeTokenResponseObject, error) {
	t, err := s.chosen(ctx, r.Params.Connection)
	if err != nil {
		return nil, err
	}
	token := presented(r.JSONBody, r.FormdataBody)
	_, plan, err := write(ctx, s, t, r.Params.DryRun, upstream.TokenRevoker.RevokeToken, token)
	if plan == nil {
		s.forgetVerdicts(ctx, revocation(t, token)...)
	}
	if err != nil {
		return nil, inForm(err, r.FormdataBody != nil)
	}
	if plan != nil {
		return api.RevokeToken200ApplicationVndDragomanPlanPlusJSONResponse(*plan), nil
	}
	return revoked{}, nil
}

// revoked is the empty 200 of RFC 7009 §2.2, which the generator has no type for
// beside the plan of the same status.
type revoked struct{}

// VisitRevokeTokenResponse writes the status and nothing else.
func (revoked) VisitRevokeTokenResponse(w http.ResponseWriter) error {
	w.WriteHeader(http.StatusOK)
	return nil
}

// RotateRefreshToken answers POST /tokens/rotate.
func (s *server) RotateRefreshToken(ctx context.Context, r api.RotateRefreshTokenRequestObject) (api.RotateRefreshTokenResponseObject, error) {
	t, err := s.chosen(ctx, r.Params.Connection)
	if err != nil {
		return nil, err
	}
	rotation, err := rotationOf(t, r.Body)
	if err != nil {
		return nil, err
	}
	_, plan, err := write(ctx, s, t, r.Params.DryRun, upstream.RefreshTokenRotator.RotateRefreshToken, rotation)
	if plan == nil {
		s.forgetVerdicts(ctx, revokedAt(t.Name))
	}
	if err != nil {
		return nil, err
	}
	if plan != nil {
		return api.RotateRefreshToken200ApplicationVndDragomanPlanPlusJSONResponse{PlanApplicationVndDragomanPlanPlusJSONResponse: planned(plan)}, nil
	}
	return api.RotateRefreshToken204Response{}, nil
}

// AuthorizeAction answers POST /tokens/authorize.
func (s *server) AuthorizeAction(ctx context.Context, r api.AuthorizeActionRequestObject) (api.AuthorizeActionResponseObject, error) {
	t, err := s.chosen(ctx, r.Params.Connection)
	if err != nil {
		return nil, err
	}
	verdict, err := call(ctx, s, t, upstream.ActionAuthorizer.AuthorizeAction, upstream.ActionRequest{
		EntityType: r.Body.EntityType, Action: r.Body.Action, EntityID: r.Body.EntityID, Token: upstream.NewSecret(value(r.Body.Token)),
	})
	if err != nil {
		return nil, err
	}
	out := api.Authorization{Authorized: verdict.Authorized}
	if verdict.DelegationToken != nil {
		out.DelegationToken = new(verdict.DelegationToken.Reveal())
	}
	if len(value(out.DelegationToken)) > maxToken {
		return nil, unpassable(t)
	}
	return api.AuthorizeAction200JSONResponse(out), nil
}

// StartSSO answers GET /tokens/sso.
func (s *server) StartSSO(ctx context.Context, r api.StartSSORequestObject) (api.StartSSOResponseObject, error) {
	t, err := s.chosen(ctx, r.Params.Connection)
	if err != nil {
		return nil, err
	}
	begin, err := call(ctx, s, t, upstream.SSOStarter.StartSSO, struct{}{})
	if err != nil {
		return nil, err
	}
	location := begin.Location.String()
	if len(location) > maxLocation {
		return nil, unpassable(t)
	}
	return api.StartSSO200JSONResponse{Location: location}, nil
}
