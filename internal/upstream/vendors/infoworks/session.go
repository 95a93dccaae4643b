package infoworks

import (
	"context"
	"net/http"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// lifetime is how long a bearer lasts where it does not say itself; the default
// of a deployment.
const lifetime = 15 * time.Minute

// login is the answer to both ways of minting. Versions differ in what beyond the
// token they tell.
type login struct {
	Token           string   `json:"authentication_token"`
	IsAuthenticated *bool    `json:"is_authenticated"`
	UserID          objectID `json:"user_id"`
}

// mint gets a bearer from the refresh token where there is one, else from the
// user name and password. The bearers of health checks are not hidden as this one
// is: there are many of them, and they would push the one in use out.
func (c *connector) mint(ctx context.Context) (rest.Token, error) {
	route, credential := "accessToken", c.refreshToken
	if credential == nil {
		route, credential = "authenticate", c.password
	}
	token, err := c.login(ctx, route, credential)
	if err == nil {
		c.client.Hide(token.Value)
	}
	return token, err
}

// login mints a bearer by one of the two routes. quirk: a GET that mints must
// never be answered from a cache on the way (sheet §7.1).
func (c *connector) login(ctx context.Context, route string, credential rest.Headers) (rest.Token, error) {
	answer, err := c.do(ctx, route, rest.Call{Header: http.Header{"Cache-Control": {"no-store"}}, Auth: credential, Mints: true})
	if err != nil {
		return rest.Token{}, ownError(err)
	}
	result, err := loginOf(answer, upstream.Credentials)
	if err != nil {
		return rest.Token{}, err
	}
	return rest.Token{Value: upstream.NewSecret(result.Token), Expires: c.expiry(result.Token)}, nil
}

// loginOf reads the answer to a login; one that failed is an error of this kind.
// quirk: a failed login may be a 200 that says so (sheet §4.1).
func loginOf(a *rest.Answer, refused upstream.Kind) (login, error) {
	result, err := resultOf[login](a)
	switch {
	case err != nil:
		return login{}, err
	case result.IsAuthenticated != nil && !*result.IsAuthenticated:
		return login{}, a.Refusal(refused)
	case !upstream.NewSecret(result.Token).Sendable():
		return login{}, a.Malformed("a login without a token that can be sent")
	}
	return result, nil
}

// expiry returns when a bearer ends: its exp claim where it is a JWT that has
// one. Nothing is decided by the claim but when to mint again.
func (c *connector) expiry(token string) time.Time {
	said := rest.ClaimsOf(token)
	return c.lasting(said.Time("exp"), said.Time("iat"))
}

// lasting returns the end of a bearer; nil is what it does not say. One that seems
// to have ended before it came is of a vendor whose clock is behind: then its
// length counts, from now.
func (c *connector) lasting(expires, issued *time.Time) time.Time {
	now := c.now()
	switch {
	case expires != nil && expires.After(now):
		return *expires
	case expires != nil && issued != nil && expires.After(*issued):
		return now.Add(expires.Sub(*issued))
	}
	return now.Add(lifetime)
}

// validate asks the vendor whether a bearer of the connection is good. quirk: a
// bad one is a 200 with is_valid false, a 401 or a 406 (sheet §7.6).
func (c *connector) validate(ctx context.Context, token upstream.Secret) error {
	answer, err := c.do(ctx, "validateToken", rest.Call{Auth: rest.Bearer(token)})
	if err != nil {
		return ownError(err)
	}
	valid, err := verdictOf(answer)
	if err == nil && !valid {
		return answer.Refusal(upstream.Credentials)
	}
	return err
}

// verdictOf tells whether the vendor finds the token valid that was put before it.
func verdictOf(a *rest.Answer) (bool, error) {
	result, err := resultOf[struct {
		IsValid *bool `json:"is_valid"`
	}](a)
	switch {
	case err != nil:
		return false, err
	case result.IsValid == nil:
		return false, a.Malformed("a verdict without is_valid")
	}
	return *result.IsValid, nil
}
