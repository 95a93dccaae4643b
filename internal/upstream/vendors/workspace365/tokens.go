package workspace365

import (
	"context"
	"encoding/json"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// IntrospectToken opens the global icons with the token and with nothing else. A
// token that a header cannot carry is not active, and is not sent. The vendor
// says nothing more of a token than whether it is good.
func (i *introspector) IntrospectToken(ctx context.Context, t upstream.PresentedToken) (upstream.Introspection, error) {
	var inactive upstream.Introspection
	if t.Refresh {
		return inactive, &upstream.Error{Kind: upstream.Rejected, Fields: []upstream.FieldError{{
			Pointer: "/tokenTypeHint", Code: "unsupported-value", Detail: "This vendor has no refresh tokens.",
		}}}
	}
	if !t.Token.Sendable() {
		return inactive, nil
	}
	answer, err := i.with(portalAuth(t.Token)).do(ctx, "introspectToken", rest.Call{Secrets: []upstream.Secret{t.Token}})
	if upstream.IsKind(err, upstream.InvalidGrant) {
		return inactive, nil
	}
	if err != nil {
		return inactive, err
	}
	if _, err := rest.JSONFolded[[]json.RawMessage](answer); err != nil {
		return inactive, err
	}
	return upstream.Introspection{Active: true}, nil
}
