package main

import (
	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/vendors"
)

// load is loadText with the program's own table.
func load(text []byte, getenv func(string) string) (*settled, error) {
	return loadText(vendors.All(), text, getenv)
}

// loadPlain is load with connections that repeat no call and spare no vendor: what
// one answer of a vendor becomes is not to depend on the answers before.
func loadPlain(text []byte, getenv func(string) string) (*settled, error) {
	table := vendors.All()
	for n, entry := range table {
		table[n].Open = func(c upstream.Connection) (upstream.Connector, error) {
			c.Resilience = nil
			return entry.Open(c)
		}
	}
	return loadText(table, text, getenv)
}
