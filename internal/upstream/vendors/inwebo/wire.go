package inwebo

import (
	"encoding/json"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// defaultRoutes is every wire operation that this connector uses.
func defaultRoutes() rest.Routes {
	const accounts = "/auth/v1/customer/services/accounts"
	return rest.Routes{
		"listAccounts":  {Verb: "GET", Path: accounts, Certainty: upstream.Documented},
		"createAccount": {Verb: "POST", Path: accounts, Write: true, Certainty: upstream.Documented},
		"exportOnline":  {Verb: "GET", Path: "/audit/v2/customer/export/online", Certainty: upstream.Documented},
		"exportArchive": {Verb: "GET", Path: "/audit/v2/customer/export/archive", Certainty: upstream.Documented},
		// The probe is a list like any other, and stands here again because its
		// refusals mean something else.
		"introspectToken": {Verb: "GET", Path: accounts, Certainty: upstream.Documented},
	}
}

// defaultStatuses is what inWebo's statuses mean. The vendor documents none of
// them for this API; the names come from its older REST API.
func defaultStatuses() rest.Statuses {
	return rest.Statuses{
		"401": {Kind: upstream.Credentials, Certainty: upstream.Inferred},
		"403": {Kind: upstream.Forbidden, Certainty: upstream.Inferred},
		"409": {Kind: upstream.Conflict, Certainty: upstream.Inferred},
		// What is refused here is the token that is asked about: an introspection
		// takes it for the verdict.
		"401 introspectToken": {Kind: upstream.InvalidGrant, Certainty: upstream.Inferred},
	}
}

// pageMax is the largest page that inWebo gives.
const pageMax = 100

// walkMax is how many pages reading one account walks.
const walkMax = 50

// account is an account in both directions; only login is ever certain.
type account struct {
	Login       string       `json:"login"`
	Email       *string      `json:"email,omitempty"`
	Language    *string      `json:"language,omitempty"`
	Active      *bool        `json:"active,omitempty"`
	Role        *reference   `json:"role,omitempty"`
	Memberships []membership `json:"memberships,omitempty"`

	CreatedDate           *rest.Time `json:"createdDate,omitempty"`
	ModifiedDate          *rest.Time `json:"modifiedDate,omitempty"`
	LastAuthenticatedDate *rest.Time `json:"lastAuthenticatedDate,omitempty"`
	ProvisioningID        *int       `json:"provisioningId,omitempty"`
}

// reference names a role or a group. quirk: ids are strings that look like
// integers, and "0" is a real one (sheet §7.3, §7.4).
type reference struct {
	ID   string  `json:"id"`
	Name *string `json:"name,omitempty"`
}

type membership struct {
	Group reference  `json:"group"`
	Role  *reference `json:"role,omitempty"`
}

// exportMax is the largest page of the audit log that is asked for. quirk: none is
// documented; the vendor's own script asks for this one (sheet §4).
const exportMax = 10000

// onlineFor is how far back the online export surely reaches. quirk: the vendor
// says about five weeks (sheet §4), and what it has no longer is in the archive; so
// the archive is asked some days early, and what both have is told once.
const onlineFor = 30 * 24 * time.Hour

// exportPage is one page of either export. An event has an id and whatever else
// the vendor writes down. NextPage is there in the archive while HasMore.
type exportPage struct {
	HasMore  *bool                        `json:"hasMore"`
	Content  []map[string]json.RawMessage `json:"content"`
	NextPage string                       `json:"nextPage"`
}

// accountPage is one page of the list.
type accountPage struct {
	HasMore *bool                `json:"hasMore"`
	Content []rest.Kept[account] `json:"content"`
}
