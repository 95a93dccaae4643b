package upstream

import (
	"context"
	"net/http"
	"regexp"
)

// Trace is the W3C trace context of a request, carried on to the vendors.
type Trace struct{ parent string }

type traceKey struct{}

// WithTrace returns a context that carries a traceparent header on. One that is
// not well formed is dropped.
func WithTrace(ctx context.Context, traceparent string) context.Context {
	if !traceparentForm.MatchString(traceparent) || noID.MatchString(traceparent) {
		return ctx
	}
	return context.WithValue(ctx, traceKey{}, Trace{traceparent})
}

// TraceFrom returns the trace of a request; the zero Trace where there is none.
func TraceFrom(ctx context.Context) Trace {
	t, _ := ctx.Value(traceKey{}).(Trace)
	return t
}

// Apply sets the traceparent header where there is a trace.
func (t Trace) Apply(h http.Header) {
	if t.parent != "" {
		h.Set("Traceparent", t.parent)
	}
}

// traceparentForm is version 00 of the W3C Trace Context recommendation.
var traceparentForm = regexp.MustCompile(`^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$`)

// noID is an id of zeros, which the recommendation calls invalid.
var noID = regexp.MustCompile(`^00-(0{32}|[0-9a-f]{32}-0{16})-`)
