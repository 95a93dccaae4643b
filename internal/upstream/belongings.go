package upstream

// App is an app that a user has. A nil pointer means that the vendor did not say.
type App struct {
	NativeID string
	// Type is the vendor's own name or number of the kind of app.
	Type  string
	Name  *string
	URL   *string
	Icon  *string
	Color *Color
}

// UserAppQuery asks for one page of a user's apps.
type UserAppQuery struct {
	UserID string
	Limit  int
	At     string
}

// UserPicture is a picture to show for a user, a PNG or a JPEG.
type UserPicture struct {
	UserID string
	Picture
}

// Picture is an image; its type is what its content is.
type Picture struct {
	ContentType string
	Content     []byte
}

// Credential is a login that a vendor keeps for one of its users. Its password
// cannot be read.
type Credential struct {
	NativeID string
	Username *string
}

// CredentialDraft is a login to keep for a user.
type CredentialDraft struct {
	UserID   string
	Username string
	Password Secret
}

// CredentialUpdate replaces the login that a credential holds.
type CredentialUpdate struct {
	ID       string
	Username string
	Password Secret
}
