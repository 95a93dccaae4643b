package juump

import (
	"context"
	"slices"
	"time"

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
	// rewrites tells that a user's teams are changed by writing the whole user.
	rewrites bool
	timeout  time.Duration
}

// Close drops the idle connections.
func (c *connector) Close() error {
	c.client.Close()
	return nil
}

// Describe returns what 3DJuump can hold and how its wire facts are known.
func (c *connector) Describe() upstream.Description {
	d := upstream.Description{
		Vendor:        name,
		NativeID:      upstream.IDRequired,
		GroupNativeID: upstream.IDOptional,
		Operations:    remarks(),
		UserFields:    userFields(),
		GroupFields:   groupFields(),
		Paging:        upstream.Paging{Scheme: "offset"},
		Facts:         slices.Concat(c.routes.Facts(), c.statuses.Facts(), facts()),
	}
	if c.whole {
		const whole = "Every page reads the whole directory."
		d.Operations["listUsers"] = upstream.Remark{Emulated: true, Text: whole}
		d.Operations["listGroups"] = upstream.Remark{Emulated: true, Text: whole}
		d.Paging.Scheme = "none"
	}
	if c.rewrites {
		rewritten := upstream.Remark{Emulated: true, Text: "The user is read, then each group that the user is not in; then the user is written as a whole, with other teams."}
		for _, operation := range []string{"addGroupMember", "removeGroupMember", "changeUserGroups"} {
			d.Operations[operation] = rewritten
		}
	}
	return d
}

func remarks() map[string]upstream.Remark {
	const paging = "The first page of several takes one request more, to see whether the server pages. Where it does not, every page reads the whole directory."
	return map[string]upstream.Remark{
		"listUsers":        {Text: paging},
		"createUser":       {Text: "The id is the OpenID Connect subject, which the caller must know."},
		"updateUser":       {Emulated: true, Text: "The user is read, merged and written as a whole."},
		"listUserGroups":   {Emulated: true, Text: "Read out of the user."},
		"changeUserGroups": {Text: "The groups to add go in one call, those to remove in a second one."},
		"listGroups":       {Text: paging},
		"createGroup":      {Emulated: true, Text: "An id that the caller chose is read first, to see whether it is taken; otherwise the gateway makes a UUID."},
		"listGroupMembers": {Emulated: true, Text: "The list of users is read page by page, and those in the group are kept."},
	}
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

func groupFields() []upstream.Field {
	const everywhere = upstream.InList | upstream.InItem | upstream.OnCreate | upstream.OnPut
	return []upstream.Field{
		{Name: "displayName", When: everywhere, Required: upstream.OnCreate | upstream.OnPut, Remark: "Unique; 1 to 128 letters, digits, spaces, dots, dashes and underscores."},
		{Name: "extensions.accessrights", When: everywhere, Power: upstream.OnWrite, Remark: "Tags in ten namespaces."},
	}
}

// facts are the wire facts that stand in no table.
func facts() []upstream.Fact {
	return []upstream.Fact{
		{Name: "listUsers, listTeams: limit, offset from zero and sort in the body", Certainty: upstream.Inferred, Setting: "settings.list"},
		{Name: "listUsers, listTeams: an offset beyond the end brings nothing, where the server pages", Certainty: upstream.Inferred, Setting: "settings.list"},
		{Name: "putUser: status 201 means created", Certainty: upstream.Inferred},
		{Name: "putUser: an empty e-mail clears it", Certainty: upstream.Inferred},
		{Name: "putTeam: status 201 means created", Certainty: upstream.Inferred},
		{Name: "addToTeam: where the user is in the team already, the vendor says so without an error", Certainty: upstream.Inferred, Setting: "settings.membership"},
		{Name: "addToTeams, removeFromTeams: all is done where ok is total; else what says added, removed or deleted, if ok counts as many", Certainty: upstream.Inferred, Setting: "settings.membership"},
	}
}

// CheckConnection asks for one user, or for all of a server that knows no limit,
// which changes nothing and needs the key.
func (c *connector) CheckConnection(ctx context.Context, _ struct{}) ([]upstream.Check, error) {
	users := c.users()
	_, err := users.list(ctx, users.query(1, 0))
	return []upstream.Check{{Credential: "apiKey", Err: err}}, nil
}

// do sends a call and translates a refusal.
func (c *connector) do(ctx context.Context, route string, call rest.Call) (*rest.Answer, error) {
	call.Route, call.ContentType, call.Auth = c.routes.At(route), contentType, c.auth
	answer, err := c.client.Do(ctx, call)
	if err != nil {
		return nil, err
	}
	if refusal := c.translate(answer); refusal != nil {
		return nil, refusal
	}
	return answer, nil
}
