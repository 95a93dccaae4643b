package handlers

import (
	"errors"
	"log/slog"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/dragoman-gateway/dragoman/api"
	"github.com/dragoman-gateway/dragoman/internal/cache"
	"github.com/dragoman-gateway/dragoman/internal/ratelimit"
	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// base is where the API begins.
const base = "/v1"

// Config is everything that the handlers need.
type Config struct {
	// Connections are the open connections of all tenants.
	Connections *upstream.Pool
	// Keys are the callers that come with a key.
	Keys *Keys
	// Issuers are those that come with a JWT; nil: nobody does.
	Issuers *Issuers
	// Limiter keeps each tenant to its rate.
	Limiter ratelimit.Limiter
	// Cache remembers verdicts on tokens and images of icons.
	Cache *cache.Cache
	// Ledger remembers what was sent under an Idempotency-Key.
	Ledger *cache.Ledger
	// Concurrency bounds each tenant's requests under way at once; nil bounds none.
	Concurrency *ratelimit.Concurrency
	// Cursors seals and opens the positions of lists.
	Cursors *Cursors
	// AuditKey is what ids are hashed with in the audit log.
	AuditKey []byte
	// Log receives one access line a request, one audit line a write, and the causes
	// of failures.
	Log *slog.Logger
	// Observe is told of every request that was answered; nil is told nothing.
	Observe func(Observation)
	// Now is the clock.
	Now func() time.Time
}

// server implements the generated strict interface.
type server struct {
	Config
	operations operations
	health     *healthMemory
}

var _ api.StrictServerInterface = (*server)(nil)

// New returns the gateway's public handler. It refuses a specification with an
// operation that has no security or no scope.
func New(c Config) (http.Handler, error) {
	if c.Connections == nil || c.Keys == nil || c.Limiter == nil || c.Cache == nil || c.Ledger == nil || c.Cursors == nil || len(c.AuditKey) == 0 || c.Log == nil || c.Now == nil {
		return nil, errors.New("handlers: incomplete configuration")
	}
	if c.Concurrency == nil {
		c.Concurrency = ratelimit.NewConcurrency(nil)
	}
	document, err := api.Load()
	if err != nil {
		return nil, err
	}
	ops, err := operationsOf(document)
	if err != nil {
		return nil, err
	}
	pages, err := newSite()
	if err != nil {
		return nil, err
	}
	s := &server{Config: c, operations: ops, health: newHealthMemory(c.Now)}

	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.IPExtractor = echo.ExtractIPDirect()
	e.HTTPErrorHandler = s.writeProblem
	// The order of a request: what is asked, who asks, may it, is it well formed.
	e.Use(s.requestID, s.audit, s.accessLog, s.recoverPanic, s.manners, pages.serve, s.operation, s.authenticate, s.limit, s.validate, s.idempotent)
	pages.register(e)
	api.RegisterHandlersWithBaseURL(e, api.NewStrictHandler(s, nil), base)
	return e, nil
}
