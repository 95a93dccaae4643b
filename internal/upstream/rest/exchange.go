package rest

import (
	"cmp"
	"context"
	"net/http"
	"net/url"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// exchange is one call on its way. It has at most one repeat and one renewal of
// its credential, so three requests.
type exchange struct {
	client *Client
	call   Call
	target *url.URL
	body   []byte

	// repeated tells that the repeat is used up, also for after a renewal.
	repeated bool
	// unsettled tells that an earlier request may have been carried out.
	unsettled bool
}

// run makes the exchange.
func (x *exchange) run(ctx context.Context) (*Answer, error) {
	answer, header, err := x.prove(ctx)
	if renewer, ok := x.call.Auth.(Renewer); ok && err == nil && renewer.Stale(answer.Status) && renewer.Renew(header) {
		answer, _, err = x.prove(ctx)
	}
	return x.settled(answer, err)
}

// prove sends the call with its credential, or records it where it is a write of a
// dry run, and returns the header that it sent.
func (x *exchange) prove(ctx context.Context) (*Answer, http.Header, error) {
	header := x.call.Header.Clone()
	if header == nil {
		header = http.Header{}
	}
	header.Set("Accept", cmp.Or(x.call.Accept, "application/json"))
	if x.body != nil {
		header.Set("Content-Type", cmp.Or(x.call.ContentType, "application/json"))
	}
	plan, unproven := upstream.PlanFrom(ctx), http.Header(nil)
	if plan != nil {
		unproven = header.Clone()
	}
	// Before the guards: a login is a call of its own, and one that waited for a
	// slot while it holds one might wait for ever.
	if x.call.Auth != nil {
		if err := x.call.Auth.Apply(ctx, header); err != nil {
			return nil, nil, notSent(x.call, err)
		}
	}
	if plan != nil && x.call.Route.Write {
		plan.Record(planned(x.call, x.target, unproven, header, x.body))
		return &Answer{Status: http.StatusOK, Planned: true, Route: x.call.Route.Name, Write: true, Header: http.Header{}, scrubber: x.client.scrubber}, header, nil
	}
	answer, err := x.deliver(ctx, header)
	return answer, header, err
}

// deliver sends the request, and once more where that is safe and may help. It
// returns the last that left: failsafe itself would answer with the context's
// error where that ended in the very moment in which the vendor's answer came.
func (x *exchange) deliver(ctx context.Context, header http.Header) (*Answer, error) {
	var last *attempt
	once := func() (*attempt, error) {
		if last != nil {
			x.unsettled = x.unsettled || last.unsettled()
		}
		next := x.client.guards.pass(x.call, func() (*Answer, error) {
			answer, connections, err := x.client.send(ctx, x.call, x.target, header.Clone(), x.body)
			x.repeated = x.repeated || connections > 1
			return answer, err
		})
		if last == nil || !next.held {
			last = next
		}
		x.decide(ctx, next)
		return next, nil
	}
	if sturdy := x.client.guards.sturdy; sturdy != nil {
		_, _ = sturdy.repeats.WithContext(ctx).Get(once)
	} else {
		_, _ = once()
	}
	return last.answer, last.err
}

// decide settles whether the request is sent once more.
func (x *exchange) decide(ctx context.Context, a *attempt) {
	sturdy := x.client.guards.sturdy
	if sturdy == nil || x.repeated || a.held || !x.call.repeatable() || !a.passing() {
		return
	}
	a.pause = -1
	if a.answer != nil {
		if asked := a.answer.retryAfter(); asked > 0 {
			a.pause = asked
		}
	}
	if fits(ctx, max(a.pause, pauseMax)) && sturdy.budget.spend() {
		a.again, x.repeated = true, true
	}
}

// settled marks what came last where an earlier request may have been carried out:
// a refusal of the second then says nothing of the first.
func (x *exchange) settled(answer *Answer, err error) (*Answer, error) {
	if !x.unsettled {
		return answer, err
	}
	if err != nil {
		return nil, upstream.Marked(err, func(e *upstream.Error) { e.Outcome = outcome(x.call, upstream.Unknown) })
	}
	answer.unsettled = true
	return answer, nil
}
