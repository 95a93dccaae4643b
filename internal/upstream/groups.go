package upstream

import "encoding/json"

// Group is one group at one vendor, in the gateway's words. A nil pointer or
// extension means that the vendor did not say.
type Group struct {
	// NativeID is the vendor's own id, byte for byte.
	NativeID    string
	DisplayName *string
	Description *string
	// Extensions is the vendor's extension object, a struct of the connector that
	// marshals to JSON under the names of the public contract.
	Extensions any
	// Raw is the vendor's own object without its secrets; only where asked for.
	Raw json.RawMessage
}

// GroupDraft is a whole group to create or to put in place of another. Nil means
// that the caller did not say.
type GroupDraft struct {
	// NativeID is empty on create where the caller leaves the id to the connector,
	// and always set on put.
	NativeID    string
	DisplayName *string
	Description *string
	// Extensions is the vendor's extension object as the caller sent it.
	Extensions json.RawMessage
}

// GroupRef names one group of a connection. Raw asks for [Group.Raw].
type GroupRef struct {
	ID  string
	Raw bool
}

// GroupQuery asks for one page of groups; its members mean what those of
// [UserQuery] mean.
type GroupQuery struct {
	Limit  int
	At     string
	Filter Filter
	Raw    bool
}

// GroupPutResult is a group after it was put, and whether it came to be by that.
type GroupPutResult struct {
	Group   Group
	Created bool
}

// MemberQuery asks for one page of the users in a group. Raw asks for [User.Raw].
type MemberQuery struct {
	GroupID string
	Limit   int
	At      string
	Raw     bool
}

// MemberRef names a user's place in a group.
type MemberRef struct {
	GroupID string
	UserID  string
}

// SubgroupRef names a group's place in another group.
type SubgroupRef struct {
	GroupID    string
	SubgroupID string
}

// UserGroupQuery asks for one page of the groups that a user is in.
type UserGroupQuery struct {
	UserID string
	Limit  int
	At     string
}

// UserGroupChanges are groups to put a user into and groups to take the user out
// of. No group is in both lists, or twice in one, and one list at least has one.
type UserGroupChanges struct {
	UserID      string
	Add, Remove []string
}

// Outcomes returns one outcome a group, those to add first, none of them with an
// error.
func (c UserGroupChanges) Outcomes() []UserGroupOutcome {
	var out []UserGroupOutcome
	for _, id := range c.Add {
		out = append(out, UserGroupOutcome{GroupID: id})
	}
	for _, id := range c.Remove {
		out = append(out, UserGroupOutcome{GroupID: id, Removed: true})
	}
	return out
}

// UserGroupOutcome is what became of one group of [UserGroupChanges].
type UserGroupOutcome struct {
	GroupID string
	// Removed tells that the user was to be taken out, not put in.
	Removed bool
	// Err is an [*Error], nil where the change was made.
	Err error
}
