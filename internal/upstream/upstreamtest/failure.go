package upstreamtest

import (
	"errors"
	"fmt"
	"slices"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// failure demands that err is the contract's own error, and not one that wraps
// it: what a wrapper adds is vetted by nobody.
func failure(err error) (*upstream.Error, error) {
	if err == nil {
		return nil, errors.New("there is no error")
	}
	e, ok := err.(*upstream.Error)
	if !ok || e == nil {
		return nil, fmt.Errorf("the error is a %T, want an *upstream.Error", err)
	}
	return e, nil
}

// isKind demands an error of one of these kinds.
func isKind(err error, kinds ...upstream.Kind) error {
	e, wrong := failure(err)
	if wrong != nil {
		return wrong
	}
	if !slices.Contains(kinds, e.Kind) {
		return fmt.Errorf("the error is %s, want %v", e.Kind, kinds)
	}
	return nil
}

// isOutcome demands an error that says one of these of a write.
func isOutcome(err error, outcomes ...upstream.Outcome) error {
	e, wrong := failure(err)
	if wrong != nil {
		return wrong
	}
	if !slices.Contains(outcomes, e.Outcome) {
		return fmt.Errorf("the outcome is %q, want %q", e.Outcome, outcomes)
	}
	return nil
}

// demand returns an error that says what is wrong, nil where nothing is.
func demand(ok bool, wrong string) error {
	if ok {
		return nil
	}
	return errors.New(wrong)
}

// during says in which situation an error came up.
func during(situation string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", situation, err)
}
