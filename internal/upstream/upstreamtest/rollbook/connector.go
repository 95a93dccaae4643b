package rollbook

import (
	"context"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// connector is one open Rollbook register.
type connector struct {
	client   *rest.Client
	auth     rest.Auth
	routes   rest.Routes
	statuses rest.Statuses
}

// Close drops the idle connections.
func (c *connector) Close() error {
	c.client.Close()
	return nil
}

// Describe returns what Rollbook can hold and how its wire facts are known.
func (c *connector) Describe() upstream.Description {
	const (
		reads  = upstream.InList | upstream.InItem
		writes = upstream.OnCreate | upstream.OnPatch
	)
	return upstream.Description{
		Vendor:   name,
		NativeID: upstream.IDRefused,
		Operations: map[string]upstream.Remark{
			"createUser": {Text: "The vendor makes the id. A userName that is taken is a conflict."},
		},
		UserFields: []upstream.Field{
			{Name: "userName", When: reads | writes, Required: upstream.OnCreate, Remark: "The login, which is unique letter by letter."},
			{Name: "email", When: reads | writes, Clearable: true},
			{Name: "givenName", When: reads | writes, Clearable: true},
			{Name: "familyName", When: reads | writes, Clearable: true},
			{Name: "active", When: reads | writes},
			{Name: "groups", When: reads, Remark: "Ids alone; changed by way of the groups."},
			{Name: "createdAt", When: reads, Remark: "To the second."},
		},
		GroupFields: []upstream.Field{{Name: "displayName", When: reads}},
		Paging:      upstream.Paging{Scheme: "cursor", Max: pageMax},
		Facts:       append(c.routes.Facts(), c.statuses.Facts()...),
	}
}

// CheckConnection asks for one person, which changes nothing and needs the key.
func (c *connector) CheckConnection(ctx context.Context, _ struct{}) ([]upstream.Check, error) {
	_, err := c.ListUsers(ctx, upstream.UserQuery{Limit: 1})
	return []upstream.Check{{Credential: "secret", Err: err}}, nil
}

// do sends a call and translates a refusal.
func (c *connector) do(ctx context.Context, route string, call rest.Call) (*rest.Answer, error) {
	call.Route, call.Auth = c.routes.At(route), c.auth
	answer, err := c.client.Do(ctx, call)
	if err != nil {
		return nil, err
	}
	if refusal := c.translate(answer); refusal != nil {
		return nil, refusal
	}
	return answer, nil
}
