package rest

import (
	"context"
	"net/http"
	"time"

	"github.com/failsafe-go/failsafe-go"
	"github.com/failsafe-go/failsafe-go/retrypolicy"
)

const (
	// shortest and longest pause before a repeat where the vendor named none: long
	// enough for a balancer to notice, drawn by lot so that calls which failed
	// together do not come again together.
	pauseMin, pauseMax = 50 * time.Millisecond, 100 * time.Millisecond
	// patience is the longest Retry-After that a call sits out; what asks for more
	// is answered to the caller, who can wait better.
	patience = 2 * time.Second
)

// newRepeats is the policy of one repeat. Whether a request is worth it is decided
// by its exchange, which knows the call.
func newRepeats() failsafe.Executor[*attempt] {
	return failsafe.With[*attempt](retrypolicy.NewBuilder[*attempt]().
		HandleIf(func(a *attempt, _ error) bool { return a != nil && a.again }).
		WithMaxRetries(1).
		WithRandomDelay(pauseMin, pauseMax).
		WithDelayFunc(func(e failsafe.ExecutionAttempt[*attempt]) time.Duration { return e.LastResult().pause }).
		ReturnLastFailure().
		Build())
}

// repeatable tells whether the request means the same when it arrives twice: a
// read, or a write by PUT or DELETE (RFC 9110 §9.2.2).
func (c Call) repeatable() bool {
	if c.Once || c.Route.Once || c.Mints {
		return false
	}
	return !c.Route.Write || c.Route.Verb == http.MethodPut || c.Route.Verb == http.MethodDelete
}

// fits tells whether a call has time for the pause. It takes no more than half of
// what is left: a repeat without the time to be answered is none.
func fits(ctx context.Context, pause time.Duration) bool {
	end, ok := ctx.Deadline()
	return pause <= patience && (!ok || 2*pause <= time.Until(end))
}
