package upstream

import (
	"errors"
	"fmt"
	"time"
)

// Kind is what went wrong, seen from the gateway. The set is closed: handlers
// turn each kind into one status and one problem type.
type Kind int

// The kinds. Their comments say who is to blame and what a caller can do.
const (
	// Failed: the vendor failed (5xx, connection refused or reset).
	Failed Kind = iota + 1
	// Malformed: the vendor's answer is unreadable, too big or not its own format.
	Malformed
	// Timeout: the vendor did not answer within the connection's timeout.
	Timeout
	// Throttled: the vendor asks to come later (429, 503).
	Throttled
	// Credentials: the vendor refuses the gateway's own credentials.
	Credentials
	// Forbidden: the vendor says that the configured account may not do this.
	Forbidden
	// NotFound: the vendor has no such thing.
	NotFound
	// Conflict: it exists already.
	Conflict
	// Rejected: the vendor, or its connector's table, refuses the content.
	Rejected
	// WrongIdentifier: the id is of another kind than this operation needs.
	WrongIdentifier
	// Unsupported: this connection cannot do it.
	Unsupported
	// InvalidGrant: a credential that the caller sent in the body is wrong.
	InvalidGrant
	// BadPosition: the position of a list is not one this connector made.
	BadPosition
	// Canceled: the caller left; nobody reads the answer.
	Canceled
)

// Kinds returns every kind, for tables that must be complete.
func Kinds() []Kind {
	var all []Kind
	for k := Failed; k <= Canceled; k++ {
		all = append(all, k)
	}
	return all
}

// Outcome tells what became of a write that failed.
type Outcome string

// The outcomes of a failed write. A read has none.
const (
	// NotSent: the vendor never received it.
	NotSent Outcome = "not_sent"
	// Refused: the vendor said no; nothing changed.
	Refused Outcome = "rejected"
	// Unknown: it may or may not have been carried out.
	Unknown Outcome = "unknown"
)

// Error is the only error that a connector returns.
type Error struct {
	Kind Kind
	// Outcome is set on writes by the transport or the translator.
	Outcome Outcome
	// Detail is for people and safe to show: it holds no id, no vendor text and
	// no credential. Empty means that the kind says enough.
	Detail string
	// Fields point into the request, see [FieldError].
	Fields []FieldError
	// RetryAfter is how long the vendor asked to wait, 0 where it did not say.
	RetryAfter time.Duration
	// Vendor is what the vendor answered, nil where it did not.
	Vendor *VendorAnswer
	// Final tells that the same call would fail again.
	Final bool
	// Err is the cause, for logs and errors.Is; it is never shown.
	Err error
}

// FieldError is one fault of one member of the request, or of one parameter.
type FieldError struct {
	// Pointer is a JSON pointer (RFC 6901) into the request body.
	Pointer string
	// Parameter is the name of a parameter, in place of a pointer.
	Parameter string
	// Code is a short stable word, such as "unsupported-field".
	Code string
	// Detail is for people.
	Detail string
}

// VendorAnswer is what may be shown of a vendor's error: the status, a code from
// its own list, and a message only where its format has one meant for people.
type VendorAnswer struct {
	Status  int
	Code    string
	Message string
}

// Error describes the kind and the cause for logs.
func (e *Error) Error() string {
	s := fmt.Sprintf("upstream: %s", e.Kind)
	if e.Detail != "" {
		s += ": " + e.Detail
	}
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// IsKind tells whether err is an [*Error] of this kind.
func IsKind(err error, k Kind) bool {
	var e *Error
	return errors.As(err, &e) && e.Kind == k
}

// Reject is the error of a write that was not sent, because its content has
// these faults.
func Reject(faults ...FieldError) *Error {
	return &Error{Kind: Rejected, Outcome: NotSent, Fields: faults}
}

// Marked returns err with a copy of its [*Error] that edit has changed. An error
// of another kind, or none, stays as it is.
func Marked(err error, edit func(*Error)) error {
	var e *Error
	if !errors.As(err, &e) {
		return err
	}
	marked := *e
	edit(&marked)
	return &marked
}

// Unsent marks the error of a read that a write needed first: the write itself
// was not sent. A nil stays nil.
func Unsent(err error) error {
	return Marked(err, func(e *Error) { e.Outcome = NotSent })
}

// String returns a lower-case word for logs and metrics.
func (k Kind) String() string {
	switch k {
	case Failed:
		return "failed"
	case Malformed:
		return "malformed"
	case Timeout:
		return "timeout"
	case Throttled:
		return "throttled"
	case Credentials:
		return "credentials"
	case Forbidden:
		return "forbidden"
	case NotFound:
		return "not-found"
	case Conflict:
		return "conflict"
	case Rejected:
		return "rejected"
	case WrongIdentifier:
		return "wrong-identifier"
	case Unsupported:
		return "unsupported"
	case InvalidGrant:
		return "invalid-grant"
	case BadPosition:
		return "bad-position"
	case Canceled:
		return "canceled"
	}
	return fmt.Sprintf("kind-%d", int(k))
}
