package sim

import "time"

// envelope wraps the answer of almost every operation (sheet §7.9).
type envelope[T any] struct {
	Message string `json:"message"`
	Result  T      `json:"result"`
}

// done is the answer of an operation that has nothing to tell.
type done struct {
	Message string `json:"message"`
}

type idResult struct {
	ID string `json:"id"`
}

type loginFlag struct {
	LoginDisabled bool `json:"login_disabled"`
}

// user is what list items and single reads have in common.
type user struct {
	ID                userID   `json:"id"`
	Profile           profile  `json:"profile"`
	Emails            []email  `json:"emails"`
	Roles             []string `json:"roles,omitzero"`
	Status            status   `json:"status"`
	AccessibleDomains []string `json:"accessible_domains,omitzero"`
	// FailedLogins is always empty: the shape of an item is not documented.
	FailedLogins []struct{} `json:"failed_logins"`
	CreatedAt    *date      `json:"created_at,omitempty"`
}

// singleUser is a user read by id.
//
// quirk: auth_token is here alone, refresh_token in the list alone (sheet §4.2).
type singleUser struct {
	user
	AuthToken string `json:"auth_token,omitempty"`
}

// listedUser is a user as an item of the list.
//
// quirk: these six fields are declared for the list only (sheet §4.2).
type listedUser struct {
	user
	DisplayName        string `json:"display_name,omitempty"`
	RefreshToken       string `json:"refresh_token,omitempty"`
	ModifiedAt         *date  `json:"modified_at,omitempty"`
	IsPasswordRequired bool   `json:"is_password_required"`
	LoginDisabled      *bool  `json:"login_disabled,omitempty"`
	LockedTill         *date  `json:"locked_till,omitempty"`
}

type profile struct {
	Name               *string `json:"name,omitempty"`
	Email              *string `json:"email,omitempty"`
	NeedsPasswordReset bool    `json:"needs_password_reset"`
}

type email struct {
	Address  string `json:"address"`
	Verified bool   `json:"verified"`
}

type status struct {
	IsOnline  bool       `json:"is_online"`
	IsIdle    bool       `json:"is_idle"`
	LastLogin *lastLogin `json:"last_login_details,omitempty"`
}

type lastLogin struct {
	Date      *date  `json:"date"`
	IPAddress string `json:"ip_address"`
	UserAgent string `json:"user_agent"`
}

// userID writes an ObjectId as Mongo extended JSON, any other id as a string.
type userID string

// MarshalJSON implements json.Marshaler.
func (id userID) MarshalJSON() ([]byte, error) {
	// quirk: responses may hold Mongo extended JSON (sheet §7.14).
	if isObjectID(string(id)) {
		return mustJSON(map[string]string{"$oid": string(id)}), nil
	}
	return mustJSON(string(id)), nil
}

// dateLayout is the vendor's: UTC, always three digits of milliseconds.
const dateLayout = "2006-01-02T15:04:05.000Z"

// date is a moment in the vendor's layout; extended wraps it as Mongo extended
// JSON.
type date struct {
	at       time.Time
	extended bool
}

// MarshalJSON implements json.Marshaler.
func (d date) MarshalJSON() ([]byte, error) {
	text := d.at.UTC().Format(dateLayout)
	if d.extended {
		return mustJSON(map[string]string{"$date": text}), nil
	}
	return mustJSON(text), nil
}
