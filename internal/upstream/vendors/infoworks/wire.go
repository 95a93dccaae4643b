package infoworks

import (
	"encoding/json"
	"errors"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// defaultRoutes is every wire operation that this connector uses. quirk: two of
// the GETs mint a token (sheet §7.1). For the connection's own session they change
// nothing that a dry run has to hold back; for a caller they are writes, and that
// is why each of them stands here twice.
func defaultRoutes() rest.Routes {
	const users = "/admin/users"
	return rest.Routes{
		"accessToken":   {Verb: "GET", Path: "/security/token/access", Certainty: upstream.Documented},
		"authenticate":  {Verb: "GET", Path: "/security/authenticate", Certainty: upstream.Documented},
		"validateToken": {Verb: "GET", Path: "/security/token/validate", Certainty: upstream.Documented},
		"listUsers":     {Verb: "GET", Path: users, Certainty: upstream.Documented},
		"createUser":    {Verb: "POST", Path: users, Write: true, Certainty: upstream.Documented},
		"getUser":       {Verb: "GET", Path: users + "/{id}", Certainty: upstream.Documented},
		"updateUser":    {Verb: "PATCH", Path: users + "/{id}", Write: true, Certainty: upstream.Documented},
		"toggleLogin":   {Verb: "PATCH", Path: users + "/{id}/toggle-user-login", Write: true, Certainty: upstream.Documented},
		"deleteUser":    {Verb: "DELETE", Path: users + "/{id}", Write: true, Certainty: upstream.Documented},
		"lookupUsers":   {Verb: "POST", Path: "/security/get/user/data", Certainty: upstream.Documented},
		"syncUsers":     {Verb: "POST", Path: "/security/bulk-ldap-sync", Write: true, Certainty: upstream.Documented},

		"issueToken":      {Verb: "GET", Path: "/security/authenticate", Write: true, Certainty: upstream.Documented},
		"refreshToken":    {Verb: "GET", Path: "/security/token/access", Write: true, Certainty: upstream.Documented},
		"introspectToken": {Verb: "GET", Path: "/security/token/validate", Certainty: upstream.Documented},
		"revokeToken":     {Verb: "DELETE", Path: "/security/token/access", Write: true, Certainty: upstream.Documented},
		// It ends the very token that it is sent with: a second one would be refused.
		"rotateRefreshToken": {Verb: "DELETE", Path: "/security/token/refresh", Write: true, Once: true, Certainty: upstream.Documented},
		"authorizeAction":    {Verb: "POST", Path: "/security/authorise/user", Certainty: upstream.Documented},
		"startSSO":           {Verb: "GET", Path: "/security/sso/initialise", Certainty: upstream.Documented},
	}
}

// defaultStatuses is what Infoworks' statuses mean. quirk: it has no 404, an
// unknown id is a 400 (sheet §4.2); bad credentials are a 406 (sheet §7.3).
func defaultStatuses() rest.Statuses {
	return rest.Statuses{
		"400": {Kind: upstream.Rejected, Certainty: upstream.Documented},
		// A list and the beginning of a sign-on carry nothing of the caller's.
		"400 listUsers":  {Kind: upstream.Failed, Certainty: upstream.Inferred},
		"400 startSSO":   {Kind: upstream.Failed, Certainty: upstream.Inferred},
		"400 getUser":    {Kind: upstream.NotFound, Certainty: upstream.Inferred},
		"400 deleteUser": {Kind: upstream.NotFound, Certainty: upstream.Inferred},
		"401":            {Kind: upstream.Credentials, Certainty: upstream.Documented},
		"403":            {Kind: upstream.Forbidden, Certainty: upstream.Documented},
		"406":            {Kind: upstream.Credentials, Certainty: upstream.Documented},
		"500":            {Kind: upstream.Failed, Certainty: upstream.Documented},

		// What is refused here is what the caller sent. An introspection takes it for
		// the verdict, a revocation for the success.
		"401 issueToken":         {Kind: upstream.InvalidGrant, Certainty: upstream.Inferred},
		"406 issueToken":         {Kind: upstream.InvalidGrant, Certainty: upstream.Documented},
		"401 refreshToken":       {Kind: upstream.InvalidGrant, Certainty: upstream.Inferred},
		"406 refreshToken":       {Kind: upstream.InvalidGrant, Certainty: upstream.Documented},
		"401 introspectToken":    {Kind: upstream.InvalidGrant, Certainty: upstream.Inferred},
		"406 introspectToken":    {Kind: upstream.InvalidGrant, Certainty: upstream.Inferred},
		"401 revokeToken":        {Kind: upstream.InvalidGrant, Certainty: upstream.Inferred},
		"406 revokeToken":        {Kind: upstream.InvalidGrant, Certainty: upstream.Inferred},
		"401 rotateRefreshToken": {Kind: upstream.InvalidGrant, Certainty: upstream.Inferred},
		"406 rotateRefreshToken": {Kind: upstream.InvalidGrant, Certainty: upstream.Inferred},
		"401 authorizeAction":    {Kind: upstream.InvalidGrant, Certainty: upstream.Inferred},
		"406 authorizeAction":    {Kind: upstream.InvalidGrant, Certainty: upstream.Inferred},
	}
}

// user is an account as Infoworks tells it. Its refresh_token and auth_token are
// left out on purpose. The display_name is too: it cannot be written.
type user struct {
	ID      objectID `json:"id"`
	Profile profile  `json:"profile"`
	Emails  []struct {
		Address *string `json:"address"`
	} `json:"emails"`
	Roles             []string   `json:"roles"`
	AccessibleDomains []objectID `json:"accessible_domains"`
	LoginDisabled     *bool      `json:"login_disabled"`
	CreatedAt         *rest.Time `json:"created_at"`
	ModifiedAt        *rest.Time `json:"modified_at"`
	Status            struct {
		LastLogin struct {
			Date *rest.Time `json:"date"`
		} `json:"last_login_details"`
	} `json:"status"`
}

// account is a user as it is written: on create, and on change with only what
// changes. An empty list is a value and goes out.
type account struct {
	Profile           *profile `json:"profile,omitempty"`
	Roles             []string `json:"roles,omitzero"`
	Password          *string  `json:"password,omitempty"`
	AccessibleDomains []string `json:"accessible_domains,omitzero"`
}

type profile struct {
	Name  *string `json:"name,omitempty"`
	Email *string `json:"email,omitempty"`
}

// reference is the answer to a create.
type reference struct {
	ID objectID `json:"id"`
}

// envelope is what most answers come in; R is the shape of the result.
// quirk: result may be an object, a list or a text, and some answers have no
// envelope at all (sheet §7.9, §7.10).
type envelope[R any] struct {
	Result *R `json:"result"`
	// TotalCount is there on lists only, and not certainly.
	TotalCount *int `json:"total_count"`
}

// resultOf decodes an answer and returns what its envelope holds. An answer
// without a result is Malformed; that of a planned write gives the zero R.
func resultOf[R any](a *rest.Answer) (R, error) {
	var none R
	body, err := rest.JSON[envelope[R]](a)
	if err != nil || a.Planned {
		return none, err
	}
	if body.Result == nil {
		return none, a.Malformed("an answer without a result")
	}
	return *body.Result, nil
}

// answeredObject demands that the answer to a write is a JSON object: a login page
// of a proxy, with status 200, is no success.
func answeredObject(a *rest.Answer) error {
	_, err := rest.JSON[struct{}](a)
	return err
}

// objectID is an id, a text or the same in MongoDB's extended JSON. quirk: the
// vendor lets the extended form through in places (sheet §7.14).
type objectID string

// UnmarshalJSON accepts "id", {"$oid": "id"} and null, which leaves it empty.
func (id *objectID) UnmarshalJSON(raw []byte) error {
	var text string
	if err := json.Unmarshal(raw, &text); err == nil {
		*id = objectID(text)
		return nil
	}
	var extended struct {
		ID string `json:"$oid"`
	}
	if err := json.Unmarshal(raw, &extended); err != nil || extended.ID == "" {
		return errors.New("infoworks: neither an id nor an extended JSON id")
	}
	*id = objectID(extended.ID)
	return nil
}
