package inwebo

import (
	"context"
	"net/url"
	"slices"
	"strconv"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// ListUsers returns one page of accounts. A position is the number of a page,
// which is why the page size must stay the same for a walk.
func (c *connector) ListUsers(ctx context.Context, q upstream.UserQuery) (upstream.Page[upstream.User], error) {
	var none upstream.Page[upstream.User]
	number, err := upstream.ParsePosition(q.At)
	if err != nil {
		return none, err
	}
	answer, err := c.page(ctx, number, min(q.Limit, pageMax))
	if err != nil {
		return none, err
	}
	users, more, err := usersOf(answer, q.Raw)
	if err != nil {
		return none, err
	}
	if len(users) > min(q.Limit, pageMax) {
		return none, answer.Malformed("a page of more accounts than asked for")
	}
	page := upstream.Page[upstream.User]{Items: users}
	// quirk: hasMore is the only end marker, a short page is none (sheet §7.2).
	if more {
		page.Next = strconv.Itoa(number + 1)
	}
	return page, nil
}

// GetUser walks the list: the API has no single read. The whole walk has the time
// of one call.
func (c *connector) GetUser(ctx context.Context, r upstream.UserRef) (upstream.User, error) {
	ctx, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	for number := range walkMax {
		answer, err := c.page(ctx, number, pageMax)
		if err != nil {
			return upstream.User{}, err
		}
		users, more, err := usersOf(answer, r.Raw)
		if err != nil {
			return upstream.User{}, err
		}
		for _, u := range users {
			if u.NativeID == r.ID {
				return u, nil
			}
		}
		if !more {
			return upstream.User{}, &upstream.Error{Kind: upstream.NotFound}
		}
	}
	return upstream.User{}, &upstream.Error{
		Kind: upstream.Failed, Final: true, Detail: "It is not among the first 5,000 accounts, and this vendor has no single read.",
	}
}

// page asks for one page of accounts. quirk: pages count from zero (sheet §7.1).
func (c *connector) page(ctx context.Context, number, limit int) (*rest.Answer, error) {
	query := url.Values{"page": {strconv.Itoa(number)}, "limit": {strconv.Itoa(limit)}}
	return c.do(ctx, "listAccounts", rest.Call{Query: query, Auth: c.auth})
}

// usersOf reads one page of the list and whether another follows.
func usersOf(a *rest.Answer, raw bool) ([]upstream.User, bool, error) {
	page, err := rest.JSON[accountPage](a)
	if err != nil {
		return nil, false, err
	}
	if page.HasMore == nil || page.Content == nil {
		return nil, false, a.Malformed("a page without hasMore or content")
	}
	users := make([]upstream.User, len(page.Content))
	for i, item := range page.Content {
		if users[i], err = listed(a, item, raw); err != nil {
			return nil, false, err
		}
	}
	return users, *page.HasMore, nil
}

// listed is an item of the list, with the vendor's own object where raw is asked
// for.
func listed(a *rest.Answer, item rest.Kept[account], raw bool) (upstream.User, error) {
	if flaw := item.Value.flaw(); flaw != "" {
		return upstream.User{}, a.Malformed(flaw)
	}
	u := userOf(item.Value)
	var err error
	if raw {
		u.Raw, err = a.Raw(item.Raw)
	}
	return u, err
}

// flaw says what makes the account unusable, and nothing where it is sound.
func (a account) flaw() string {
	withoutID := func(m membership) bool { return m.Group.ID == "" || m.Role != nil && m.Role.ID == "" }
	switch {
	case a.Login == "":
		return "an account without a login"
	case a.Role != nil && a.Role.ID == "":
		return "a role without an id"
	case slices.ContainsFunc(a.Memberships, withoutID):
		return "a membership without an id"
	}
	return ""
}

func userOf(a account) upstream.User {
	u := upstream.User{
		NativeID: a.Login, UserName: &a.Login, Email: rest.Text(a.Email), Language: rest.Text(a.Language), Active: a.Active,
		CreatedAt: a.CreatedDate.UTC(), ModifiedAt: a.ModifiedDate.UTC(), LastLoginAt: a.LastAuthenticatedDate.UTC(),
	}
	if a.Role != nil {
		u.Roles = []string{a.Role.ID}
	}
	if a.ProvisioningID != nil {
		u.Extensions = extensions{ProvisioningID: *a.ProvisioningID}
	}
	// quirk: only the answer to a create has memberships; a list without them
	// says nothing about groups (sheet §7.12).
	if a.Memberships != nil {
		u.Groups = make([]upstream.Membership, len(a.Memberships))
	}
	for i, m := range a.Memberships {
		u.Groups[i] = upstream.Membership{NativeID: m.Group.ID, DisplayName: rest.Text(m.Group.Name)}
		if m.Role != nil {
			u.Groups[i].RoleID = &m.Role.ID
		}
	}
	return u
}
