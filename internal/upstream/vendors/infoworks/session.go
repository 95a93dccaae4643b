package infoworks

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// lifetime is how long a bearer lasts where it does not say itself; the default
// of a deployment.
const lifetime = 15 * time.Minute

// login is the answer to both ways of minting. Versions differ in which of the
// two they tell.
type login struct {
	Token           string `json:"authentication_token"`
	IsAuthenticated *bool  `json:"is_authenticated"`
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
	answer, err := c.do(ctx, rest.Call{
		Route: c.routes.At(route), Header: http.Header{"Cache-Control": {"no-store"}}, Auth: credential, Mints: true,
	})
	if err != nil {
		return rest.Token{}, ownFault(err)
	}
	result, err := resultOf[login](answer)
	if err != nil {
		return rest.Token{}, err
	}
	// quirk: a failed login may be a 200 that says so (sheet §4.1).
	if result.IsAuthenticated != nil && !*result.IsAuthenticated {
		return rest.Token{}, answer.Refusal(upstream.Credentials)
	}
	if result.Token == "" {
		return rest.Token{}, answer.Malformed("a login without a token")
	}
	return rest.Token{Value: upstream.NewSecret(result.Token), Expires: c.expiry(result.Token)}, nil
}

// expiry returns when a bearer ends: its exp claim where it is a JWT that has
// one. The signature is the vendor's to check, and nothing is decided by the
// claim but when to mint again.
func (c *connector) expiry(token string) time.Time {
	var claims struct {
		Expires float64 `json:"exp"`
		Issued  float64 `json:"iat"`
	}
	if parts := strings.Split(token, "."); len(parts) == 3 {
		payload, err := base64.RawURLEncoding.DecodeString(parts[1])
		if err == nil && json.Unmarshal(payload, &claims) == nil && claims.Expires > 0 {
			return c.lasting(time.Unix(int64(claims.Expires), 0), time.Unix(int64(claims.Issued), 0))
		}
	}
	return c.now().Add(lifetime)
}

// lasting returns the end of a bearer. One that seems to have ended before it came
// is of a vendor whose clock is behind: then its length counts, from now.
func (c *connector) lasting(expires, issued time.Time) time.Time {
	switch length := expires.Sub(issued); {
	case expires.After(c.now()):
		return expires.UTC()
	case issued.Unix() > 0 && length > 0:
		return c.now().Add(length)
	default:
		return c.now().Add(lifetime)
	}
}

// validate asks the vendor whether a bearer is good. quirk: a bad one is a 200
// with is_valid false, a 401 or a 406 (sheet §7.6).
func (c *connector) validate(ctx context.Context, token upstream.Secret) error {
	answer, err := c.do(ctx, rest.Call{
		Route: c.routes.At("validateToken"),
		Auth:  rest.Headers{"Authorization": upstream.NewSecret("Bearer " + token.Reveal())},
	})
	if err != nil {
		return ownFault(err)
	}
	result, err := resultOf[struct {
		IsValid *bool `json:"is_valid"`
	}](answer)
	switch {
	case err != nil:
		return err
	case result.IsValid == nil:
		return answer.Malformed("a verdict without is_valid")
	case !*result.IsValid:
		return answer.Refusal(upstream.Credentials)
	}
	return nil
}
