package upstream

import (
	"net/url"
	"time"
)

// PasswordGrant is a user's own login, as the caller sent it.
type PasswordGrant struct {
	Username string
	Password Secret
	// ServiceID is the way the user logs in, nil where the caller did not say.
	ServiceID *int
}

// RefreshGrant is a refresh token, as the caller sent it.
type RefreshGrant struct{ RefreshToken Secret }

// Token is an access token that a vendor issued.
type Token struct {
	AccessToken Secret
	TokenType   string
	// ExpiresAt is nil where the token does not say.
	ExpiresAt *time.Time
	// UserID is the native id of the user that it is for, nil where the vendor did
	// not say.
	UserID *string
}

// PresentedToken is a token that the caller asks about or wants revoked. Nothing
// but it is the authority of what is sent for it.
type PresentedToken struct {
	Token Secret
	// Refresh tells that the caller says that it is a refresh token.
	Refresh bool
}

// Introspection is what a vendor says about a token (RFC 7662). All but Active is
// nil where the vendor did not say, and where the token is not active.
type Introspection struct {
	Active    bool
	Username  *string
	TokenType *string
	TokenID   *string
	ExpiresAt *time.Time
	IssuedAt  *time.Time
}

// Rotation retires a refresh token for a new one, which is not told. Without a
// RefreshToken it is the connection's own.
type Rotation struct{ RefreshToken *Secret }

// ActionRequest asks whether the subject of a token may do something.
type ActionRequest struct {
	EntityType, Action, EntityID string
	// Token is the subject's; nothing but it is the authority of the question.
	Token Secret
}

// Authorization is the answer to an [ActionRequest]. DelegationToken is nil where
// the vendor gave none.
type Authorization struct {
	Authorized      bool
	DelegationToken *Secret
}

// SSO is where a browser begins to sign on.
type SSO struct{ Location *url.URL }
