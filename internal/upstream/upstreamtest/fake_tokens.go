package upstreamtest

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// IssueToken logs in whoever has this user name and password in the World.
func (f *Fake) IssueToken(ctx context.Context, g upstream.PasswordGrant) (upstream.Token, error) {
	if done, err := f.enterWrite(ctx, "issueToken", http.MethodPost, "/tokens", []string{"username", "password"}); done {
		return upstream.Token{}, err
	}
	return f.issue(func(p simkit.Person) bool {
		return text(p.UserName) == g.Username && !g.Password.IsZero() && p.Secrets[secretPassword] == g.Password.Reveal()
	})
}

// RefreshToken logs in whoever has this refresh token in the World.
func (f *Fake) RefreshToken(ctx context.Context, g upstream.RefreshGrant) (upstream.Token, error) {
	if done, err := f.enterWrite(ctx, "refreshToken", http.MethodPost, "/tokens/refresh", []string{"refreshToken"}); done {
		return upstream.Token{}, err
	}
	return f.issue(func(p simkit.Person) bool { return refreshes(p, g.RefreshToken) })
}

func refreshes(p simkit.Person, token upstream.Secret) bool {
	return !token.IsZero() && p.Secrets[secretRefresh] == token.Reveal()
}

func (f *Fake) issue(meant func(simkit.Person) bool) (upstream.Token, error) {
	people := f.world.People()
	i := slices.IndexFunc(people, meant)
	if i < 0 {
		return upstream.Token{}, refused(upstream.InvalidGrant)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.issued++
	token := fmt.Sprintf("fake-access-token-%d-of-%s", f.issued, people[i].ID)
	f.tokens[token] = people[i].ID
	return upstream.Token{AccessToken: upstream.NewSecret(token), TokenType: "Bearer", UserID: &people[i].ID}, nil
}

// holder returns whose good token it is.
func (f *Fake) holder(token upstream.Secret) (simkit.Person, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	id, good := f.tokens[token.Reveal()]
	p, there := f.world.Person(id)
	return p, good && there
}

// IntrospectToken tells whether the Fake issued the token and it was not revoked.
func (f *Fake) IntrospectToken(ctx context.Context, t upstream.PresentedToken) (upstream.Introspection, error) {
	if err := f.enter(ctx, "introspectToken"); err != nil {
		return upstream.Introspection{}, err
	}
	p, ok := f.holder(t.Token)
	if !ok {
		return upstream.Introspection{}, nil
	}
	return upstream.Introspection{Active: true, Username: p.UserName, TokenType: new("Bearer")}, nil
}

// RevokeToken forgets the token.
func (f *Fake) RevokeToken(ctx context.Context, t upstream.PresentedToken) (struct{}, error) {
	if done, err := f.enterWrite(ctx, "revokeToken", http.MethodPost, "/tokens/revoke", []string{"token"}); done {
		return struct{}{}, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.tokens, t.Token.Reveal())
	return struct{}{}, nil
}

// RotateRefreshToken gives the holder of a refresh token another one. The Fake has
// no refresh token of its own.
func (f *Fake) RotateRefreshToken(ctx context.Context, r upstream.Rotation) (struct{}, error) {
	if done, err := f.enterWrite(ctx, "rotateRefreshToken", http.MethodPost, "/tokens/rotate", []string{"refreshToken"}); done {
		return struct{}{}, err
	}
	if r.RefreshToken == nil {
		return struct{}{}, upstream.Reject(upstream.FieldError{Pointer: "/own", Code: "no-refresh-token"})
	}
	for _, p := range f.world.People() {
		if refreshes(p, *r.RefreshToken) {
			f.world.Change(p.ID, func(p *simkit.Person) {
				p.Secrets = map[string]string{secretPassword: p.Secrets[secretPassword], secretRefresh: p.Secrets[secretRefresh] + "-again"}
			})
			return struct{}{}, nil
		}
	}
	return struct{}{}, refused(upstream.InvalidGrant)
}

// AuthorizeAction lets administrators do everything and others nothing.
func (f *Fake) AuthorizeAction(ctx context.Context, r upstream.ActionRequest) (upstream.Authorization, error) {
	if err := f.enter(ctx, "authorizeAction"); err != nil {
		return upstream.Authorization{}, err
	}
	p, ok := f.holder(r.Token)
	switch {
	case !ok:
		return upstream.Authorization{}, &upstream.Error{Kind: upstream.InvalidGrant}
	case slices.Contains(p.Roles, administrator):
		return upstream.Authorization{Authorized: true, DelegationToken: new(upstream.NewSecret("fake-delegation"))}, nil
	}
	return upstream.Authorization{}, nil
}

// StartSSO returns an address that leads nowhere.
func (f *Fake) StartSSO(ctx context.Context, _ struct{}) (upstream.SSO, error) {
	if err := f.enter(ctx, "startSSO"); err != nil {
		return upstream.SSO{}, err
	}
	return upstream.SSO{Location: &url.URL{Scheme: "https", Host: "idp.example", Path: "/start"}}, nil
}
