package juump

import (
	"encoding/json"
	"maps"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// defaultRoutes is every wire operation that this connector uses.
func defaultRoutes() rest.Routes {
	const (
		users  = "/api/manage/users"
		user   = users + "/{oidcsub}"
		places = user + "/teams"
		place  = places + "/{teamuuid}"
		teams  = "/api/manage/teams"
		team   = teams + "/{teamuuid}"
	)
	return rest.Routes{
		// quirk: a list is a POST that changes nothing, and the vendor's own script
		// calls both without the final slash of the manual (sheet §7.3, §7.12).
		"listUsers":  {Verb: "POST", Path: users, Certainty: upstream.Documented},
		"getUser":    {Verb: "GET", Path: user, Certainty: upstream.Inferred},
		"putUser":    {Verb: "PUT", Path: user, Write: true, Certainty: upstream.Documented},
		"deleteUser": {Verb: "DELETE", Path: user, Write: true, Certainty: upstream.Inferred},

		"listTeams":  {Verb: "POST", Path: teams, Certainty: upstream.Documented},
		"getTeam":    {Verb: "GET", Path: team, Certainty: upstream.Inferred},
		"putTeam":    {Verb: "PUT", Path: team, Write: true, Certainty: upstream.Documented},
		"deleteTeam": {Verb: "DELETE", Path: team, Write: true, Certainty: upstream.Inferred},

		// quirk: neither verb nor path of these four is on any page; they are read
		// out of the order of the manual (sheet §4).
		"addToTeam":       {Verb: "PUT", Path: place, Write: true, Certainty: upstream.Inferred},
		"removeFromTeam":  {Verb: "DELETE", Path: place, Write: true, Certainty: upstream.Inferred},
		"addToTeams":      {Verb: "PUT", Path: places, Write: true, Certainty: upstream.Inferred},
		"removeFromTeams": {Verb: "DELETE", Path: places, Write: true, Certainty: upstream.Inferred},
	}
}

// defaultStatuses is what 3DJuump's statuses mean. The vendor documents none.
func defaultStatuses() rest.Statuses {
	return rest.Statuses{
		"401": {Kind: upstream.Credentials, Certainty: upstream.Inferred},
		"403": {Kind: upstream.Forbidden, Certainty: upstream.Inferred},
		"404": {Kind: upstream.NotFound, Certainty: upstream.Inferred},
		// A list that is not there is no 3DJuump directory: the base URL is wrong.
		"404 listTeams": {Kind: upstream.Failed, Certainty: upstream.Inferred},
		"404 listUsers": {Kind: upstream.Failed, Certainty: upstream.Inferred},
		"409":           {Kind: upstream.Conflict, Certainty: upstream.Inferred},
		// Only a write has a body of the caller's that could be too long: what is
		// said of the length of a read is for the operator to see.
		"411 addToTeams":      {Kind: upstream.Rejected, Certainty: upstream.Inferred},
		"411 getTeam":         {Kind: upstream.Failed, Certainty: upstream.Inferred},
		"411 getUser":         {Kind: upstream.Failed, Certainty: upstream.Inferred},
		"411 listTeams":       {Kind: upstream.Failed, Certainty: upstream.Inferred},
		"411 listUsers":       {Kind: upstream.Failed, Certainty: upstream.Inferred},
		"411 putTeam":         {Kind: upstream.Rejected, Certainty: upstream.Inferred},
		"411 putUser":         {Kind: upstream.Rejected, Certainty: upstream.Inferred},
		"411 removeFromTeams": {Kind: upstream.Rejected, Certainty: upstream.Inferred},
		"413 addToTeams":      {Kind: upstream.Rejected, Certainty: upstream.Inferred},
		"413 getTeam":         {Kind: upstream.Failed, Certainty: upstream.Inferred},
		"413 getUser":         {Kind: upstream.Failed, Certainty: upstream.Inferred},
		"413 listTeams":       {Kind: upstream.Failed, Certainty: upstream.Inferred},
		"413 listUsers":       {Kind: upstream.Failed, Certainty: upstream.Inferred},
		"413 putTeam":         {Kind: upstream.Rejected, Certainty: upstream.Inferred},
		"413 putUser":         {Kind: upstream.Rejected, Certainty: upstream.Inferred},
		"413 removeFromTeams": {Kind: upstream.Rejected, Certainty: upstream.Inferred},
	}
}

// contentType is that of every body, in both directions (sheet §2).
const contentType = "application/json; charset=utf-8"

// The values of onconflict. quirk: the vendor's default is to overwrite or
// create without a word, so each write says which it means (sheet §7.6).
const (
	insert = "insert"
	update = "update"
	upsert = "upsert"
)

// namespaces are those of the access rights.
var namespaces = []string{
	"assetadmin", "connect", "download", "export2d", "export3d", "lmx", "scope", "thirdpartyscopes", "use", "view",
}

// rights are tags by namespace.
type rights map[string][]string

// UnmarshalJSON reads the namespaces. One that is null says nothing.
func (r *rights) UnmarshalJSON(raw []byte) error {
	var all map[string][]string
	if err := json.Unmarshal(raw, &all); err != nil {
		return err
	}
	maps.DeleteFunc(all, func(_ string, tags []string) bool { return tags == nil })
	*r = all
	return nil
}

// user is an account as it is read; only oidcsub is ever certain. quirk: teams
// and teamuuids both tell the membership (sheet §7.9).
type user struct {
	OIDCSub        string   `json:"oidcsub"`
	DisplayName    *string  `json:"displayname"`
	Enabled        *bool    `json:"enabled"`
	FrontendAccess *bool    `json:"frontendaccess"`
	AccessRights   rights   `json:"accessrights"`
	Teams          []place  `json:"teams"`
	TeamUUIDs      []string `json:"teamuuids"`
	UserInfo       userInfo `json:"userinfo"`
}

// place is a team as a user has it.
type place struct {
	Name *string `json:"teamname"`
	UUID string  `json:"teamuuid"`
}

// team is a team as it is read; only teamuuid is ever certain.
type team struct {
	UUID         string  `json:"teamuuid"`
	Name         *string `json:"teamname"`
	AccessRights rights  `json:"accessrights"`
}

// userInfo is what the login provider said. Its other members are left alone:
// phone_number_verified is a text where email_verified is a boolean, and
// updated_at has no known format (sheet §4.2).
type userInfo struct {
	Name              *string `json:"name"`
	GivenName         *string `json:"given_name"`
	FamilyName        *string `json:"family_name"`
	PreferredUsername *string `json:"preferred_username"`
	Email             *string `json:"email"`
	Locale            *string `json:"locale"`
	PhoneNumber       *string `json:"phone_number"`
}

// list is the answer to a list.
type list[W any] struct {
	Count int            `json:"count"`
	Data  []rest.Kept[W] `json:"data"`
}

// listQuery is the body of a list. It never has filters: the vendor gives them
// no grammar (sheet §4.1).
type listQuery struct {
	Limit  int     `json:"limit"`
	Offset int     `json:"offset"`
	Sort   sorting `json:"sort"`
}

type sorting struct {
	Field     string `json:"field"`
	Ascending bool   `json:"sort_asc"`
}

// userWrite is an account as it is written. quirk: a false that gets lost leaves
// somebody in, one that is sent unasked locks somebody out, so absence is kept
// apart from every value (sheet §7.8).
type userWrite struct {
	AccessRights   rights   `json:"accessrights,omitzero"`
	Email          *string  `json:"email,omitempty"`
	Enabled        *bool    `json:"enabled,omitempty"`
	FrontendAccess *bool    `json:"frontendaccess,omitempty"`
	TeamUUIDs      []string `json:"teamuuids,omitzero"`
}

// teamWrite is a team as it is written.
type teamWrite struct {
	AccessRights rights `json:"accessrights,omitzero"`
	Name         string `json:"teamname"`
}

// written is the answer to a write.
type written struct {
	Status string `json:"status"`
}

// placed is the answer to a change of several teams of a user.
type placed struct {
	Info []struct {
		Status string `json:"status"`
		UUID   string `json:"teamuuid"`
	} `json:"info"`
	OK    *int `json:"ok"`
	Total *int `json:"total"`
}

// problem is the body of a refusal. It has no message for people.
type problem struct {
	Code string `json:"code"`
	UUID string `json:"uuid"`
}
