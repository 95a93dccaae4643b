package infoworks

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// Every call in this file and those beside it carries what the caller sent and
// nothing of the connection's own, but where it says so. Their credentials are
// fixed headers, so that a refusal renews no session and repeats nothing.

// IssueToken logs a user in. A user name with a colon cannot be joined with a
// password (RFC 7617 §2) and is not sent.
func (c *connector) IssueToken(ctx context.Context, g upstream.PasswordGrant) (upstream.Token, error) {
	if strings.Contains(g.Username, ":") {
		return upstream.Token{}, upstream.Reject(upstream.FieldError{
			Pointer: "/username", Code: "pattern", Detail: "At this vendor a user name that logs in has no colon.",
		})
	}
	pair := pairOf(g.Username, g.Password)
	call := rest.Call{Auth: rest.Basic(pair), Secrets: []upstream.Secret{g.Password, pair}, Mints: true}
	if g.ServiceID != nil {
		call.Query = url.Values{"service_id": {strconv.Itoa(*g.ServiceID)}}
	}
	return c.grant(ctx, "issueToken", call)
}

// RefreshToken makes an access token of a refresh token.
func (c *connector) RefreshToken(ctx context.Context, g upstream.RefreshGrant) (upstream.Token, error) {
	if !g.RefreshToken.Sendable() {
		return upstream.Token{}, &upstream.Error{Kind: upstream.InvalidGrant, Outcome: upstream.NotSent}
	}
	return c.grant(ctx, "refreshToken", rest.Call{
		Auth: basicToken(g.RefreshToken), Secrets: []upstream.Secret{g.RefreshToken}, Mints: true,
	})
}

// grant mints a token for a caller.
func (c *connector) grant(ctx context.Context, route string, call rest.Call) (upstream.Token, error) {
	// quirk: a GET that mints must never be answered from a cache on the way (sheet
	// §7.1).
	call.Header = http.Header{"Cache-Control": {"no-store"}}
	answer, err := c.do(ctx, route, call)
	if err != nil || answer.Planned {
		return upstream.Token{}, err
	}
	granted, err := loginOf(answer, upstream.InvalidGrant)
	if err != nil {
		return upstream.Token{}, err
	}
	userID := string(granted.UserID)
	return upstream.Token{
		AccessToken: upstream.NewSecret(granted.Token), TokenType: tokenType,
		ExpiresAt: rest.ClaimsOf(granted.Token).Time("exp"), UserID: rest.Text(&userID),
	}, nil
}

// tokenType is how every access token of this vendor is sent.
const tokenType = "Bearer"
