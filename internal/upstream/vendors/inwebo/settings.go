package inwebo

import (
	"cmp"
	"errors"

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
	// Introspection is how a token is judged: probe, by using it, or off; probe where
	// left out.
	Introspection string `yaml:"introspection"`
	// Routes and Statuses change the tables of wire.go.
	Routes   map[string]string `yaml:"routes"`
	Statuses map[string]string `yaml:"statuses"`
}

func (s settings) withDefaults() settings {
	s.Introspection = cmp.Or(s.Introspection, byProbe)
	return s
}

// facts are the wire facts that stand in no table.
func (s settings) facts() []upstream.Fact {
	facts := []upstream.Fact{
		{Name: "exports: an id and fromId begin with a time in UTC, yyyyMMddHHmmss", Certainty: upstream.Inferred},
		{Name: "exports: ids ascend", Certainty: upstream.Inferred},
	}
	if s.Introspection == byProbe {
		facts = append(facts, upstream.Fact{Name: "a token is good where it may list accounts", Certainty: upstream.Inferred, Setting: "settings.introspection"})
	}
	return facts
}

// validate returns the tables as the settings leave them, or every fault.
func (s settings) validate() (rest.Routes, rest.Statuses, error) {
	routes, faults := defaultRoutes().Override(s.Routes)
	statuses, more := defaultStatuses().Override(s.Statuses, routes)
	faults = append(faults, more...)
	if s.APIToken.IsZero() {
		faults = append(faults, &upstream.Fault{Path: "settings.apiToken", Problem: "required"})
	} else {
		faults = append(faults, rest.CheckSecret("settings.apiToken", s.APIToken)...)
	}
	faults = append(faults, rest.CheckWord("settings.introspection", s.Introspection, byProbe, notAtAll)...)
	return routes, statuses, errors.Join(faults...)
}
