package rest

import (
	"errors"
	"io"
	"net/http"
	"slices"
	"syscall"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// attempt is one request and what came of it: an answer, or an error of why there
// is none.
type attempt struct {
	answer *Answer
	err    error
	// held tells that a guard held it back; nothing left.
	held bool
	// took is how long it was under way.
	took time.Duration
	// again tells that the same request follows, after pause; below zero that is the
	// policy's own short one.
	again bool
	pause time.Duration
}

// unsettled tells whether a write may have been carried out, though nobody said so.
func (a *attempt) unsettled() bool {
	if a.err != nil {
		var e *upstream.Error
		return errors.As(a.err, &e) && e.Outcome == upstream.Unknown
	}
	return a.answer.Write && a.answer.Status >= 500 && a.answer.Status != http.StatusServiceUnavailable
}

// passing tells whether the failure is of a kind that is often over at once: the
// connection broke before an answer, or something before the vendor lost it.
func (a *attempt) passing() bool {
	if a.err == nil {
		return slices.Contains([]int{http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout}, a.answer.Status)
	}
	return upstream.IsKind(a.err, upstream.Failed) && slices.ContainsFunc(
		[]error{syscall.ECONNREFUSED, syscall.ECONNRESET, syscall.EPIPE, io.EOF, io.ErrUnexpectedEOF},
		func(broken error) bool { return errors.Is(a.err, broken) },
	)
}

// told is what the attempt says of the vendor's health, where a call has timeout
// in all. A vendor that had less than half of that was not given its time: the
// caller's own was shorter, or it went to a login.
func (a *attempt) told(timeout time.Duration) health {
	switch {
	case a.err == nil && a.answer.Status >= 500:
		return sick
	case a.err == nil, errors.Is(a.err, errTooLarge):
		return well
	case upstream.IsKind(a.err, upstream.Canceled), errors.Is(a.err, errNeverDialled), errors.Is(a.err, errForeignPath):
		return untold
	case upstream.IsKind(a.err, upstream.Timeout) && a.took < timeout/2:
		return untold
	}
	return sick
}
