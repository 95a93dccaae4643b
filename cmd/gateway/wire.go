package main

import (
	"crypto/hkdf"
	"crypto/sha256"

	"github.com/dragoman-gateway/dragoman/internal/cache"
	"github.com/dragoman-gateway/dragoman/internal/handlers"
	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/vendors"
)

// assemble puts the parts together, from the open connections up to HTTP. It
// changes nothing of what is shared.
func assemble(s *settled, with *shared) (*generation, error) {
	keys := with.cursorKeys(s)
	cursors, err := handlers.NewCursors(keys...)
	if err != nil {
		return nil, err
	}
	auditKey, err := hkdf.Key(sha256.New, keys[0], nil, "audit", sha256.Size)
	if err != nil {
		return nil, err
	}
	box, err := cache.NewBox(keys...)
	if err != nil {
		return nil, err
	}
	tokens := handlers.NewIssuers(s.issuers, with.log, with.now)
	answers := cache.New(with.answers, box, with.now)
	public, err := handlers.New(handlers.Config{
		Connections: s.pool,
		Keys:        handlers.NewKeys(s.keys),
		Issuers:     tokens,
		Limiter:     with.tenants,
		Cache:       answers,
		Ledger:      cache.NewLedger(with.ledger(s), box),
		Concurrency: with.concurrency,
		Cursors:     cursors,
		AuditKey:    auditKey,
		Log:         with.log,
		Observe:     with.metrics.observe,
		Now:         with.now,
	})
	if err != nil {
		tokens.Close()
		return nil, err
	}
	return &generation{settled: s, public: public, tokens: tokens, cache: answers, idle: make(chan struct{})}, nil
}

// registered returns the vendors of a table.
func registered(table []vendors.Entry) []upstream.Vendor {
	var all []upstream.Vendor
	for _, entry := range table {
		all = append(all, entry.Vendor)
	}
	return all
}
