package main

import "github.com/dragoman-gateway/dragoman/internal/upstream/vendors"

// load is loadText with the program's own table.
func load(text []byte, getenv func(string) string) (*settled, error) {
	return loadText(vendors.All(), text, getenv)
}
