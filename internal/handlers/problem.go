package handlers

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"github.com/dragoman-gateway/dragoman/api"
	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// failure is an error that knows which problem it is.
type failure struct {
	code       code
	detail     string
	connection string
	outcome    upstream.Outcome
	errors     []api.ProblemError
	sources    []api.Source
	vendor     *upstream.VendorAnswer
	final      bool
	header     http.Header
	cause      error
}

// fail returns a problem of this code.
func fail(c code) *failure { return &failure{code: c, header: http.Header{}} }

// Error returns the code and the cause, for logs.
func (f *failure) Error() string {
	if f.cause != nil {
		return string(f.code) + ": " + f.cause.Error()
	}
	return string(f.code)
}

// Unwrap returns the cause.
func (f *failure) Unwrap() error { return f.cause }

// invalid is a request that is not as the specification says.
func invalid(errs ...api.ProblemError) *failure {
	f := fail(codeInvalidRequest)
	f.errors = errs
	return f
}

// vendorFailure is the problem of a connector's error.
func vendorFailure(connection string, e *upstream.Error) *failure {
	f := fail(codeOf(e.Kind))
	f.connection, f.detail, f.outcome, f.vendor, f.final, f.cause = connection, e.Detail, e.Outcome, e.Vendor, e.Final, e
	for _, field := range e.Fields {
		f.errors = append(f.errors, api.ProblemError{Pointer: optional(field.Pointer), Parameter: optional(field.Parameter), Code: field.Code, Detail: optional(field.Detail)})
	}
	if e.Kind == upstream.Throttled {
		f.header.Set("Retry-After", seconds(e.RetryAfter))
	}
	return f
}

// asFailure finds the problem that any error is. What nobody foresaw is the
// gateway's own fault and says nothing.
func asFailure(err error) *failure {
	var f *failure
	if errors.As(err, &f) {
		return f
	}
	var e *upstream.Error
	if errors.As(err, &e) {
		return vendorFailure("", e)
	}
	f = fail(codeInternal)
	var h *echo.HTTPError
	if errors.As(err, &h) && h.Code < http.StatusInternalServerError {
		f = fail(codeInvalidRequest)
	}
	f.cause = err
	return f
}

// writeProblem is the only place where a 4xx or 5xx is written (RFC 9457).
func (s *server) writeProblem(err error, c echo.Context) {
	f := asFailure(err)
	// A vendor's refusal that makes no sense for this operation, such as a conflict
	// of a read, is the vendor's failure and not an answer nobody declared.
	if op := operationFrom(c.Request().Context()); op != nil && f.vendor != nil && op.spec.Responses.Status(f.code.status()) == nil {
		f.code = codeVendorFailed
	}
	r := recordOf(c)
	r.code, r.cause = string(f.code), f.cause
	if f.connection != "" {
		r.connection = f.connection
	}
	if c.Response().Committed {
		return
	}
	r.outcome = f.became(operationFrom(c.Request().Context()))
	h := c.Response().Header()
	for name, values := range f.header {
		h[name] = values
	}
	h.Set("Content-Type", "application/problem+json")
	h.Set("Cache-Control", "no-store")
	body, err := json.Marshal(f.problem(c.Request().Context()))
	if err != nil {
		s.Log.Error("problem", "cause", causeText(err))
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	c.Response().WriteHeader(f.code.status())
	_, _ = c.Response().Write(body)
}

// maxErrors is the most that the specification promises: a body can have more.
const maxErrors = 1000

// became is what became of a write that failed, empty for a read. One that the
// gateway itself refused was not sent.
func (f *failure) became(op *operation) upstream.Outcome {
	switch {
	case op == nil || !op.write:
		return ""
	case f.outcome == "" && f.code == codeInternal:
		return upstream.Unknown
	case f.outcome == "":
		return upstream.NotSent
	}
	return f.outcome
}

// problem is the body.
func (f *failure) problem(ctx context.Context) api.Problem {
	op := operationFrom(ctx)
	outcome := f.became(op)
	p := api.Problem{
		Type: "/problems/" + string(f.code), Title: f.code.title(), Status: f.code.status(), Code: string(f.code),
		Detail: optional(f.detail), Instance: instance(requestIDFrom(ctx)), RequestID: requestIDFrom(ctx),
		Connection: optional(f.connection), Outcome: optional(string(outcome)),
		Retryable: f.code.passing() && !f.final && (outcome != upstream.Unknown || op.method == http.MethodPut || op.method == http.MethodDelete),
	}
	if len(f.errors) > 0 {
		p.Errors = new(f.errors[:min(len(f.errors), maxErrors)])
	}
	if len(f.sources) > 0 {
		p.Sources = &f.sources
	}
	if f.vendor != nil {
		p.Vendor = &api.ProblemVendor{Status: f.vendor.Status, Code: optional(f.vendor.Code), Message: optional(f.vendor.Message)}
	}
	return p
}
