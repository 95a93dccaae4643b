package infoworks

import (
	"cmp"
	"errors"
	"strings"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// What a rotation is sent with.
const (
	withToken = "refreshToken"
	withPair  = "password"
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
	// RotateWith is what a rotation of a refresh token is sent with: refreshToken,
	// the token itself, or password, the user name and password of its account;
	// refreshToken where left out.
	RotateWith string `yaml:"rotateWith"`
	// Routes and Statuses change the tables of wire.go.
	Routes   map[string]string `yaml:"routes"`
	Statuses map[string]string `yaml:"statuses"`
}

func (s settings) withDefaults() settings {
	s.RotateWith = cmp.Or(s.RotateWith, withToken)
	return s
}

// secrets is everything of the settings that no answer may show. The pair is
// there for its base64 form, which is what the vendor receives.
func (s settings) secrets() []upstream.Secret {
	all := []upstream.Secret{s.RefreshToken, s.Password}
	if !s.Password.IsZero() {
		all = append(all, pairOf(s.Username, s.Password))
	}
	return all
}

// refreshHeaders prove the refresh token; nil where there is none.
func (s settings) refreshHeaders() rest.Headers {
	if s.RefreshToken.IsZero() {
		return nil
	}
	return basicToken(s.RefreshToken)
}

// passwordHeaders prove the user name and password; nil where there are none.
func (s settings) passwordHeaders() rest.Headers {
	if s.Password.IsZero() {
		return nil
	}
	return rest.Basic(pairOf(s.Username, s.Password))
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
	if !s.RefreshToken.IsZero() {
		faults = append(faults, rest.CheckSecret("settings.refreshToken", s.RefreshToken)...)
	}
	faults = append(faults, rest.CheckWord("settings.rotateWith", s.RotateWith, withToken, withPair)...)
	if s.RotateWith == withPair && s.Password.IsZero() {
		faults = append(faults, &upstream.Fault{Path: "settings.rotateWith", Problem: "password wants a username and a password"})
	}
	if strings.Contains(s.Username, ":") {
		faults = append(faults, &upstream.Fault{Path: "settings.username", Problem: "must not hold a colon"})
	}
	return routes, statuses, errors.Join(faults...)
}
