package handlers

import (
	"errors"
	"time"

	"github.com/dragoman-gateway/dragoman/api"
	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// The longest token, type of token and location that the specification promises callers.
const (
	maxToken    = 65536
	maxType     = 32
	maxLocation = 8192
)

// presented is the token of a body, be it JSON or a form.
func presented(body *api.TokenPresent, form *api.TokenPresentForm) upstream.PresentedToken {
	if body == nil {
		body = &api.TokenPresent{Token: form.Token, TokenTypeHint: form.TokenTypeHint}
	}
	return upstream.PresentedToken{
		Token:   upstream.NewSecret(value(body.Token)),
		Refresh: value(body.TokenTypeHint) == api.HintRefreshToken,
	}
}

// inForm has the faults of a form point at its own members, which the RFCs name.
func inForm(err error, form bool) error {
	var f *failure
	if !form || !errors.As(err, &f) {
		return err
	}
	for i, e := range f.errors {
		if value(e.Pointer) == "/tokenTypeHint" {
			f.errors[i].Pointer = new("/token_type_hint")
		}
	}
	return f
}

// toToken converts a token that a vendor issued.
func toToken(t target, issued upstream.Token) (api.Token, error) {
	out := api.Token{AccessToken: issued.AccessToken.Reveal(), TokenType: issued.TokenType, ExpiresAt: issued.ExpiresAt}
	if len(out.AccessToken) > maxToken || len(out.TokenType) > maxType || issued.UserID != nil && notAnID(*issued.UserID) {
		return api.Token{}, unpassable(t)
	}
	if issued.UserID != nil {
		out.UserID = new(id{t.Name, *issued.UserID}.String())
	}
	return out, nil
}

// toIntrospection converts a verdict: of a token that is not active nothing is
// told but that (RFC 7662 §2.2).
func toIntrospection(v upstream.Introspection) api.Introspection {
	if !v.Active {
		return api.Introspection{}
	}
	return api.Introspection{
		Active: true, Username: v.Username, TokenType: v.TokenType, Jti: v.TokenID,
		Exp: unixTime(v.ExpiresAt), Iat: unixTime(v.IssuedAt),
	}
}

func unixTime(at *time.Time) *int64 {
	if at == nil {
		return nil
	}
	return new(at.Unix())
}

// rotationOf reads whose refresh token is to be retired. For the gateway's own the
// caller has to name the connection, having been told what that stops.
func rotationOf(t target, b *api.TokenRotate) (upstream.Rotation, error) {
	contradiction := func(pointer string) error {
		return invalid(api.ProblemError{Pointer: &pointer, Code: "contradiction", Detail: optional("Either refreshToken, or own with confirm.")})
	}
	switch {
	case b.RefreshToken != nil && b.Own != nil:
		return upstream.Rotation{}, contradiction("/own")
	case b.RefreshToken != nil && b.Confirm != nil:
		return upstream.Rotation{}, contradiction("/confirm")
	case b.RefreshToken != nil:
		return upstream.Rotation{RefreshToken: new(upstream.NewSecret(*b.RefreshToken))}, nil
	case b.Own == nil:
		return upstream.Rotation{}, invalid(api.ProblemError{Pointer: new("/refreshToken"), Code: "required", Detail: optional("It is missing.")})
	case value(b.Confirm) != t.Name:
		f := invalid(api.ProblemError{Pointer: new("/confirm"), Code: "confirmation-required", Detail: optional("It has to be the connection's name.")})
		f.connection, f.detail = t.Name, t.Connector.Describe().Operations[t.operation.id].Text
		return upstream.Rotation{}, f
	}
	return upstream.Rotation{}, nil
}
