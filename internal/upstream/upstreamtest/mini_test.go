package upstreamtest_test

import (
	"context"
	"encoding/json"
	"net/url"
	"strconv"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// mini is a connector to the small vendor that obeys every rule: what the
// connectors of the wire rules are bent from.
type mini struct {
	client *rest.Client
	base   *url.URL
}

var (
	miniRoutes = rest.Routes{
		"list":   {Verb: "GET", Path: "/people"},
		"get":    {Verb: "GET", Path: "/people/{id}"},
		"create": {Verb: "POST", Path: "/people/{id}", Write: true},
		"put":    {Verb: "PUT", Path: "/people/{id}", Write: true},
		"delete": {Verb: "DELETE", Path: "/people/{id}", Write: true},
		"join":   {Verb: "PUT", Path: "/groups/{group}/members/{id}", Write: true},
		"login":  {Verb: "POST", Path: "/login", Write: true},
		"self":   {Verb: "GET", Path: "/self"},
	}
	miniStatuses = rest.Statuses{
		"401": {Kind: upstream.Credentials}, "404": {Kind: upstream.NotFound}, "409": {Kind: upstream.Conflict},
	}
)

func openMini(c upstream.Connection) (*mini, error) {
	var settings struct {
		Key upstream.Secret `yaml:"key"`
	}
	if err := c.Settings(&settings); err != nil {
		return nil, err
	}
	return &mini{rest.NewClient(c, settings.Key), c.BaseURL}, nil
}

func (m *mini) Describe() upstream.Description {
	const always = upstream.InList | upstream.InItem | upstream.OnWrite
	return upstream.Description{Vendor: "mini", NativeID: upstream.IDRequired, UserFields: []upstream.Field{
		{Name: "email", When: always, Clearable: true},
		{Name: "title", When: always, Clearable: true},
		{Name: "active", When: always, Required: upstream.OnPut},
		{Name: "createdAt", When: upstream.InList | upstream.InItem},
	}}
}

func (m *mini) Close() error {
	m.client.Close()
	return nil
}

func (m *mini) do(ctx context.Context, route string, ids []string, query url.Values, body any) (*rest.Answer, error) {
	auth := rest.Headers{"Authorization": upstream.NewSecret("Bearer " + miniKey)}
	answer, err := m.client.Do(ctx, rest.Call{Route: miniRoutes.At(route), Params: ids, Query: query, JSON: body, Auth: auth})
	if err != nil {
		return nil, err
	}
	if refusal := miniStatuses.Translate(answer); refusal != nil {
		return nil, refusal
	}
	return answer, nil
}

func (m *mini) ListUsers(ctx context.Context, q upstream.UserQuery) (upstream.Page[upstream.User], error) {
	var page upstream.Page[upstream.User]
	if n, err := strconv.Atoi(q.At); q.At != "" && (err != nil || n < 1) {
		return page, &upstream.Error{Kind: upstream.BadPosition}
	}
	answer, err := m.do(ctx, "list", nil, url.Values{"from": {q.At}, "limit": {strconv.Itoa(q.Limit)}}, nil)
	if err != nil {
		return page, err
	}
	list, err := rest.JSON[miniList](answer)
	if err == nil && list.People == nil {
		err = answer.Malformed("a list without people")
	}
	for _, raw := range list.People {
		u, wrong := miniUser(answer, raw, q.Raw)
		if wrong != nil {
			return page, wrong
		}
		page.Items = append(page.Items, u)
	}
	if list.More != nil {
		page.Next = strconv.Itoa(*list.More)
	}
	return page, err
}

func (m *mini) GetUser(ctx context.Context, r upstream.UserRef) (upstream.User, error) {
	return m.one(ctx, "get", r.ID, nil, r.Raw)
}

func (m *mini) CreateUser(ctx context.Context, d upstream.UserDraft) (upstream.User, error) {
	return m.one(ctx, "create", d.NativeID, miniOf(d), false)
}

// PutUser looks first, since the vendor does not tell whether the user is new.
func (m *mini) PutUser(ctx context.Context, d upstream.UserDraft) (upstream.PutResult, error) {
	_, err := m.GetUser(ctx, upstream.UserRef{ID: d.NativeID})
	created := upstream.IsKind(err, upstream.NotFound)
	if err != nil && !created {
		return upstream.PutResult{}, err
	}
	u, err := m.one(ctx, "put", d.NativeID, miniOf(d), false)
	return upstream.PutResult{User: u, Created: created}, err
}

func (m *mini) UpdateUser(ctx context.Context, p upstream.UserPatch) (upstream.User, error) {
	u, err := m.GetUser(ctx, upstream.UserRef{ID: p.ID})
	if err != nil {
		return u, err
	}
	body := miniPerson{ID: p.ID, Email: u.Email, Title: u.Title, Active: u.Active}
	if p.Email.Present() {
		body.Email = p.Email.Value()
	}
	if p.Title.Present() {
		body.Title = p.Title.Value()
	}
	if p.Active.Present() {
		body.Active = p.Active.Value()
	}
	return m.one(ctx, "put", p.ID, body, false)
}

func (m *mini) DeleteUser(ctx context.Context, r upstream.UserRef) (struct{}, error) {
	_, err := m.do(ctx, "delete", []string{r.ID}, nil, nil)
	return struct{}{}, err
}

func (m *mini) CheckConnection(ctx context.Context, _ struct{}) ([]upstream.Check, error) {
	_, err := m.do(ctx, "list", nil, url.Values{"limit": {"1"}}, nil)
	return []upstream.Check{{Credential: "key", Err: err}}, nil
}

func (m *mini) one(ctx context.Context, route, id string, body any, raw bool) (upstream.User, error) {
	answer, err := m.do(ctx, route, []string{id}, nil, body)
	if err != nil || answer.Planned {
		return upstream.User{}, err
	}
	return miniUser(answer, answer.Body, raw)
}

func miniOf(d upstream.UserDraft) miniPerson {
	return miniPerson{ID: d.NativeID, Email: d.Email, Title: d.Title, Active: d.Active}
}

func miniUser(a *rest.Answer, object json.RawMessage, raw bool) (upstream.User, error) {
	p, err := rest.JSON[miniPerson](&rest.Answer{Status: a.Status, Body: object})
	if err != nil {
		return upstream.User{}, err
	}
	if p.ID == "" {
		return upstream.User{}, a.Malformed("a person without an id")
	}
	u := upstream.User{NativeID: p.ID, Email: rest.Text(p.Email), Title: rest.Text(p.Title), Active: p.Active, CreatedAt: p.Created}
	if raw {
		u.Raw, err = a.Raw(object)
	}
	return u, err
}
