package infoworks

import (
	"context"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// AuthorizeAction asks with the subject's token, never with the connection's: its
// authority is not lent. It changes nothing, though it is a POST.
func (c *connector) AuthorizeAction(ctx context.Context, r upstream.ActionRequest) (upstream.Authorization, error) {
	var none upstream.Authorization
	if !r.Token.Sendable() {
		return none, aboutSubject(&upstream.Error{Kind: upstream.InvalidGrant})
	}
	answer, err := c.do(ctx, "authorizeAction", rest.Call{
		JSON: actionRequest{EntityType: r.EntityType, Action: r.Action, EntityID: r.EntityID},
		Auth: rest.Bearer(r.Token), Secrets: []upstream.Secret{r.Token}, Mints: true,
	})
	if err != nil {
		return none, aboutSubject(err)
	}
	result, err := resultOf[actionVerdict](answer)
	switch {
	case err != nil:
		return none, err
	case result.IsAuthorised == nil:
		return none, answer.Malformed("a verdict without is_authorised")
	}
	verdict := upstream.Authorization{Authorized: *result.IsAuthorised}
	if token := upstream.NewSecret(result.DelegationToken); verdict.Authorized && !token.IsZero() {
		if !token.Sendable() {
			return none, answer.Malformed("a delegation token that cannot be sent")
		}
		verdict.DelegationToken = &token
	}
	return verdict, nil
}

// actionRequest and actionVerdict are a question and its answer. quirk: the one is
// in camel case, the other in snake case and British (sheet §7.7).
type actionRequest struct {
	EntityType string `json:"entityType"`
	Action     string `json:"action"`
	EntityID   string `json:"entityId"`
}

type actionVerdict struct {
	DelegationToken string `json:"delegation_token"`
	IsAuthorised    *bool  `json:"is_authorised"`
}

// aboutSubject points at the token where that was refused.
func aboutSubject(err error) error {
	return upstream.Marked(err, func(e *upstream.Error) {
		if e.Kind == upstream.InvalidGrant {
			e.Fields = []upstream.FieldError{{Pointer: "/token", Code: "invalid", Detail: "The vendor does not take this token."}}
		}
	})
}
