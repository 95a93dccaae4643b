package upstream

import (
	"context"
	"encoding/json"
	"sync"
)

// Plan collects the vendor writes that a call would send. It is safe for
// concurrent use.
type Plan struct {
	mu       sync.Mutex
	requests []PlannedRequest
}

// PlannedRequest is one vendor write as it would be sent, with stars for what is
// secret.
type PlannedRequest struct {
	Method string
	// Path is the escaped path, without the host.
	Path string
	// Query is the raw query, without the question mark.
	Query   string
	Headers map[string]string
	// Body is JSON, nil where there is none.
	Body json.RawMessage
}

type planKey struct{}

// WithPlan returns a context in which writes are recorded and not sent, and the
// plan that they are recorded in. Reads are still sent.
func WithPlan(ctx context.Context) (context.Context, *Plan) {
	p := &Plan{}
	return context.WithValue(ctx, planKey{}, p), p
}

// PlanFrom returns the plan of a dry run, or nil where the call is real.
func PlanFrom(ctx context.Context) *Plan {
	p, _ := ctx.Value(planKey{}).(*Plan)
	return p
}

// Record adds a write.
func (p *Plan) Record(r PlannedRequest) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.requests = append(p.requests, r)
}

// Requests returns the recorded writes in order.
func (p *Plan) Requests() []PlannedRequest {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]PlannedRequest(nil), p.requests...)
}
