package juump

import (
	"context"
	"encoding/json"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// ListUsers returns one page of users.
func (c *connector) ListUsers(ctx context.Context, q upstream.UserQuery) (upstream.Page[upstream.User], error) {
	return c.users().page(ctx, step{limit: q.Limit, at: q.At, raw: q.Raw})
}

// users are the users of the directory as a list.
func (c *connector) users() collection[user, upstream.User] {
	return collection[user, upstream.User]{
		connector: c, route: "listUsers", key: "oidcsub",
		id:   func(u user) string { return u.OIDCSub },
		flaw: user.flaw,
		item: func(u user, raw json.RawMessage) upstream.User {
			out := userOf(u)
			out.Raw = raw
			return out
		},
	}
}
