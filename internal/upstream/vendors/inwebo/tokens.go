package inwebo

import (
	"context"
	"net/url"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// IntrospectToken tells whether an API token is good by using it: the API has no
// call that judges one. Nothing but the token is the authority of the probe.
func (c probingConnector) IntrospectToken(ctx context.Context, t upstream.PresentedToken) (upstream.Introspection, error) {
	var inactive upstream.Introspection
	switch {
	case t.Refresh:
		return inactive, &upstream.Error{Kind: upstream.Rejected, Fields: []upstream.FieldError{{
			Pointer: "/tokenTypeHint", Code: "unsupported-value", Detail: "This vendor has no refresh tokens.",
		}}}
	case !t.Token.Sendable():
		return inactive, nil
	}
	answer, err := c.do(ctx, "introspectToken", rest.Call{
		Query: url.Values{"limit": {"1"}}, Auth: rest.Bearer(t.Token), Secrets: []upstream.Secret{t.Token},
	})
	switch {
	case upstream.IsKind(err, upstream.InvalidGrant):
		return inactive, nil
	case err != nil:
		return inactive, err
	}
	if _, _, err := usersOf(answer, false); err != nil {
		return inactive, err
	}
	return upstream.Introspection{Active: true, ExpiresAt: rest.ClaimsOf(t.Token.Reveal()).Time("exp")}, nil
}
