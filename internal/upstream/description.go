package upstream

// Description is what a connector says about itself beyond its methods. It is
// the one source of the capability answer, the docs and the write checks.
type Description struct {
	// Vendor is the vendor's name, which is also the name of its extension
	// object.
	Vendor string
	// Operations holds remarks by operationId; an operation without a remark is
	// native and needs none. Presence is decided by methods, never here.
	Operations map[string]Remark
	// NativeID is who chooses a new user's id, GroupNativeID a new group's.
	NativeID, GroupNativeID NativeIDRule
	// UserFields is everything that the vendor can read or write of a user,
	// GroupFields of a group.
	UserFields, GroupFields Fields
	// PushDown names the filter attributes that the vendor evaluates itself,
	// wholly or in part.
	PushDown []string
	// Paging is how the vendor pages its lists.
	Paging Paging
	// Facts are the wire facts that the connector relies on, each with its
	// certainty.
	Facts []Fact
}

// Remark describes how an operation is done.
type Remark struct {
	// Emulated tells that the gateway puts it together from other calls.
	Emulated bool
	// Overwrites tells that a create replaces what has that id already.
	Overwrites bool
	// Text is for people, such as "create overwrites an existing user".
	Text string
	// Identifiers are the kinds of id that the operation takes, where the vendor
	// knows more than one.
	Identifiers []string
}

// NativeIDRule is who chooses the id of a new user or group.
type NativeIDRule string

// The rules for nativeId on create.
const (
	// IDRequired: the caller chooses.
	IDRequired NativeIDRule = "required"
	// IDOptional: the caller may choose, otherwise the gateway does.
	IDOptional NativeIDRule = "optional"
	// IDRefused: the vendor chooses, or takes it from another member.
	IDRefused NativeIDRule = "refused"
)

// Paging is a vendor's way of paging.
type Paging struct {
	// Scheme is "offset", "page", "cursor" or "none".
	Scheme string
	// Max is the largest page that the vendor gives, 0 where it sets no limit.
	Max int
}

// Fact is one thing about the wire that the connector relies on.
type Fact struct {
	// Name says what, such as "deleteUser: DELETE /api/manage/users/{oidcsub}".
	Name string
	// Certainty is how well it is known.
	Certainty Certainty
	// Setting is the setting that changes it.
	Setting string
}

// Certainty is how well a wire fact is known.
type Certainty string

// The certainties: on the vendor's own page, our reading, or what an operator
// knows better.
const (
	Documented Certainty = "documented"
	Inferred   Certainty = "inferred"
	Configured Certainty = "configured"
)

// When says at which reads or writes a field is there.
type When uint8

// The reads and writes of a user or a group.
const (
	InList When = 1 << iota
	InItem
	OnCreate
	OnPut
	OnPatch

	// OnWrite is every write.
	OnWrite = OnCreate | OnPut | OnPatch
)

// Field is one row of a connector's field table.
type Field struct {
	// Name is the member's name in the API; a member of the extension object is
	// written "extensions.name".
	Name string
	// When is where the vendor gives it and where it takes it.
	When When
	// Required is on which writes the vendor needs it.
	Required When
	// Clearable tells that a null in a patch can be honoured.
	Clearable bool
	// Power is on which writes it may give power away: such a write needs the
	// administrator's scope.
	Power When
	// Remark is for people.
	Remark string
}

// Has tells whether the field is there on every one of these reads or writes.
func (f Field) Has(w When) bool { return f.When&w == w }
