package upstream

import (
	"encoding/json"
	"time"
)

// User is one account at one vendor, in the gateway's words. A nil pointer,
// slice or extension means that the vendor did not say; an empty slice is a list
// that the vendor says is empty.
type User struct {
	// NativeID is the vendor's own id, byte for byte.
	NativeID string
	// Aliases are further native ids under which the vendor knows this user.
	Aliases []string

	UserName, DisplayName, GivenName, FamilyName *string
	Email, Language, Title, Phone                *string

	Active *bool
	// Roles are the vendor's role ids.
	Roles []string
	// Groups is nil when unknown, which is not the same as none.
	Groups []Membership

	// CreatedAt, ModifiedAt and LastLoginAt are UTC.
	CreatedAt, ModifiedAt, LastLoginAt *time.Time

	// Extensions is the vendor's extension object, a struct of the connector
	// that marshals to JSON under the names of the public contract.
	Extensions any
	// Raw is the vendor's own object without its secrets; only where asked for.
	Raw json.RawMessage
}

// Membership is a user's place in a group. DisplayName and RoleID are nil where
// the vendor did not say.
type Membership struct {
	NativeID    string
	DisplayName *string
	RoleID      *string
}

// UserDraft is a whole user to create or to put in place of another. Nil means
// that the caller did not say.
type UserDraft struct {
	// NativeID is empty on create where the vendor makes the id, and always set
	// on put.
	NativeID string

	UserName, DisplayName, GivenName, FamilyName *string
	Email, Language, Title, Phone                *string

	Active *bool
	Roles  []string
	Groups []Membership
	// Password is write-only: no answer and no plan ever holds it.
	Password *Secret
	// Extensions is the vendor's extension object as the caller sent it.
	Extensions json.RawMessage
}

// UserPatch is a JSON Merge Patch (RFC 7396) of one user.
type UserPatch struct {
	ID string

	UserName, DisplayName, GivenName, FamilyName Change[string]
	Email, Language, Title, Phone                Change[string]

	Active   Change[bool]
	Roles    Change[[]string]
	Password Change[Secret]
	// Extensions is a merge patch of the vendor's extension object, nil where
	// the caller did not mention it.
	Extensions json.RawMessage
}

// UserRef names one user of a connection. Raw asks for [User.Raw].
type UserRef struct {
	ID  string
	Raw bool
}

// UserQuery asks for one page of users.
type UserQuery struct {
	// Limit is the largest number of items to return, at least 1.
	Limit int
	// At is where to go on: empty for the first page, then the Next of the page
	// before, with the same Limit and Filter.
	At string
	// Filter may be pushed down as far as it implies; nil means every user.
	Filter Filter
	// Raw asks for [User.Raw].
	Raw bool
}

// Page is one page of a list. Next is where the list goes on and is empty only
// at its end.
type Page[T any] struct {
	Items []T
	Next  string
}

// PutResult is a user after it was put, and whether it came to be by that.
type PutResult struct {
	User    User
	Created bool
}

// Lookup asks which users of a directory have one of Values as Attribute.
type Lookup struct {
	Attribute string
	Values    []string
}

// Sync asks the vendor to take users over from its own directory: those whose
// Attribute is one of Values, adding unknown ones, updating known ones, or both.
type Sync struct {
	Attribute   string
	Values      []string
	Add, Update bool
}

// SyncResult is the outcome of a [Sync], user by user.
type SyncResult struct {
	NewUsers, ExistingUsers int
	Added, Updated, Failed  []SyncedUser
}

// SyncedUser is one user of a [SyncResult]. Detail is the vendor's word on why
// it failed, for people, and empty where it did not.
type SyncedUser struct {
	ID     string
	Email  string
	Detail string
}

// Check is the state of one credential of a connection. Err is nil when the
// vendor accepts it. Unverifiable means that the vendor offers no way to tell
// without changing something; Err is nil then.
type Check struct {
	Credential   string
	Unverifiable bool
	Err          error
}
