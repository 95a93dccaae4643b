package juump

import "github.com/dragoman-gateway/dragoman/internal/upstream"

// settings are what an operator configures for a 3DJuump connection.
type settings struct {
	// APIKey is the ready key of the directory's administrator, sent as it is.
	APIKey upstream.Secret `yaml:"apiKey"`
	// List is "paged", the default, or "whole" for a server that takes no limit
	// and offset: every step of a walk then reads the whole directory.
	List string `yaml:"list"`
	// Routes and Statuses change the tables of wire.go.
	Routes   map[string]string `yaml:"routes"`
	Statuses map[string]string `yaml:"statuses"`
}

// The ways of listing.
const (
	listPaged = "paged"
	listWhole = "whole"
)
