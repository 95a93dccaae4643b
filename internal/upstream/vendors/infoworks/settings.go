package infoworks

import (
	"encoding/base64"
	"errors"
	"strings"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// settings are what an operator configures for an Infoworks connection: a
// refresh token, or a user name and password, or both.
type settings struct {
	// RefreshToken is copied from the profile page of an administrator.
	RefreshToken upstream.Secret `yaml:"refreshToken"`
	// Username and Password are of a local or LDAP account: a SAML account has
	// no password to log in with. Syncing users needs them.
	Username string          `yaml:"username"`
	Password upstream.Secret `yaml:"password"`
	// FilterIgnoresCase says that the vendor's filter on profile.email compares
	// without case, and that every account has its address there. Only then may
	// a filter be pushed down: the gateway's own compares without case.
	FilterIgnoresCase bool `yaml:"filterIgnoresCase"`
	// Routes and Statuses change the tables of wire.go.
	Routes   map[string]string `yaml:"routes"`
	Statuses map[string]string `yaml:"statuses"`
}

// secrets is everything of the settings that no answer may show. The pair is
// there for its base64 form, which is what the vendor receives.
func (s settings) secrets() []upstream.Secret {
	return []upstream.Secret{s.RefreshToken, s.Password, upstream.NewSecret(s.pair())}
}

// refreshHeaders prove the refresh token; nil where there is none. quirk: the
// scheme says Basic, yet the token goes raw, not as base64 of a pair (sheet §7.2).
func (s settings) refreshHeaders() rest.Headers {
	if s.RefreshToken.IsZero() {
		return nil
	}
	return rest.Headers{"Authorization": upstream.NewSecret("Basic " + s.RefreshToken.Reveal())}
}

// passwordHeaders prove the user name and password; nil where there are none.
func (s settings) passwordHeaders() rest.Headers {
	if s.Password.IsZero() {
		return nil
	}
	encoded := base64.StdEncoding.EncodeToString([]byte(s.pair()))
	return rest.Headers{"Authorization": upstream.NewSecret("Basic " + encoded)}
}

// pair is the user name and password as RFC 7617 joins them, empty where there
// is no password.
func (s settings) pair() string {
	if s.Password.IsZero() {
		return ""
	}
	return s.Username + ":" + s.Password.Reveal()
}

// validate returns the tables as the settings leave them, or every fault.
func (s settings) validate() (rest.Routes, rest.Statuses, error) {
	routes, faults := defaultRoutes().Override(s.Routes)
	statuses, more := defaultStatuses().Override(s.Statuses, routes)
	faults = append(faults, more...)
	switch {
	case s.Username == "" && !s.Password.IsZero():
		faults = append(faults, &upstream.Fault{Path: "settings.username", Problem: "required with a password"})
	case s.Username != "" && s.Password.IsZero():
		faults = append(faults, &upstream.Fault{Path: "settings.password", Problem: "required with a username"})
	case s.Username == "" && s.RefreshToken.IsZero():
		faults = append(faults, &upstream.Fault{Path: "settings.refreshToken", Problem: "required, unless there are a username and a password"})
	}
	if !s.RefreshToken.IsZero() && !s.RefreshToken.Sendable() {
		faults = append(faults, &upstream.Fault{Path: "settings.refreshToken", Problem: "want one word of visible ASCII characters"})
	}
	if strings.Contains(s.Username, ":") {
		faults = append(faults, &upstream.Fault{Path: "settings.username", Problem: "must not hold a colon"})
	}
	return routes, statuses, errors.Join(faults...)
}
