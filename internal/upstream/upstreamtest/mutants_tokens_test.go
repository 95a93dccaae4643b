package upstreamtest_test

import (
	"context"
	"net/url"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

func tokenMutants() []mutant {
	const (
		issued    = "a right login gets a token of the user"
		wrong     = "a wrong login is an invalid grant"
		refreshed = "a refresh token gets a token, and a wrong one is an invalid grant"
		good      = "a good token is active, and any other is inactive with nothing else"
		revoked   = "a revoked token is no longer active, and an unknown one is no error"
		rotated   = "a rotated refresh token no longer refreshes"
		may       = "who may do something is authorized, and nobody else"
		begins    = "a sign-on begins at an address"
	)
	credentials := func(err error) error { return otherKind(err, upstream.InvalidGrant, upstream.Credentials) }
	return []mutant{
		{"says that a token is somebody else's", issued, bentWide(func(w *wide) {
			w.issue = saying(w.Fake.IssueToken, func(t *upstream.Token) { t.UserID = new("somebody") })
		})},
		{"issues a token that is not good", issued, bentWide(func(w *wide) {
			w.issue = saying(w.Fake.IssueToken, func(t *upstream.Token) { t.AccessToken = upstream.NewSecret("another") })
		})},
		{"takes a wrong login for its own", wrong, bentWide(func(w *wide) { w.issue = failing(w.Fake.IssueToken, credentials) })},
		{"lets anybody in", wrong, bentWide(func(w *wide) {
			w.issue = failing(w.Fake.IssueToken, func(error) error { return nil })
		})},
		{"takes a wrong refresh token for its own", refreshed, bentWide(func(w *wide) { w.refresh = failing(w.Fake.RefreshToken, credentials) })},
		{"gives no type of a token", refreshed, bentWide(func(w *wide) {
			w.refresh = saying(w.Fake.RefreshToken, func(t *upstream.Token) { t.TokenType = "" })
		})},
		{"finds every token good", good, bentWide(func(w *wide) {
			w.introspect = saying(w.Fake.IntrospectToken, func(i *upstream.Introspection) { i.Active = true })
		})},
		{"finds no token good", good, bentWide(func(w *wide) {
			w.introspect = saying(w.Fake.IntrospectToken, func(i *upstream.Introspection) { *i = upstream.Introspection{} })
		})},
		{"says more of a token that is not good", good, bentWide(func(w *wide) {
			w.introspect = saying(w.Fake.IntrospectToken, func(i *upstream.Introspection) { i.TokenType = new("Bearer") })
		})},
		{"revokes nothing", revoked, bentWide(func(w *wide) {
			w.revoke = asking(w.Fake.RevokeToken, func(t *upstream.PresentedToken) { t.Token = upstream.NewSecret("another") })
		})},
		{"refuses to revoke an unknown token", revoked, bentWide(func(w *wide) {
			w.revoke = func(ctx context.Context, t upstream.PresentedToken) (struct{}, error) {
				if i, _ := w.Fake.IntrospectToken(ctx, t); !i.Active {
					return struct{}{}, &upstream.Error{Kind: upstream.InvalidGrant, Outcome: upstream.Refused}
				}
				return w.Fake.RevokeToken(ctx, t)
			}
		})},
		{"rotates nothing", rotated, bentWide(func(w *wide) {
			w.rotate = func(context.Context, upstream.Rotation) (struct{}, error) { return struct{}{}, nil }
		})},
		{"takes a wrong token to rotate for its own", rotated, bentWide(func(w *wide) { w.rotate = failing(w.Fake.RotateRefreshToken, credentials) })},
		{"authorizes everybody", may, bentWide(func(w *wide) {
			w.authorize = saying(w.Fake.AuthorizeAction, func(a *upstream.Authorization) { a.Authorized = true })
		})},
		{"has a delegation for who may not", may, bentWide(func(w *wide) {
			w.authorize = saying(w.Fake.AuthorizeAction, func(a *upstream.Authorization) { a.DelegationToken = new(upstream.NewSecret("x")) })
		})},
		{"takes a wrong subject for its own", may, bentWide(func(w *wide) { w.authorize = failing(w.Fake.AuthorizeAction, credentials) })},
		{"begins at a path", begins, bentWide(func(w *wide) {
			w.startSSO = saying(w.Fake.StartSSO, func(s *upstream.SSO) { s.Location = &url.URL{Path: "/start"} })
		})},
	}
}
