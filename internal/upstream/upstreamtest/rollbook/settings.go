package rollbook

import (
	"errors"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// settings are what an operator configures for a Rollbook connection.
type settings struct {
	// KeyID names the key, Secret signs with it.
	KeyID  string          `yaml:"keyId"`
	Secret upstream.Secret `yaml:"secret"`
	// Routes and Statuses change the tables of wire.go.
	Routes   map[string]string `yaml:"routes"`
	Statuses map[string]string `yaml:"statuses"`
}

// validate returns the tables as the settings leave them, or every fault.
func (s settings) validate() (rest.Routes, rest.Statuses, error) {
	routes, faults := defaultRoutes().Override(s.Routes)
	statuses, more := defaultStatuses().Override(s.Statuses, routes)
	faults = append(faults, more...)
	faults = append(faults, checkWord("settings.keyId", upstream.NewSecret(s.KeyID))...)
	faults = append(faults, checkWord("settings.secret", s.Secret)...)
	return routes, statuses, errors.Join(faults...)
}

// checkWord returns the fault of a half of the key, none where there is none.
func checkWord(path string, half upstream.Secret) []error {
	switch {
	case half.IsZero():
		return []error{&upstream.Fault{Path: path, Problem: "required"}}
	case !half.Sendable():
		return []error{&upstream.Fault{Path: path, Problem: "want one word of visible ASCII characters"}}
	}
	return nil
}
