package inwebo

import (
	"errors"
	"slices"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// How a token is judged.
const (
	byProbe  = "probe"
	notAtAll = "off"
)

// settings are what an operator configures for an inWebo connection.
type settings struct {
	// APIToken is made by an administrator in the console; it lives 13 months.
	APIToken upstream.Secret `yaml:"apiToken"`
	// Introspection is how a token is judged: probe, by using it, or off.
	Introspection string `yaml:"introspection"`
	// Routes and Statuses change the tables of wire.go.
	Routes   map[string]string `yaml:"routes"`
	Statuses map[string]string `yaml:"statuses"`
}

// validate returns the tables as the settings leave them, or every fault.
func (s settings) validate() (rest.Routes, rest.Statuses, error) {
	routes, faults := defaultRoutes().Override(s.Routes)
	statuses, more := defaultStatuses().Override(s.Statuses, routes)
	faults = append(faults, more...)
	switch {
	case s.APIToken.IsZero():
		faults = append(faults, &upstream.Fault{Path: "settings.apiToken", Problem: "required"})
	case !s.APIToken.Sendable():
		faults = append(faults, &upstream.Fault{Path: "settings.apiToken", Problem: "want one word of visible ASCII characters"})
	}
	if !slices.Contains([]string{"", byProbe, notAtAll}, s.Introspection) {
		faults = append(faults, &upstream.Fault{Path: "settings.introspection", Problem: "want probe or off"})
	}
	return routes, statuses, errors.Join(faults...)
}
