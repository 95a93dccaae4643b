package infoworks

import (
	"context"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// RotateRefreshToken ends a refresh token. quirk: the vendor does not tell the new
// one, which has to be copied from a profile page (sheet §7.4). The session keeps
// the bearer that it has, as the vendor does: only the next mint fails.
func (c *connector) RotateRefreshToken(ctx context.Context, r upstream.Rotation) (struct{}, error) {
	if r.RefreshToken != nil {
		return struct{}{}, c.rotateCallers(ctx, *r.RefreshToken)
	}
	return struct{}{}, c.rotateOwn(ctx)
}

// rotateCallers ends a token of the caller's, by its own authority alone.
func (c *connector) rotateCallers(ctx context.Context, token upstream.Secret) error {
	switch {
	case c.rotateWith == withPair:
		return upstream.Reject(upstream.FieldError{
			Pointer: "/refreshToken", Code: "unsupported-field", Detail: "This connection rotates with a user name and password, so only its own token can be rotated.",
		})
	case !token.Sendable():
		return &upstream.Error{Kind: upstream.InvalidGrant, Outcome: upstream.NotSent}
	}
	return c.rotate(ctx, basicToken(token), token)
}

// rotateOwn ends the connection's own token. Nothing in the call is the caller's.
func (c *connector) rotateOwn(ctx context.Context) error {
	if c.refreshToken == nil {
		const none = "This connection has no refresh token of its own."
		e := upstream.Reject(upstream.FieldError{Pointer: "/own", Code: "unsupported-value", Detail: none})
		e.Detail = none
		return e
	}
	auth := c.refreshToken
	if c.rotateWith == withPair {
		auth = c.password
	}
	return ownError(c.rotate(ctx, auth))
}

func (c *connector) rotate(ctx context.Context, auth rest.Headers, sent ...upstream.Secret) error {
	answer, err := c.do(ctx, "rotateRefreshToken", rest.Call{Auth: auth, Secrets: sent})
	if err != nil {
		return err
	}
	return answeredObject(answer)
}

// rotationRemark says what a rotation takes with it; the gateway shows it before
// it has a rotation of the connection's own token confirmed.
func (c *connector) rotationRemark() string {
	const own = "Rotating the connection's own token ends it at once, and the vendor does not tell the new one: until that is copied from the " +
		"profile page into the configuration, every operation but those sent with a password or the caller's own credential fails with " +
		"vendor-credentials, at the latest when the bearer in use ends."
	switch {
	case c.refreshToken == nil && c.rotateWith == withPair:
		return "Nothing can be rotated: the connection has no refresh token, and rotates with its password."
	case c.refreshToken == nil:
		return "Only a token that the caller sends can be rotated: the connection has none. The vendor does not tell the new one."
	case c.rotateWith == withPair:
		return own + " No other token can be rotated."
	}
	return own
}
