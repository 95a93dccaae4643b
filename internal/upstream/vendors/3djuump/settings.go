package juump

import (
	"cmp"
	"encoding/base64"
	"errors"
	"net/url"
	"strings"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// settings are what an operator configures for a 3DJuump connection.
type settings struct {
	// APIKey is the ready key of the directory's administrator, sent as it is.
	APIKey upstream.Secret `yaml:"apiKey"`
	// List is "paged", the default, or "whole" for a server that takes no limit
	// and offset: every step of a walk then reads the whole directory.
	List string `yaml:"list"`
	// Membership is "paths", the default, or "update" for a server that has none of
	// the paths by which teams are changed: the whole user is then written.
	Membership string `yaml:"membership"`
	// Routes and Statuses change the tables of wire.go.
	Routes   map[string]string `yaml:"routes"`
	Statuses map[string]string `yaml:"statuses"`
}

// The ways of listing.
const (
	listPaged = "paged"
	listWhole = "whole"
)

// The ways of changing a user's teams.
const (
	membershipPaths  = "paths"
	membershipUpdate = "update"
)

func (s settings) withDefaults() settings {
	s.List = cmp.Or(s.List, listPaged)
	s.Membership = cmp.Or(s.Membership, membershipPaths)
	return s
}

// validate returns the tables as the settings leave them, or every fault.
func (s settings) validate() (rest.Routes, rest.Statuses, error) {
	routes, faults := defaultRoutes().Override(s.Routes)
	statuses, more := defaultStatuses().Override(s.Statuses, routes)
	faults = append(faults, more...)
	if s.APIKey.IsZero() {
		faults = append(faults, &upstream.Fault{Path: "settings.apiKey", Problem: "required"})
	} else {
		faults = append(faults, rest.CheckSecret("settings.apiKey", s.APIKey)...)
	}
	faults = append(faults, rest.CheckWord("settings.list", s.List, listPaged, listWhole)...)
	faults = append(faults, rest.CheckWord("settings.membership", s.Membership, membershipPaths, membershipUpdate)...)
	return routes, statuses, errors.Join(faults...)
}

// insideOf returns what a key is made of, so that an answer that echoes it
// decoded is scrubbed too: base64 of a user name and a password, each escaped
// as in a form, with a colon between (sheet §3).
func insideOf(key upstream.Secret) []upstream.Secret {
	pair, err := base64.StdEncoding.DecodeString(key.Reveal())
	if err != nil {
		return nil
	}
	_, escaped, _ := strings.Cut(string(pair), ":")
	password, err := url.QueryUnescape(escaped)
	if err != nil {
		password = escaped
	}
	return []upstream.Secret{upstream.NewSecret(string(pair)), upstream.NewSecret(escaped), upstream.NewSecret(password)}
}
