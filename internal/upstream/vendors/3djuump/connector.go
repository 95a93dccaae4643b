package juump

import (
	"context"
	"net/url"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// connector is one open 3DJuump directory.
type connector struct {
	client   *rest.Client
	auth     rest.Auth
	routes   rest.Routes
	statuses rest.Statuses
	// whole tells that the server takes no limit and offset.
	whole bool
}

// Close drops the idle connections.
func (c *connector) Close() error {
	c.client.Close()
	return nil
}

// Describe returns what 3DJuump can hold and how its wire facts are known.
func (c *connector) Describe() upstream.Description {
	d := upstream.Description{
		Vendor:   name,
		NativeID: upstream.IDRequired,
		Operations: map[string]upstream.Remark{
			"listUsers":  {Text: "The first page of several takes one request more, to see whether the server pages. Where it does not, every page reads the whole directory."},
			"createUser": {Text: "The id is the OpenID Connect subject, which the caller must know."},
			"updateUser": {Emulated: true, Text: "The user is read, merged and written as a whole."},
		},
		UserFields: userFields(),
		Paging:     upstream.Paging{Scheme: "offset"},
		Facts:      append(append(c.routes.Facts(), c.statuses.Facts()...), otherFacts()...),
	}
	if c.whole {
		d.Operations["listUsers"] = upstream.Remark{Emulated: true, Text: "Every page reads the whole directory."}
		d.Paging.Scheme = "none"
	}
	return d
}

func userFields() []upstream.Field {
	const (
		reads  = upstream.InList | upstream.InItem
		writes = upstream.OnCreate | upstream.OnPut | upstream.OnPatch
		login  = "From the login provider."
	)
	return []upstream.Field{
		{Name: "userName", When: reads, Remark: "The provider's preferred name, else the e-mail, else the id."},
		{Name: "displayName", When: reads, Remark: login},
		{Name: "givenName", When: reads, Remark: login},
		{Name: "familyName", When: reads, Remark: login},
		{Name: "email", When: reads | writes, Clearable: true, Remark: "Ignored by the vendor after the first login."},
		{Name: "language", When: reads, Remark: login},
		{Name: "phone", When: reads, Remark: login},
		{Name: "active", When: reads | writes, Required: upstream.OnPut},
		{Name: "groups", When: reads | upstream.OnCreate | upstream.OnPut, Remark: "Ids of teams: hexadecimal digits, dashes and braces."},
		{Name: "extensions.frontendaccess", When: reads | writes, Required: upstream.OnPut, Power: upstream.OnWrite, Remark: "Access to the administration pages."},
		{Name: "extensions.accessrights", When: reads | writes, Clearable: true, Power: upstream.OnWrite, Remark: "Tags in ten namespaces."},
	}
}

// otherFacts are what the tables of wire.go do not hold.
func otherFacts() []upstream.Fact {
	return []upstream.Fact{
		{Name: "listUsers: limit, offset from zero and sort in the body", Certainty: upstream.Inferred, Setting: "settings.list"},
		{Name: "listUsers: an offset beyond the end brings nobody, where the server pages", Certainty: upstream.Inferred, Setting: "settings.list"},
		{Name: "putUser: status 201 means created", Certainty: upstream.Inferred},
		{Name: "putUser: an empty e-mail clears it", Certainty: upstream.Inferred},
	}
}

// CheckConnection asks for one user, or for all of a server that knows no limit,
// which changes nothing and needs the key.
func (c *connector) CheckConnection(ctx context.Context, _ struct{}) ([]upstream.Check, error) {
	_, err := c.list(ctx, c.query(1, 0))
	return []upstream.Check{{Credential: "apiKey", Err: err}}, nil
}

// do sends a call and translates a refusal.
func (c *connector) do(ctx context.Context, route string, params []string, query url.Values, body any) (*rest.Answer, error) {
	answer, err := c.client.Do(ctx, rest.Call{
		Route: c.routes.At(route), Params: params, Query: query, JSON: body, ContentType: contentType, Auth: c.auth,
	})
	if err != nil {
		return nil, err
	}
	if refusal := c.translate(answer); refusal != nil {
		return nil, refusal
	}
	return answer, nil
}
