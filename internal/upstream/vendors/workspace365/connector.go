package workspace365

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// connector is one open environment, whichever of its tokens are configured.
type connector struct {
	client *rest.Client
	// portal is nil where there is no API token.
	portal *portal
	facts  []upstream.Fact
}

// directoryConnector is a connector that was given a sync token: it has the
// directory's operations.
type directoryConnector struct {
	*connector
	*directory
}

// Close drops the idle connections.
func (c *connector) Close() error {
	c.client.Close()
	return nil
}

// Describe returns what is true of the vendor whatever the tokens.
func (c *connector) Describe() upstream.Description {
	return upstream.Description{
		Vendor:   name,
		NativeID: upstream.IDRequired,
		Paging:   upstream.Paging{Scheme: "none"},
		Facts:    slices.Clone(c.facts),
	}
}

// Describe adds what the directory can hold. It can be written and not read.
func (c *directoryConnector) Describe() upstream.Description {
	d := c.connector.Describe()
	ids := []string{"objectId"}
	d.Operations = map[string]upstream.Remark{
		"createUser": {Identifiers: ids, Text: "Create overwrites an existing user of that ObjectId; the answer is what was sent, without roles."},
		"putUser":    {Identifiers: ids, Text: "Never tells whether the user is new; the answer is what was sent, without roles."},
		"deleteUser": {Identifiers: ids, Text: "The user stays in the list of deleted users for about 30 days."},
	}
	d.UserFields = userFields(c.required)
	return d
}

// userFields is the field table, with the names in required as such.
func userFields(required []string) []upstream.Field {
	const writes = upstream.OnCreate | upstream.OnPut
	fields := []upstream.Field{
		{Name: "userName", When: writes, Remark: "The user principal name, which is also an alias of the user."},
		{Name: "givenName", When: writes},
		{Name: "familyName", When: writes},
		{Name: "email", When: writes},
		{Name: "title", When: writes},
		{Name: "phone", When: writes, Remark: "The mobile phone."},
		{Name: "active", When: writes, Required: upstream.OnPut},
		// quirk: an environment that manages the role itself ignores it (sheet §7.23).
		{Name: "roles", When: writes, Power: upstream.OnWrite, Remark: `Only "admin", and an environment that manages administrators itself ignores it.`},
		{Name: "extensions.secondaryEmail", When: writes},
	}
	for i := range fields {
		if slices.Contains(required, fields[i].Name) {
			fields[i].Required = writes
		}
	}
	return fields
}

// CheckConnection probes the API token.
func (c *connector) CheckConnection(ctx context.Context, _ struct{}) ([]upstream.Check, error) {
	if c.portal == nil {
		return nil, nil
	}
	return []upstream.Check{{Credential: "apiToken", Err: c.portal.probe(ctx)}}, nil
}

// CheckConnection adds the sync token, which opens nothing that could be read.
func (c *directoryConnector) CheckConnection(ctx context.Context, _ struct{}) ([]upstream.Check, error) {
	checks, err := c.connector.CheckConnection(ctx, struct{}{})
	return append(checks, upstream.Check{Credential: "syncToken", Unverifiable: true}), err
}

// family is a set of paths that share a credential. quirk: each token opens its
// own family and no other (sheet §7.3).
type family struct {
	client   *rest.Client
	routes   rest.Routes
	statuses rest.Statuses
	auth     rest.Auth
}

// with returns the family with its credential.
func (f family) with(auth rest.Auth) family {
	f.auth = auth
	return f
}

// do sends a call and translates a refusal.
func (f family) do(ctx context.Context, route string, params []string, body any) (*rest.Answer, error) {
	answer, err := f.client.Do(ctx, rest.Call{Route: f.routes.At(route), Params: params, JSON: body, Auth: f.auth})
	if err != nil {
		return nil, err
	}
	if refusal := f.translate(answer); refusal != nil {
		return nil, refusal
	}
	return answer, nil
}

// portal is the family that the API token opens.
type portal struct{ family }

// probe reads the icons that every environment has. A success that is no list
// comes from something other than the vendor and proves nothing.
func (p *portal) probe(ctx context.Context) error {
	answer, err := p.do(ctx, "listIcons", []string{"global"}, nil)
	if err != nil {
		return err
	}
	_, err = rest.JSON[[]json.RawMessage](answer)
	return err
}
