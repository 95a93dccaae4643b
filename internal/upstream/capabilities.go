package upstream

import "context"

// A capability is one operation of the API as a one-method interface, named
// after its operationId. Every method takes a context and one input and returns
// one output and an error that is an [*Error]; a vendor that cannot do the
// operation has no such method.

// UserLister lists users, page by page.
type UserLister interface {
	// ListUsers returns at most q.Limit users; fewer does not mean the end.
	ListUsers(ctx context.Context, q UserQuery) (Page[User], error)
}

// UserCreator creates users.
type UserCreator interface {
	// CreateUser returns the new user as far as the vendor told it. An id that
	// is taken is a [Conflict], unless the description says that the vendor
	// overwrites.
	CreateUser(ctx context.Context, d UserDraft) (User, error)
}

// UserGetter reads one user.
type UserGetter interface {
	// GetUser returns the user, or an error of kind [NotFound].
	GetUser(ctx context.Context, r UserRef) (User, error)
}

// UserPutter creates or replaces one user.
type UserPutter interface {
	// PutUser leaves the user as d says and nothing else: strings and lists that
	// d does not mention are emptied.
	PutUser(ctx context.Context, d UserDraft) (PutResult, error)
}

// UserUpdater patches one user.
type UserUpdater interface {
	// UpdateUser changes what p mentions and returns the user as the vendor then
	// has it.
	UpdateUser(ctx context.Context, p UserPatch) (User, error)
}

// UserDeleter deletes one user.
type UserDeleter interface {
	// DeleteUser removes the user, or returns an error of kind [NotFound].
	DeleteUser(ctx context.Context, r UserRef) (struct{}, error)
}

// UserLookuper asks a vendor's directory for users by an attribute.
type UserLookuper interface {
	// LookupUsers returns what the vendor answers, one string a user.
	LookupUsers(ctx context.Context, l Lookup) ([]string, error)
}

// UserSyncer has a vendor take users over from its directory.
type UserSyncer interface {
	// SyncUsers returns the outcome user by user; some failing is no error.
	SyncUsers(ctx context.Context, s Sync) (SyncResult, error)
}

// ConnectionChecker tests the credentials of a connection.
type ConnectionChecker interface {
	// CheckConnection returns one check a configured credential and changes
	// nothing at the vendor.
	CheckConnection(ctx context.Context, _ struct{}) ([]Check, error)
}

// Operation is one operation of the API that needs a vendor.
type Operation struct {
	// ID is the operationId of the specification.
	ID string
	// Supported tells whether this connector has the operation's method.
	Supported func(Connector) bool
}

// Operations is the list of all operations that need a vendor, in the order of
// the specification.
func Operations() []Operation {
	return []Operation{
		{"listUsers", has[UserLister]},
		{"createUser", has[UserCreator]},
		{"getUser", has[UserGetter]},
		{"putUser", has[UserPutter]},
		{"updateUser", has[UserUpdater]},
		{"deleteUser", has[UserDeleter]},
		{"lookupUsers", has[UserLookuper]},
		{"syncUsers", has[UserSyncer]},
		{"checkConnection", has[ConnectionChecker]},
	}
}

func has[C any](c Connector) bool {
	_, ok := c.(C)
	return ok
}
