package handlers

import (
	"fmt"
	"log/slog"
	"slices"
)

// Caller is who asks: a tenant, and either one of its keys or a subject of an
// issuer, with what they may do.
type Caller struct {
	Tenant string
	// Key is the key's id, which is no secret; "" for a JWT.
	Key string
	// Issuer and Subject are those of a JWT, "" for a key. A subject may be a
	// person: it stands in no log.
	Issuer, Subject string
	// Scopes are what it may do.
	Scopes []string
	// Connections are the connections that it may use, in the tenant's order.
	Connections []string
}

// ID tells callers apart for as long as they exist: no two have the same, and the
// next token of a subject has that of the last. It holds the subject, so that it
// is stored and logged as a hash or not at all.
func (c *Caller) ID() string {
	if c.Key != "" {
		return fmt.Sprintf("key %q", c.Key)
	}
	return fmt.Sprintf("jwt %q %q %q", c.Tenant, c.Issuer, c.Subject)
}

// attrs are what a log says of the caller.
func (c *Caller) attrs() []slog.Attr {
	who := slog.String("issuer", c.Issuer)
	if c.Key != "" {
		who = slog.String("key", c.Key)
	}
	return []slog.Attr{slog.String("tenant", c.Tenant), who}
}

// May tells whether the caller has a scope.
func (c *Caller) May(scope string) bool { return slices.Contains(c.Scopes, scope) }

// Has tells whether the caller may use a connection.
func (c *Caller) Has(connection string) bool { return slices.Contains(c.Connections, connection) }
