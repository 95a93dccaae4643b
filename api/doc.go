// Package api is what the world sees: openapi.yaml, which is edited first, and
// the Go code that is generated from it and that nobody edits: the types, the
// echo server, its strict form, and a client.
package api
