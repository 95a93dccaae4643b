package main

import (
	"github.com/dragoman-gateway/dragoman/internal/cache"
	"github.com/dragoman-gateway/dragoman/internal/handlers"
	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/vendors"
)

// assemble puts the parts together, from the open connections up to HTTP. It
// changes nothing of what is shared.
func assemble(s *settled, with *shared) (*generation, error) {
	cursors, err := handlers.NewCursors(with.cursorKeys(s)...)
	if err != nil {
		return nil, err
	}
	box, err := cache.NewBox(with.cursorKeys(s)...)
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
		Ledger:      cache.NewLedger(with.writes, box),
		Concurrency: with.concurrency,
		Cursors:     cursors,
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
