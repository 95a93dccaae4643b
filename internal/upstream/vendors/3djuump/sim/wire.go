package sim

// namespaces are those in which a user can hold tags of access.
var namespaces = []string{
	"assetadmin", "connect", "download", "export2d", "export3d",
	"lmx", "scope", "thirdpartyscopes", "use", "view",
}

// userFields are the fields of a user by which resultfields can ask.
var userFields = []string{
	"accessrights", "displayname", "enabled", "frontendaccess",
	"oidcsub", "teams", "teamuuids", "userinfo",
}

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

// userList is one page; its items are users, or users cut to resultfields.
type userList struct {
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

type statusBody struct {
	Status string `json:"status"`
}

type errorBody struct {
	Code  string `json:"code"`
	Error bool   `json:"error"`
	UUID  string `json:"uuid"`
}
