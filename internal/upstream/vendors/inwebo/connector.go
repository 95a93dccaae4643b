package inwebo

import (
	"context"
	"slices"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// connector is one open inWebo service.
type connector struct {
	client   *rest.Client
	auth     rest.Auth
	routes   rest.Routes
	statuses rest.Statuses
	// facts are those of the settings, which stand in no table.
	facts   []upstream.Fact
	timeout time.Duration
	now     func() time.Time
}

// probingConnector is a connector that may also tell whether an API token is good,
// by using it, see [probingConnector.IntrospectToken].
type probingConnector struct{ *connector }

// Close drops the idle connections.
func (c *connector) Close() error {
	c.client.Close()
	return nil
}

// Describe returns what inWebo can hold and how its wire facts are known.
func (c *connector) Describe() upstream.Description {
	const reads = upstream.InList | upstream.InItem
	return upstream.Description{
		Vendor:   name,
		NativeID: upstream.IDRefused,
		Operations: map[string]upstream.Remark{
			"createUser":     {Text: "The id is the userName. Groups can be given here and nowhere else."},
			"getUser":        {Emulated: true, Text: "Read by walking at most 50 pages of 100 accounts."},
			"listActivities": {Text: "Without since the last five weeks, with it at most 13 months, the archive first. Events are known to the second; one whose id is no time is always listed."},
		},
		UserFields: []upstream.Field{
			{Name: "userName", When: reads | upstream.OnCreate, Required: upstream.OnCreate, Remark: "The login, which is also the id."},
			{Name: "email", When: reads | upstream.OnCreate},
			{Name: "language", When: reads | upstream.OnCreate, Remark: "Two letters."},
			{Name: "active", When: reads | upstream.OnCreate},
			{Name: "roles", When: reads | upstream.OnCreate, Power: upstream.OnWrite, Remark: "One role id: 0 user, 1 manager, 2 administrator."},
			{Name: "groups", When: upstream.OnCreate, Remark: "Told only by the answer to a create."},
			{Name: "groups.roleId", When: upstream.OnCreate, Power: upstream.OnWrite},
			{Name: "createdAt", When: reads},
			{Name: "modifiedAt", When: reads},
			{Name: "lastLoginAt", When: reads},
			{Name: "extensions.provisioningId", When: 0, Remark: "Told only by the answer to a create."},
		},
		Paging: upstream.Paging{Scheme: "page", Max: pageMax},
		Facts:  slices.Concat(c.routes.Facts(), c.statuses.Facts(), c.facts),
	}
}

// Describe adds the introspection.
func (c probingConnector) Describe() upstream.Description {
	d := c.connector.Describe()
	d.Operations["introspectToken"] = upstream.Remark{Emulated: true, Text: "API tokens only, probed by listing one account with the token."}
	return d
}

// CheckConnection asks for one account, which changes nothing and needs the
// token.
func (c *connector) CheckConnection(ctx context.Context, _ struct{}) ([]upstream.Check, error) {
	answer, err := c.page(ctx, 0, 1)
	if err == nil {
		_, _, err = usersOf(answer, false)
	}
	return []upstream.Check{{Credential: "apiToken", Err: err}}, nil
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
