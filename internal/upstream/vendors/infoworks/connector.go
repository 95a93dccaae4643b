package infoworks

import (
	"context"
	"slices"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// connector is one open Infoworks deployment.
type connector struct {
	client *rest.Client
	// bearer is what is sent with all but logins, the take-over of users and what
	// carries a credential of the caller's.
	bearer *rest.Session
	// refreshToken and password are nil where they are not configured.
	refreshToken, password rest.Headers
	routes                 rest.Routes
	statuses               rest.Statuses
	filterIgnoresCase      bool
	// rotateWith is withToken or withPair.
	rotateWith string
	now        func() time.Time
}

// passwordConnector is a connector that has a password and can therefore also
// take users over from the directory, see [passwordConnector.SyncUsers].
type passwordConnector struct{ *connector }

// Close drops the idle connections.
func (c *connector) Close() error {
	c.client.Close()
	return nil
}

// Describe returns what Infoworks can hold and how its wire facts are known.
func (c *connector) Describe() upstream.Description {
	const reads = upstream.InList | upstream.InItem
	const writes = upstream.OnCreate | upstream.OnPatch
	return upstream.Description{
		Vendor:   name,
		NativeID: upstream.IDRefused,
		Operations: map[string]upstream.Remark{
			"createUser":         {Text: "Makes a local account: LDAP accounts come by syncing users. The email or the userName is required, and most likely a displayName and a password too: the vendor's refusal does not say what is missing."},
			"updateUser":         {Text: "Active is a second write, a flip, sent only when the present state differs. LDAP accounts cannot be changed."},
			"issueToken":         {Text: "For local and LDAP accounts: a SAML account has no password."},
			"introspectToken":    {Text: "Access tokens only."},
			"revokeToken":        {Text: "Access tokens only; it logs the user out. A refresh token is rotated."},
			"rotateRefreshToken": {Text: c.rotationRemark()},
		},
		UserFields: []upstream.Field{
			{Name: "userName", When: reads | writes, Remark: "The email: accounts log in with it."},
			{Name: "email", When: reads | writes, Remark: "Given together with a userName, both must be the same."},
			{Name: "displayName", When: reads | writes},
			{Name: "active", When: upstream.InList | upstream.OnPatch, Remark: "Told by lists and by the answer to a patch that names it."},
			{Name: "roles", When: reads | writes, Power: upstream.OnWrite},
			{Name: "password", When: writes, Power: upstream.OnPatch, Remark: "Who sets another's password can be that account."},
			{Name: "createdAt", When: reads},
			{Name: "modifiedAt", When: upstream.InList},
			{Name: "lastLoginAt", When: reads},
			{Name: "extensions.accessibleDomains", When: reads | writes, Power: upstream.OnWrite, Remark: "Ids of the domains that the account may enter."},
		},
		PushDown: c.pushedDown(),
		Paging:   upstream.Paging{Scheme: "offset"},
		Facts:    slices.Concat(c.routes.Facts(), c.statuses.Facts(), c.facts()),
	}
}

// pushedDown names the filter attributes that the vendor evaluates.
func (c *connector) pushedDown() []string {
	if c.filterIgnoresCase {
		return []string{"userName", "email"}
	}
	return nil
}

// facts are the wire facts that stand in no table. What a rotation is sent with is
// one: the vendor's page declares no more than Basic.
func (c *connector) facts() []upstream.Fact {
	filter := upstream.Fact{Name: "the filter compares with case", Certainty: upstream.Inferred, Setting: "settings.filterIgnoresCase"}
	if c.filterIgnoresCase {
		filter.Name = "the filter compares without case"
	}
	rotation := upstream.Fact{Name: "a refresh token is rotated with the token itself", Certainty: upstream.Inferred, Setting: "settings.rotateWith"}
	if c.rotateWith == withPair {
		rotation.Name, rotation.Certainty = "a refresh token is rotated with the user name and password", upstream.Configured
	}
	return []upstream.Fact{filter, rotation}
}

// CheckConnection tests each credential that is configured by a fresh login; the
// bearer from the refresh token is then put before the vendor for its verdict.
func (c *connector) CheckConnection(ctx context.Context, _ struct{}) ([]upstream.Check, error) {
	var checks []upstream.Check
	if c.refreshToken != nil {
		token, err := c.login(ctx, "accessToken", c.refreshToken)
		if err == nil {
			err = c.validate(ctx, token.Value)
		}
		checks = append(checks, upstream.Check{Credential: "refreshToken", Err: err})
	}
	if c.password != nil {
		_, err := c.login(ctx, "authenticate", c.password)
		checks = append(checks, upstream.Check{Credential: "password", Err: err})
	}
	return checks, nil
}

// do sends a call and translates a refusal.
func (c *connector) do(ctx context.Context, route string, call rest.Call) (*rest.Answer, error) {
	call.Route = c.routes.At(route)
	answer, err := c.client.Do(ctx, call)
	if err != nil {
		return nil, err
	}
	if refusal := c.translate(answer); refusal != nil {
		return nil, refusal
	}
	return answer, nil
}
