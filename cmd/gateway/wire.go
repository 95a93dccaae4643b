package main

import (
	"log/slog"
	"net/http"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/handlers"
	"github.com/dragoman-gateway/dragoman/internal/ratelimit"
	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/vendors"
)

// gateway is the program put together.
type gateway struct {
	public  http.Handler
	pool    *upstream.Pool
	issuers *handlers.Issuers
}

// Close closes the connections and ends what is being fetched. No request may be
// under way.
func (g *gateway) Close() error {
	g.issuers.Close()
	return g.pool.Close()
}

// assemble puts the parts together, from the open connections up to HTTP.
func assemble(s *settled, log *slog.Logger) (*gateway, error) {
	cursors, err := handlers.NewCursors(s.cursorKeys...)
	if err != nil {
		return nil, err
	}
	issuers := handlers.NewIssuers(s.issuers, log, time.Now)
	public, err := handlers.New(handlers.Config{
		Connections: s.pool,
		Keys:        handlers.NewKeys(s.keys),
		Issuers:     issuers,
		Limiter:     ratelimit.NewLocal(s.limits, time.Now),
		Cursors:     cursors,
		Log:         log,
		Now:         time.Now,
	})
	if err != nil {
		issuers.Close()
		return nil, err
	}
	return &gateway{public: public, pool: s.pool, issuers: issuers}, nil
}

// registered returns the vendors of a table.
func registered(table []vendors.Entry) []upstream.Vendor {
	var all []upstream.Vendor
	for _, entry := range table {
		all = append(all, entry.Vendor)
	}
	return all
}
