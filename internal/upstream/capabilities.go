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

// UserGroupLister lists the groups of a user.
type UserGroupLister interface {
	// ListUserGroups returns at most q.Limit groups, or an error of kind
	// [NotFound] where there is no such user.
	ListUserGroups(ctx context.Context, q UserGroupQuery) (Page[Membership], error)
}

// UserGroupChanger puts a user into groups and takes the user out of others.
type UserGroupChanger interface {
	// ChangeUserGroups returns one outcome a group, those to add first. It returns
	// an error only where nothing is known to have been changed.
	ChangeUserGroups(ctx context.Context, c UserGroupChanges) ([]UserGroupOutcome, error)
}

// UserAppLister lists the apps of a user.
type UserAppLister interface {
	// ListUserApps returns at most q.Limit apps, or an error of kind [NotFound]
	// where there is no such user.
	ListUserApps(ctx context.Context, q UserAppQuery) (Page[App], error)
}

// UserPicturePutter sets a user's picture.
type UserPicturePutter interface {
	// PutUserPicture replaces the picture that may be there.
	PutUserPicture(ctx context.Context, p UserPicture) (struct{}, error)
}

// UserPictureDeleter removes a user's picture.
type UserPictureDeleter interface {
	// DeleteUserPicture removes the picture. A user without one is an error of kind
	// [NotFound] or none, as the vendor has it.
	DeleteUserPicture(ctx context.Context, r UserRef) (struct{}, error)
}

// CredentialCreator has a vendor keep a login for one of its users.
type CredentialCreator interface {
	// CreateCredential returns the new credential; its id is the only handle to it.
	CreateCredential(ctx context.Context, d CredentialDraft) (Credential, error)
}

// CredentialUpdater replaces a login that a vendor keeps.
type CredentialUpdater interface {
	// UpdateCredential returns the credential, or an error of kind [NotFound].
	UpdateCredential(ctx context.Context, u CredentialUpdate) (Credential, error)
}

// GroupLister lists groups, page by page.
type GroupLister interface {
	// ListGroups returns at most q.Limit groups; fewer does not mean the end.
	ListGroups(ctx context.Context, q GroupQuery) (Page[Group], error)
}

// GroupGetter reads one group.
type GroupGetter interface {
	// GetGroup returns the group, or an error of kind [NotFound].
	GetGroup(ctx context.Context, r GroupRef) (Group, error)
}

// GroupCreator creates groups.
type GroupCreator interface {
	// CreateGroup returns the new group as far as the vendor told it. An id or a
	// name that is taken is a [Conflict], unless the description says that the
	// vendor overwrites.
	CreateGroup(ctx context.Context, d GroupDraft) (Group, error)
}

// GroupPutter creates or replaces one group.
type GroupPutter interface {
	// PutGroup leaves the group as d says and nothing else; its members stay.
	PutGroup(ctx context.Context, d GroupDraft) (GroupPutResult, error)
}

// GroupDeleter deletes one group.
type GroupDeleter interface {
	// DeleteGroup removes the group, or returns an error of kind [NotFound].
	DeleteGroup(ctx context.Context, r GroupRef) (struct{}, error)
}

// GroupMemberLister lists the users in a group.
type GroupMemberLister interface {
	// ListGroupMembers returns at most q.Limit users; fewer, even none, does not
	// mean the end. A group that is not there is an error of kind [NotFound].
	ListGroupMembers(ctx context.Context, q MemberQuery) (Page[User], error)
}

// GroupMemberAdder puts a user into a group.
type GroupMemberAdder interface {
	// AddGroupMember changes nothing where the user is in the group already.
	AddGroupMember(ctx context.Context, r MemberRef) (struct{}, error)
}

// GroupMemberRemover takes a user out of a group.
type GroupMemberRemover interface {
	// RemoveGroupMember takes the user out of the group. A user who is not in it is
	// an error of kind [NotFound] or none, as the vendor has it.
	RemoveGroupMember(ctx context.Context, r MemberRef) (struct{}, error)
}

// SubgroupAdder nests a group in another one.
type SubgroupAdder interface {
	// AddSubgroup puts the subgroup into the group.
	AddSubgroup(ctx context.Context, r SubgroupRef) (struct{}, error)
}

// SubgroupRemover takes a group out of another one.
type SubgroupRemover interface {
	// RemoveSubgroup takes the subgroup out of the group. One that is not in it is
	// an error of kind [NotFound] or none, as the vendor has it.
	RemoveSubgroup(ctx context.Context, r SubgroupRef) (struct{}, error)
}

// ActivityCreator makes activities.
type ActivityCreator interface {
	// CreateActivity returns one activity for each user of the audience.
	CreateActivity(ctx context.Context, d ActivityDraft) ([]Activity, error)
}

// AuditEventLister lists what happened at a vendor.
type AuditEventLister interface {
	// ListActivities returns at most q.Limit events, oldest first; fewer does not
	// mean the end.
	ListActivities(ctx context.Context, q AuditQuery) (Page[AuditEvent], error)
}

// AnnouncementCreator makes announcements.
type AnnouncementCreator interface {
	// CreateAnnouncement returns the new announcement's id.
	CreateAnnouncement(ctx context.Context, d AnnouncementDraft) (Announcement, error)
}

// IconLister lists icons.
type IconLister interface {
	// ListIcons returns at most q.Limit icons.
	ListIcons(ctx context.Context, q IconQuery) (Page[Icon], error)
}

// IconGetter reads one icon's name and format.
type IconGetter interface {
	// GetIcon returns the icon, or an error of kind [NotFound].
	GetIcon(ctx context.Context, r IconRef) (Icon, error)
}

// IconContentGetter reads one icon's image.
type IconContentGetter interface {
	// GetIconContent returns the image, or an error of kind [NotFound]. What is
	// neither SVG nor PNG is [Malformed].
	GetIconContent(ctx context.Context, r IconRef) (IconContent, error)
}

// TokenIssuer logs a user in.
type TokenIssuer interface {
	// IssueToken returns a token of the user; a wrong login is an [InvalidGrant].
	IssueToken(ctx context.Context, g PasswordGrant) (Token, error)
}

// TokenRefresher makes an access token of a refresh token.
type TokenRefresher interface {
	// RefreshToken returns a token; a wrong refresh token is an [InvalidGrant].
	RefreshToken(ctx context.Context, g RefreshGrant) (Token, error)
}

// TokenIntrospector tells whether a token is good (RFC 7662).
type TokenIntrospector interface {
	// IntrospectToken returns the verdict; a token that is not good is no error.
	IntrospectToken(ctx context.Context, t PresentedToken) (Introspection, error)
}

// TokenRevoker ends a token (RFC 7009).
type TokenRevoker interface {
	// RevokeToken ends the token; one that is unknown or ended is no error.
	RevokeToken(ctx context.Context, t PresentedToken) (struct{}, error)
}

// RefreshTokenRotator retires a refresh token.
type RefreshTokenRotator interface {
	// RotateRefreshToken ends the refresh token at once; the new one is not told.
	// A wrong one of the caller's is an [InvalidGrant].
	RotateRefreshToken(ctx context.Context, r Rotation) (struct{}, error)
}

// ActionAuthorizer tells whether somebody may do something.
type ActionAuthorizer interface {
	// AuthorizeAction asks with the subject's own token; one that is not good is an
	// [InvalidGrant].
	AuthorizeAction(ctx context.Context, r ActionRequest) (Authorization, error)
}

// SSOStarter begins a single sign-on.
type SSOStarter interface {
	// StartSSO returns where to send the browser.
	StartSSO(ctx context.Context, _ struct{}) (SSO, error)
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
		{"listUserGroups", has[UserGroupLister]},
		{"changeUserGroups", has[UserGroupChanger]},
		{"listUserApps", has[UserAppLister]},
		{"putUserPicture", has[UserPicturePutter]},
		{"deleteUserPicture", has[UserPictureDeleter]},
		{"createCredential", has[CredentialCreator]},
		{"updateCredential", has[CredentialUpdater]},
		{"listGroups", has[GroupLister]},
		{"createGroup", has[GroupCreator]},
		{"getGroup", has[GroupGetter]},
		{"putGroup", has[GroupPutter]},
		{"deleteGroup", has[GroupDeleter]},
		{"listGroupMembers", has[GroupMemberLister]},
		{"addGroupMember", has[GroupMemberAdder]},
		{"removeGroupMember", has[GroupMemberRemover]},
		{"addSubgroup", has[SubgroupAdder]},
		{"removeSubgroup", has[SubgroupRemover]},
		{"createActivity", has[ActivityCreator]},
		{"listActivities", has[AuditEventLister]},
		{"createAnnouncement", has[AnnouncementCreator]},
		{"listIcons", has[IconLister]},
		{"getIcon", has[IconGetter]},
		{"getIconContent", has[IconContentGetter]},
		{"issueToken", has[TokenIssuer]},
		{"refreshToken", has[TokenRefresher]},
		{"introspectToken", has[TokenIntrospector]},
		{"revokeToken", has[TokenRevoker]},
		{"rotateRefreshToken", has[RefreshTokenRotator]},
		{"authorizeAction", has[ActionAuthorizer]},
		{"startSSO", has[SSOStarter]},
		{"checkConnection", has[ConnectionChecker]},
	}
}

func has[C any](c Connector) bool {
	_, ok := c.(C)
	return ok
}
