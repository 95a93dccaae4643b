package sim

// user is one user in an answer.
//
// quirk: teams and teamuuids say the same thing twice (sheet §7.9).
type user struct {
	AccessRights   map[string][]string `json:"accessrights"`
	DisplayName    string              `json:"displayname"`
	Enabled        bool                `json:"enabled"`
	FrontendAccess bool                `json:"frontendaccess"`
	OIDCSub        string              `json:"oidcsub"`
	Teams          []team              `json:"teams"`
	TeamUUIDs      []string            `json:"teamuuids"`
	UserInfo       userInfo            `json:"userinfo"`
}

type team struct {
	TeamName string `json:"teamname"`
	TeamUUID string `json:"teamuuid"`
}

// fullTeam is one team in an answer of its own.
type fullTeam struct {
	AccessRights map[string][]string `json:"accessrights"`
	team
}

// userInfo is what the OIDC provider said of a user.
//
// quirk: email_verified is a boolean, phone_number_verified a string (source).
type userInfo struct {
	Address             string `json:"address"`
	Email               string `json:"email"`
	EmailVerified       bool   `json:"email_verified"`
	FamilyName          string `json:"family_name"`
	GivenName           string `json:"given_name"`
	Locale              string `json:"locale"`
	MiddleName          string `json:"middle_name"`
	Name                string `json:"name"`
	Nickname            string `json:"nickname"`
	PhoneNumber         string `json:"phone_number"`
	PhoneNumberVerified string `json:"phone_number_verified"`
	PreferredUsername   string `json:"preferred_username"`
	Profile             string `json:"profile"`
	Sub                 string `json:"sub"`
	UpdatedAt           string `json:"updated_at"`
	ZoneInfo            string `json:"zoneinfo"`
}

// page is one page of a list; its items are users or teams, whole or cut to
// resultfields.
type page struct {
	Count int   `json:"count"`
	Data  []any `json:"data"`
}

// listQuery is the body of a list.
//
// quirk: filters has no place here, which refuses it: the vendor documents it
// as "Do not use" (source).
type listQuery struct {
	Limit        *int       `json:"limit"`
	Offset       *int       `json:"offset"`
	Operator     *string    `json:"operator"`
	ResultFields []string   `json:"resultfields"`
	Sort         *sortOrder `json:"sort"`
}

type sortOrder struct {
	Field string `json:"field"`
	Asc   *bool  `json:"sort_asc"`
}

// userWrite is the body of a PUT; nil means absent.
//
// quirk: no names, which come from the OIDC provider (sheet §4.3), and of the
// two forms of team only the ids (sheet §7.9).
type userWrite struct {
	AccessRights   map[string][]string `json:"accessrights"`
	Email          *string             `json:"email"`
	Enabled        *bool               `json:"enabled"`
	FrontendAccess *bool               `json:"frontendaccess"`
	TeamUUIDs      []string            `json:"teamuuids"`
}

// teamWrite is the body of a PUT of a team; nil means absent.
type teamWrite struct {
	AccessRights map[string][]string `json:"accessrights"`
	TeamName     *string             `json:"teamname"`
}

// placed is what became of a user's places in several teams: ok of total could
// be done.
type placed struct {
	Info  []placedTeam `json:"info"`
	OK    int          `json:"ok"`
	Total int          `json:"total"`
}

type placedTeam struct {
	Status   string `json:"status"`
	TeamUUID string `json:"teamuuid"`
}

type statusBody struct {
	Status string `json:"status"`
}

type errorBody struct {
	Code  string `json:"code"`
	Error bool   `json:"error"`
	UUID  string `json:"uuid"`
}
