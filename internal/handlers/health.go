package handlers

import (
	"context"
	"errors"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"github.com/dragoman-gateway/dragoman/api"
	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// healthLife is how long the state of a connection is remembered, so that a
// dashboard does not become load on a vendor.
const healthLife = 10 * time.Second

// healthMemory remembers the last check of each connection.
type healthMemory struct {
	now    func() time.Time
	flight singleflight.Group
	mu     sync.Mutex
	last   map[string]checked
}

// checked is the result of one check of a connection.
type checked struct {
	at     time.Time
	took   time.Duration
	checks []upstream.Check
}

func newHealthMemory(now func() time.Time) *healthMemory {
	return &healthMemory{now: now, last: map[string]checked{}}
}

// of returns what is remembered of a connection, or checks it now, once for all
// who ask at the same time.
func (m *healthMemory) of(name string, check func() ([]upstream.Check, error)) (checked, error) {
	if last, known := m.remembered(name); known {
		return last, nil
	}
	result, err, _ := m.flight.Do(name, func() (any, error) {
		// Another flight may have ended since the look above.
		if last, known := m.remembered(name); known {
			return last, nil
		}
		start := m.now()
		checks, err := check()
		if err != nil {
			return checked{}, err
		}
		fresh := checked{at: start, took: m.now().Sub(start), checks: checks}
		m.mu.Lock()
		defer m.mu.Unlock()
		m.last[name] = fresh
		return fresh, nil
	})
	return result.(checked), err
}

func (m *healthMemory) remembered(name string) (checked, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	last, known := m.last[name]
	return last, known && m.now().Sub(last.at) < healthLife
}

// CheckConnection answers GET /connections/{connection}/health.
func (s *server) CheckConnection(ctx context.Context, r api.CheckConnectionRequestObject) (api.CheckConnectionResponseObject, error) {
	t, err := s.target(ctx, r.Connection)
	if err != nil {
		return nil, err
	}
	result, err := s.health.of(t.Name, func() ([]upstream.Check, error) {
		// One caller who leaves must not fail the check for the others.
		return call(context.WithoutCancel(ctx), s, t, upstream.ConnectionChecker.CheckConnection, struct{}{})
	})
	if err != nil {
		return nil, err
	}
	out := api.CheckConnection200JSONResponse{
		Status: health(result.checks), CheckedAt: result.at.UTC(), LatencyMs: int(result.took.Milliseconds()), Checks: []api.CredentialCheck{},
	}
	for _, c := range result.checks {
		out.Checks = append(out.Checks, credentialCheck(ctx, t.Name, c))
	}
	return out, nil
}

func credentialCheck(ctx context.Context, connection string, c upstream.Check) api.CredentialCheck {
	out := api.CredentialCheck{Credential: c.Credential, Status: "ok"}
	if c.Err != nil {
		f := onConnection(connection, c.Err)
		out.Status, out.Problem = "failed", new(f.problem(ctx))
	}
	if unverified(c) {
		out.Status = "unverifiable"
	}
	return out
}

// unverified tells that a check says nothing of its credential: it cannot be made,
// or the gateway itself held it back to spare the vendor or its quota.
func unverified(c upstream.Check) bool {
	var e *upstream.Error
	return c.Unverifiable || errors.As(c.Err, &e) && e.Kind == upstream.Throttled && e.Vendor == nil
}

// health sums the checks up: ok needs one credential that works and none that
// fails, down is none that works and one that fails, all else is degraded.
func health(checks []upstream.Check) string {
	var good, bad int
	for _, c := range checks {
		switch {
		case unverified(c):
		case c.Err != nil:
			bad++
		default:
			good++
		}
	}
	switch {
	case good > 0 && bad == 0:
		return "ok"
	case good == 0 && bad > 0:
		return "down"
	default:
		return "degraded"
	}
}
