package rest

import (
	"sync/atomic"
	"time"

	"github.com/failsafe-go/failsafe-go/circuitbreaker"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// health is what a request told of the vendor.
type health int

const (
	// untold: the caller left, or nothing reached the vendor.
	untold health = iota
	well
	sick
)

// breaker is a circuit breaker for results that come late or tell nothing. As a
// policy of an executor, failsafe's takes whatever is no failure for a success: a
// caller who leaves would close it. It also counts what was sent before it opened,
// so that calls which hung then would open it again after the vendor has healed.
type breaker struct {
	circuit circuitbreaker.CircuitBreaker[any]
	// spells counts how often the vendor fell sick or got well.
	spells atomic.Int64
}

func newBreaker(r upstream.Resilience) *breaker {
	b := &breaker{}
	b.circuit = circuitbreaker.NewBuilder[any]().
		WithFailureThresholdRatio(r.Failures, r.Window).
		WithSuccessThreshold(1).
		WithDelay(r.Recovery).
		OnStateChanged(func(e circuitbreaker.StateChangedEvent) {
			if e.OldState == circuitbreaker.ClosedState || e.NewState == circuitbreaker.ClosedState {
				b.spells.Add(1)
			}
		}).Build()
	return b
}

// enter tells whether a request may go out, and in which spell. One that is let
// out to see whether the vendor is well opens the breaker for another delay: a
// trial that hangs, or whose caller leaves, keeps nobody waiting for its end.
func (b *breaker) enter() (spell int64, ok bool) {
	spell = b.spells.Load()
	if !b.circuit.TryAcquirePermit() {
		return spell, false
	}
	if b.circuit.IsHalfOpen() {
		b.circuit.Open()
	}
	return spell, true
}

// leave records what a request told. Of another spell it tells nothing of now.
func (b *breaker) leave(spell int64, told health) {
	switch {
	case spell != b.spells.Load() || told == untold:
	case told == sick:
		b.circuit.RecordFailure()
	case b.circuit.IsOpen():
		b.circuit.Close()
	default:
		b.circuit.RecordSuccess()
	}
}

// wait is how long the breaker stays open, 0 where it is not.
func (b *breaker) wait() time.Duration { return b.circuit.RemainingDelay() }
