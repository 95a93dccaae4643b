package script

import (
	"errors"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// Failure returns err as the contract's own error, and ends the test where it is
// another one, wraps one or is none.
func Failure(t testing.TB, err error) *upstream.Error {
	t.Helper()
	e, ok := err.(*upstream.Error)
	if !ok || e == nil {
		t.Fatalf("got %T %v, want an *upstream.Error", err, err)
	}
	return e
}

// Faults returns where the faults are that err joins, in its order, and ends the
// test where it joins none or something else.
func Faults(t testing.TB, err error) []string {
	t.Helper()
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		t.Fatalf("got %v, want joined faults", err)
	}
	var paths []string
	for _, e := range joined.Unwrap() {
		fault, ok := errors.AsType[*upstream.Fault](e)
		if !ok {
			t.Fatalf("got %T %v among the faults", e, e)
		}
		paths = append(paths, fault.Path)
	}
	return paths
}

// Fields returns the faults of a body as a pointer and a code each, in their
// order.
func Fields(faults []upstream.FieldError) []string {
	var all []string
	for _, f := range faults {
		all = append(all, f.Pointer+" "+f.Code)
	}
	return all
}
