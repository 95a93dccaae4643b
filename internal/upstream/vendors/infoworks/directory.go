package infoworks

import (
	"context"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// LookupUsers asks the customer's directory. It changes nothing, though it is a
// POST.
func (c *connector) LookupUsers(ctx context.Context, l upstream.Lookup) ([]string, error) {
	answer, err := c.do(ctx, "lookupUsers", rest.Call{
		JSON: lookup{UserIDs: l.Values, SearchAttribute: l.Attribute},
		Auth: c.bearer,
	})
	if err != nil {
		return nil, err
	}
	// quirk: this answer has no envelope (sheet §7.9).
	body, err := rest.JSON[struct {
		Users []string `json:"users"`
	}](answer)
	if err != nil {
		return nil, err
	}
	if body.Users == nil {
		return nil, answer.Malformed("an answer without users")
	}
	return body.Users, nil
}

// SyncUsers takes users over from the customer's directory. quirk: it wants the
// user name and password, while all around it wants a bearer (sheet §7.13).
func (c passwordConnector) SyncUsers(ctx context.Context, s upstream.Sync) (upstream.SyncResult, error) {
	var none upstream.SyncResult
	answer, err := c.do(ctx, "syncUsers", rest.Call{
		JSON: ldapSync{SearchOn: s.Attribute, SearchList: s.Values, ShouldUpdate: s.Update, ShouldAdd: s.Add},
		Auth: c.password,
	})
	if err != nil || answer.Planned {
		return none, err
	}
	result, err := resultOf[ldapSynced](answer)
	if err != nil {
		return none, err
	}
	// Without these the answer would read as a success of nobody.
	if result.NewUsers == nil || result.ExistingUsers == nil || result.Failed == nil {
		return none, answer.Malformed("an outcome without its counts or its failures")
	}
	return upstream.SyncResult{
		NewUsers: *result.NewUsers, ExistingUsers: *result.ExistingUsers,
		Added: syncedUsers(answer, result.Added), Updated: syncedUsers(answer, result.Updated),
		Failed: syncedUsers(answer, result.Failed),
	}, nil
}

// lookup is the request of a lookup. quirk: here the names are in camel case
// (sheet §7.7).
type lookup struct {
	UserIDs         []string `json:"userIds"`
	SearchAttribute string   `json:"searchAttribute"`
}

// ldapSync is the request of a take-over. Both flags default to true at the
// vendor, so a false must go out.
type ldapSync struct {
	SearchOn     string   `json:"search_on"`
	SearchList   []string `json:"search_list"`
	ShouldUpdate bool     `json:"should_update"`
	ShouldAdd    bool     `json:"should_add"`
}

// ldapSynced is the outcome of a take-over, a 200 also where some users failed.
// quirk: new_users_count is a plural, existing_user_count is not (sheet §4.1).
type ldapSynced struct {
	NewUsers      *int       `json:"new_users_count"`
	ExistingUsers *int       `json:"existing_user_count"`
	Added         []ldapUser `json:"added"`
	Updated       []ldapUser `json:"updated"`
	Failed        []ldapUser `json:"failed"`
}

type ldapUser struct {
	ID    objectID `json:"id"`
	Email string   `json:"email"`
	Error string   `json:"error"`
}

// syncedUsers is nil where the vendor did not say, as it may leave out what was
// not asked for. Its error text is cleaned, being for people.
func syncedUsers(a *rest.Answer, users []ldapUser) []upstream.SyncedUser {
	if users == nil {
		return nil
	}
	out := make([]upstream.SyncedUser, len(users))
	for i, u := range users {
		out[i] = upstream.SyncedUser{ID: string(u.ID), Email: u.Email, Detail: a.Text(u.Error)}
	}
	return out
}
