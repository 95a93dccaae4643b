package infoworks

import (
	"context"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// IntrospectToken puts an access token before the vendor. What it tells beyond the
// verdict is what the token says of itself. quirk: a bad one is a 200 with
// is_valid false, a 401 or a 406 (sheet §7.6).
func (c *connector) IntrospectToken(ctx context.Context, t upstream.PresentedToken) (upstream.Introspection, error) {
	var inactive upstream.Introspection
	switch {
	case t.Refresh:
		return inactive, &upstream.Error{Kind: upstream.Rejected, Fields: onlyAccessTokens()}
	case !t.Token.Sendable():
		return inactive, nil
	}
	answer, err := c.do(ctx, "introspectToken", rest.Call{Auth: rest.Bearer(t.Token), Secrets: []upstream.Secret{t.Token}})
	switch {
	case upstream.IsKind(err, upstream.InvalidGrant):
		return inactive, nil
	case err != nil:
		return inactive, err
	}
	valid, err := verdictOf(answer)
	if err != nil || !valid {
		return inactive, err
	}
	said := rest.ClaimsOf(t.Token.Reveal())
	return upstream.Introspection{
		Active: true, Username: subjectEmail(said), TokenType: new(tokenType), TokenID: said.Text("jti"),
		ExpiresAt: said.Time("exp"), IssuedAt: said.Time("iat"),
	}, nil
}

// subjectEmail returns the address of a token's user, nil where it does not say.
// quirk: sub is a text that holds JSON (sheet §3).
func subjectEmail(c rest.Claims) *string {
	subject, _ := c["sub"].(string)
	return rest.ClaimsIn([]byte(subject)).Text("email")
}

// RevokeToken ends an access token and logs its user out. A token that is unknown
// or has ended is a success, and one that no header can carry is not sent.
func (c *connector) RevokeToken(ctx context.Context, t upstream.PresentedToken) (struct{}, error) {
	switch {
	case t.Refresh:
		return struct{}{}, upstream.Reject(onlyAccessTokens()...)
	case !t.Token.Sendable():
		return struct{}{}, nil
	}
	answer, err := c.do(ctx, "revokeToken", rest.Call{Auth: rest.Bearer(t.Token), Secrets: []upstream.Secret{t.Token}})
	switch {
	case upstream.IsKind(err, upstream.InvalidGrant):
		return struct{}{}, nil
	case err != nil:
		return struct{}{}, err
	}
	return struct{}{}, answeredObject(answer)
}

func onlyAccessTokens() []upstream.FieldError {
	return []upstream.FieldError{{
		Pointer: "/tokenTypeHint", Code: "unsupported-value", Detail: "This vendor judges and revokes access tokens; a refresh token is rotated.",
	}}
}
