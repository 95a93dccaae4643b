package rest

import (
	"time"

	"github.com/failsafe-go/failsafe-go"
	"github.com/failsafe-go/failsafe-go/bulkhead"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// guards stand between one connection's calls and the wire.
type guards struct {
	timeout time.Duration
	admit   func() (time.Duration, bool)
	// sturdy is nil where the connection has no resilience.
	sturdy *sturdy
}

// sturdy is the stack of a connection, from the outside in: the repeat, the
// breaker, the bulkhead. What is within them reads the whole body.
type sturdy struct {
	repeats failsafe.Executor[*attempt]
	budget  *budget
	breaker *breaker
	slots   bulkhead.Bulkhead[any]
}

func newGuards(c upstream.Connection) *guards {
	g := &guards{timeout: c.Timeout, admit: c.Admit}
	if c.Resilience != nil {
		g.sturdy = &sturdy{
			repeats: newRepeats(), budget: newBudget(*c.Resilience),
			breaker: newBreaker(*c.Resilience), slots: bulkhead.New[any](c.Resilience.Concurrency),
		}
	}
	return g
}

// fullWait is what a caller is told to wait for a free slot.
const fullWait = time.Second

// pass sends one request, or says why not now.
func (g *guards) pass(call Call, send func() (*Answer, error)) *attempt {
	if g.sturdy == nil {
		return g.admitted(call, send)
	}
	spell, ok := g.sturdy.breaker.enter()
	if !ok {
		return held(call, g.sturdy.breaker.wait(), "The vendor failed repeatedly and is spared until it has recovered.")
	}
	if !g.sturdy.slots.TryAcquirePermit() {
		return held(call, fullWait, "This connection has as many requests under way as it may.")
	}
	defer g.sturdy.slots.ReleasePermit()
	a := g.admitted(call, send)
	if !a.held {
		g.sturdy.breaker.leave(spell, a.told(g.timeout))
	}
	return a
}

// admitted holds the request to the connection's own rate. That comes last, so
// that what goes nowhere costs nothing of it.
func (g *guards) admitted(call Call, send func() (*Answer, error)) *attempt {
	if g.admit != nil {
		if wait, ok := g.admit(); !ok {
			return held(call, wait, "The connection's own limit of requests is reached.")
		}
	}
	began := time.Now()
	answer, err := send()
	return &attempt{answer: answer, err: err, took: time.Since(began)}
}

func held(call Call, wait time.Duration, detail string) *attempt {
	return &attempt{held: true, err: &upstream.Error{
		Kind: upstream.Throttled, Outcome: outcome(call, upstream.NotSent), RetryAfter: wait, Detail: detail,
	}}
}
