package infoworks

import (
	"context"
	"encoding/json"
	"net/url"
	"strconv"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// ListUsers returns one page of accounts. A position is the offset of the next
// account, which is counted here. quirk: the vendor's own links.next is there on
// the last page too, and its host cannot be trusted (sheet §5).
func (c *connector) ListUsers(ctx context.Context, q upstream.UserQuery) (upstream.Page[upstream.User], error) {
	var none upstream.Page[upstream.User]
	offset, err := upstream.ParsePosition(q.At)
	if err != nil {
		return none, err
	}
	answer, err := c.page(ctx, offset, q.Limit, c.impliedEmail(q.Filter))
	if err != nil {
		return none, err
	}
	found, total, err := usersOf(answer)
	if err != nil {
		return none, err
	}
	if len(found) > q.Limit {
		return none, answer.Malformed("more users than were asked for")
	}
	if len(found) == 0 && total != nil && offset < *total {
		return none, answer.Malformed("an empty page before the end that it counts")
	}
	page := upstream.Page[upstream.User]{Items: make([]upstream.User, len(found))}
	for i, u := range found {
		if page.Items[i], err = listed(answer, u, q.Raw); err != nil {
			return none, err
		}
	}
	end := offset + len(found)
	// A total that cannot be true ends no walk: an empty page then does.
	if len(found) > 0 && (total == nil || end != *total) {
		page.Next = strconv.Itoa(end)
	}
	return page, nil
}

// GetUser reads one account. quirk: a single read tells neither active nor
// modifiedAt (sheet §4.2).
func (c *connector) GetUser(ctx context.Context, r upstream.UserRef) (upstream.User, error) {
	found, answer, err := c.readUser(ctx, r.ID)
	if err != nil {
		return upstream.User{}, err
	}
	one := userOf(found)
	if r.Raw {
		object, err := resultOf[json.RawMessage](answer)
		if err != nil {
			return upstream.User{}, err
		}
		if one.Raw, err = answer.Raw(object); err != nil {
			return upstream.User{}, err
		}
	}
	return one, nil
}

// readUser asks for one account and demands that it is the one asked for.
func (c *connector) readUser(ctx context.Context, id string) (user, *rest.Answer, error) {
	answer, err := c.do(ctx, "getUser", rest.Call{Params: []string{id}, Auth: c.bearer})
	if err != nil {
		return user{}, nil, err
	}
	found, err := resultOf[user](answer)
	if err != nil {
		return user{}, nil, err
	}
	if string(found.ID) != id {
		return user{}, nil, answer.Malformed("another user than the one asked for")
	}
	return found, answer, nil
}

// page asks for one page of accounts, those with this email where one is given.
func (c *connector) page(ctx context.Context, offset, limit int, email *string) (*rest.Answer, error) {
	query := url.Values{"limit": {strconv.Itoa(limit)}, "offset": {strconv.Itoa(offset)}}
	if email != nil {
		// A map of strings always marshals, and its value can be no operator.
		filter, _ := json.Marshal(map[string]string{"profile.email": *email})
		query.Set("filter", string(filter))
	}
	return c.do(ctx, "listUsers", rest.Call{Query: query, Auth: c.bearer})
}

// impliedEmail is the address that every match of the filter has, nil where
// there is none or the vendor would miss one that differs in case.
func (c *connector) impliedEmail(f upstream.Filter) *string {
	for _, attribute := range c.pushedDown() {
		if email, ok := upstream.Implied(f, attribute); ok {
			return &email
		}
	}
	return nil
}

// usersOf reads one page of the list, and how many there are in all where the
// vendor says so.
func usersOf(a *rest.Answer) ([]rest.Kept[user], *int, error) {
	body, err := rest.JSON[envelope[[]rest.Kept[user]]](a)
	if err != nil {
		return nil, nil, err
	}
	if body.Result == nil {
		return nil, nil, a.Malformed("a list without a result")
	}
	return *body.Result, body.TotalCount, nil
}

// listed is an item of the list, with the vendor's own object where raw is asked
// for. quirk: that holds a refresh token, which the transport drops by its name
// (sheet §4.2).
func listed(a *rest.Answer, item rest.Kept[user], raw bool) (upstream.User, error) {
	if item.Value.ID == "" {
		return upstream.User{}, a.Malformed("a user without an id")
	}
	out := userOf(item.Value)
	var err error
	if raw {
		out.Raw, err = a.Raw(item.Raw)
	}
	return out, err
}

func userOf(u user) upstream.User {
	login := rest.Text(u.Profile.Email)
	out := upstream.User{
		NativeID: string(u.ID), UserName: login, Email: login, DisplayName: rest.Text(u.Profile.Name), Roles: u.Roles,
		CreatedAt: u.CreatedAt.UTC(), ModifiedAt: u.ModifiedAt.UTC(), LastLoginAt: u.Status.LastLogin.Date.UTC(),
	}
	if login == nil && len(u.Emails) > 0 {
		out.Email = rest.Text(u.Emails[0].Address)
	}
	if u.LoginDisabled != nil {
		out.Active = new(!*u.LoginDisabled)
	}
	if u.AccessibleDomains != nil {
		domains := make([]string, len(u.AccessibleDomains))
		for i, id := range u.AccessibleDomains {
			domains[i] = string(id)
		}
		out.Extensions = extensions{AccessibleDomains: domains}
	}
	return out
}
