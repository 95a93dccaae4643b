package upstreamtest_test

import (
	"context"
	"encoding/base64"
	"net/http"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

func (m *mini) AddGroupMember(ctx context.Context, r upstream.MemberRef) (struct{}, error) {
	_, err := m.do(ctx, "join", []string{r.GroupID, r.UserID}, nil, nil)
	return struct{}{}, err
}

func (m *mini) IssueToken(ctx context.Context, g upstream.PasswordGrant) (upstream.Token, error) {
	login := base64.StdEncoding.EncodeToString([]byte(g.Username + ":" + g.Password.Reveal()))
	answer, err := m.asCaller(ctx, "login", "Basic "+login, g.Password)
	if err != nil || answer.Planned {
		return upstream.Token{}, err
	}
	out, err := rest.JSON[miniLogin](answer)
	if err == nil && out.Token == "" {
		err = answer.Malformed("a login without a token")
	}
	return upstream.Token{AccessToken: upstream.NewSecret(out.Token), TokenType: "Bearer", UserID: &g.Username}, err
}

func (m *mini) IntrospectToken(ctx context.Context, t upstream.PresentedToken) (upstream.Introspection, error) {
	if !t.Token.Sendable() {
		return upstream.Introspection{}, nil
	}
	answer, err := m.asCaller(ctx, "self", "Bearer "+t.Token.Reveal(), t.Token)
	if upstream.IsKind(err, upstream.InvalidGrant) {
		return upstream.Introspection{}, nil
	}
	if err != nil {
		return upstream.Introspection{}, err
	}
	out, err := rest.JSON[miniSelf](answer)
	if err == nil && out.Login == "" {
		err = answer.Malformed("nobody's token")
	}
	if err != nil {
		return upstream.Introspection{}, err
	}
	return upstream.Introspection{Active: true, Username: &out.Login}, nil
}

// asCaller sends a call that the caller's credential opens, and nothing else.
func (m *mini) asCaller(ctx context.Context, route, authorization string, secret upstream.Secret) (*rest.Answer, error) {
	header := upstream.NewSecret(authorization)
	answer, err := m.client.Do(ctx, rest.Call{
		Route: miniRoutes.At(route), Auth: rest.Headers{"Authorization": header},
		Secrets: []upstream.Secret{secret, header}, Mints: route == "login",
	})
	if err != nil {
		return nil, err
	}
	if answer.Status == http.StatusUnauthorized {
		return nil, answer.Refusal(upstream.InvalidGrant)
	}
	if refusal := miniStatuses.Translate(answer); refusal != nil {
		return nil, refusal
	}
	return answer, nil
}
