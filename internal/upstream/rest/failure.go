package rest

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"strconv"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// outcome returns o for a write and nothing for a read, which has no outcome.
func outcome(call Call, o upstream.Outcome) upstream.Outcome {
	if call.Route.Write {
		return o
	}
	return ""
}

// notSent marks the error of a call that never left.
func notSent(call Call, err error) error {
	var e *upstream.Error
	if !errors.As(err, &e) {
		return &upstream.Error{Kind: upstream.Failed, Outcome: outcome(call, upstream.NotSent), Err: err}
	}
	return upstream.Marked(err, func(e *upstream.Error) { e.Outcome = outcome(call, upstream.NotSent) })
}

func contextError(ctx context.Context, o upstream.Outcome) *upstream.Error {
	kind := upstream.Canceled
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		kind = upstream.Timeout
	}
	return &upstream.Error{Kind: kind, Outcome: o, Err: ctx.Err()}
}

// sendError is for a call that brought no answer. Without a connection that
// stood, TLS included, nothing was sent; with one, anything may have been.
func sendError(ctx context.Context, call Call, err error, connected bool) error {
	sent := upstream.NotSent
	if connected {
		sent = upstream.Unknown
	}
	if errors.Is(err, errNeverDialled) {
		return &upstream.Error{
			Kind: upstream.Failed, Outcome: outcome(call, upstream.NotSent), Final: true, Err: errNeverDialled,
			Detail: "The connection's base URL leads to an address that the gateway never calls.",
		}
	}
	if ctx.Err() != nil {
		return contextError(ctx, outcome(call, sent))
	}
	return &upstream.Error{Kind: upstream.Failed, Outcome: outcome(call, sent), Err: cause(err)}
}

// readError is for an answer that broke off after its status.
func readError(ctx context.Context, call Call, status int, err error) error {
	e := &upstream.Error{Kind: upstream.Malformed, Outcome: outcome(call, upstream.Unknown), Err: cause(err)}
	if ctx.Err() != nil {
		e = contextError(ctx, outcome(call, upstream.Unknown))
	}
	e.Vendor = &upstream.VendorAnswer{Status: status}
	return e
}

// cause keeps of an error what the network or TLS said. What net/http says of an
// answer that it cannot read quotes the vendor, who may quote anything: a log
// line must not hold that.
func cause(err error) error {
	var op *net.OpError
	var certificate *tls.CertificateVerificationError
	switch {
	case errors.As(err, &op):
		return op
	case errors.As(err, &certificate):
		return certificate
	case errors.Is(err, io.ErrUnexpectedEOF):
		return io.ErrUnexpectedEOF
	case errors.Is(err, io.EOF):
		return io.EOF
	}
	return errors.New("rest: the answer is not HTTP")
}

// malformed is for an answer that came whole and is not in the vendor's format.
func (a *Answer) malformed(err error) *upstream.Error {
	e := &upstream.Error{Kind: upstream.Malformed, Vendor: &upstream.VendorAnswer{Status: a.Status}, Err: err}
	if a.Write {
		e.Outcome = upstream.Unknown
	}
	return e
}

// Refusal is the error of an answer of this kind, with the vendor's status and,
// on a write, the outcome: a vendor that said no changed nothing, one that broke
// may have. A no to a repeat says nothing of the request before it, so that a
// DELETE of what is gone by then is NotFound with an unknown outcome: whether it
// was there at all, nobody can tell (RFC 9110 §9.2.2).
func (a *Answer) Refusal(kind upstream.Kind) *upstream.Error {
	e := &upstream.Error{Kind: kind, Vendor: &upstream.VendorAnswer{Status: a.Status}}
	if !a.Write {
		return e
	}
	e.Outcome = a.refused()
	if kind == upstream.Failed || kind == upstream.Malformed || kind == upstream.Timeout {
		e.Outcome = upstream.Unknown
	}
	return e
}

// refused is the outcome of a write to which the vendor said no.
func (a *Answer) refused() upstream.Outcome {
	if a.unsettled {
		return upstream.Unknown
	}
	return upstream.Refused
}

// Common translates what a connector's own table does not name. A 429 or 503 is
// Throttled, a 504 Timeout, any other 5xx Failed; a 404 or 405, and any 4xx of a
// read without an id, is Failed, since nothing of the caller's can be at fault;
// other 4xx are Rejected; all else, such as a redirect, is Malformed.
func (a *Answer) Common() *upstream.Error {
	switch {
	case a.Status == http.StatusTooManyRequests, a.Status == http.StatusServiceUnavailable:
		e := a.Refusal(upstream.Throttled)
		e.RetryAfter = a.retryAfter()
		return e
	case a.Status == http.StatusGatewayTimeout:
		return a.Refusal(upstream.Timeout)
	case a.Status >= 500:
		return a.Refusal(upstream.Failed)
	case a.Status == http.StatusNotFound, a.Status == http.StatusMethodNotAllowed, a.Status >= 400 && !a.Write && !a.named:
		// Nobody named this refusal, or nothing in the call is the caller's: the base
		// URL is wrong, or the vendor is not what its sheet says.
		return a.misled()
	case a.Status >= 400:
		return a.Refusal(upstream.Rejected)
	default:
		return a.Refusal(upstream.Malformed)
	}
}

// misled is the failure of a call that the vendor does not know; it changed
// nothing.
func (a *Answer) misled() *upstream.Error {
	e := a.Refusal(upstream.Failed)
	if a.Write {
		e.Outcome = a.refused()
	}
	return e
}

// maxRetryAfter caps what a vendor may ask callers to wait.
const maxRetryAfter = 5 * time.Minute

func (a *Answer) retryAfter() time.Duration {
	text := a.Header.Get("Retry-After")
	// A number that is out of range comes as the largest there is.
	if seconds, err := strconv.Atoi(text); err == nil || errors.Is(err, strconv.ErrRange) {
		return time.Duration(min(max(0, seconds), int(maxRetryAfter/time.Second))) * time.Second
	}
	if at, err := http.ParseTime(text); err == nil {
		return min(max(0, time.Until(at)), maxRetryAfter)
	}
	return 0
}

// Code fills in the vendor's own error code where it is a plain word: anything
// else might be a value of somebody's data.
func (a *Answer) Code(e *upstream.Error, code string) *upstream.Error {
	if len(code) > 0 && len(code) <= 64 && isWord(code) && a.scrubber.Clean(code) == code {
		e.Vendor.Code = code
	}
	return e
}

// Message fills in the vendor's message for people: bounded, without control
// characters and without anything secret.
func (a *Answer) Message(e *upstream.Error, text string) *upstream.Error {
	e.Vendor.Message = a.Text(text)
	return e
}

// maxMessage is how many characters of a vendor's message are shown.
const maxMessage = 300

// Text bounds and cleans a vendor's text for people, before control characters go
// and after: one in the middle would hide a secret, and a secret may have one.
func (a *Answer) Text(text string) string {
	return clip(a.scrubber.Clean(dropControls(a.scrubber.Clean(text))), maxMessage)
}
