package inwebo

import "github.com/dragoman-gateway/dragoman/internal/upstream"

// settings are what an operator configures for an inWebo connection.
type settings struct {
	// APIToken is made by an administrator in the console; it lives 13 months.
	APIToken upstream.Secret `yaml:"apiToken"`
	// Routes and Statuses change the tables of wire.go.
	Routes   map[string]string `yaml:"routes"`
	Statuses map[string]string `yaml:"statuses"`
}
