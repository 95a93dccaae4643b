package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/dragoman-gateway/dragoman/internal/handlers"
)

func (l *loader) tenant(s *settled, c config, name string) {
	path, t := "tenants."+name, c.Tenants[name]
	for i, connection := range t.Connections {
		// Without any connections, that alone is the fault.
		if _, known := c.Connections[connection]; !known && len(c.Connections) > 0 {
			l.fault(fmt.Sprintf("%s.connections[%d]", path, i), "no connection %q", connection)
		}
		if slices.Contains(t.Connections[:i], connection) {
			l.fault(fmt.Sprintf("%s.connections[%d]", path, i), "it is named twice")
		}
	}
	for i, key := range t.Keys {
		l.key(s, name, t, key, fmt.Sprintf("%s.keys[%d]", path, i))
	}
	l.rateLimit(path, name, t.RateLimit, s.limits)
	l.concurrency(path, name, t.Concurrency, s.tenantConcurrency)
}

func (l *loader) key(s *settled, tenant string, t tenantConfig, k keyConfig, path string) {
	if !keyIDForm.MatchString(k.ID) {
		l.fault(path+".id", "want 1 to 32 lower-case letters, digits and dashes")
	}
	if k.ID != "" && slices.ContainsFunc(s.keys, func(other handlers.Key) bool { return other.Caller.Key == k.ID }) {
		l.fault(path+".id", "another key has this id")
	}
	hash, err := hex.DecodeString(k.SHA256)
	if err != nil || len(hash) != sha256.Size {
		l.fault(path+".sha256", "want the hex SHA-256 of the whole key")
	}
	for i, scope := range k.Scopes {
		if !slices.Contains(handlers.Scopes(), scope) {
			l.fault(fmt.Sprintf("%s.scopes[%d]", path, i), "no such scope; there are %s", strings.Join(handlers.Scopes(), ", "))
		}
	}
	for i, connection := range k.Connections {
		// A misfit among the tenant's may be the very one.
		if !slices.Contains(t.Connections, connection) && !slices.Contains(t.Connections, standIn) {
			l.fault(fmt.Sprintf("%s.connections[%d]", path, i), "not one of the tenant's connections")
		}
	}
	key := handlers.Key{Caller: handlers.Caller{Tenant: tenant, Key: k.ID, Scopes: k.Scopes}}
	copy(key.SHA256[:], hash)
	for _, connection := range t.Connections {
		if k.Connections == nil || slices.Contains(k.Connections, connection) {
			key.Caller.Connections = append(key.Caller.Connections, connection)
		}
	}
	s.keys = append(s.keys, key)
}
