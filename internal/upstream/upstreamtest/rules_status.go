package upstreamtest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

func statusRules() []Rule {
	return []Rule{
		{Name: "a vendor that fails is a failure", Wire: true, Check: checkFailing},
		{Name: "a connection that breaks is a failure", Wire: true, Check: checkReset},
		{Name: "a vendor that asks to wait is throttled for as long as it says", Wire: true, Check: checkThrottled},
		{Name: "a refused credential is a credentials error", Wire: true, Check: checkRefused},
		{Name: "a failed write says what became of it", Wire: true, Check: checkOutcome},
		{Name: "a failed call is sent once", Wire: true, Check: checkOnce},
	}
}

func checkFailing(ctx context.Context, b *Bench) error {
	return b.each(ctx, b.operations(), patience, func(ctx context.Context, b *Bench, o operation) error {
		var faults []error
		for _, status := range []int{http.StatusInternalServerError, http.StatusBadGateway} {
			err := b.meets(ctx, o, simkit.Fault{Status: status, Body: "<html>oops</html>"})
			faults = append(faults, during(http.StatusText(status), isKind(err, upstream.Failed)))
		}
		return errors.Join(faults...)
	})
}

func checkReset(ctx context.Context, b *Bench) error {
	return b.each(ctx, b.operations(), patience, func(ctx context.Context, b *Bench, o operation) error {
		return isKind(b.meets(ctx, o, simkit.Fault{Reset: true}), upstream.Failed)
	})
}

func checkThrottled(ctx context.Context, b *Bench) error {
	return b.each(ctx, b.operations(), patience, func(ctx context.Context, b *Bench, o operation) error {
		var faults []error
		for _, status := range []int{http.StatusTooManyRequests, http.StatusServiceUnavailable} {
			err := b.meets(ctx, o, simkit.Fault{Status: status, Header: http.Header{"Retry-After": {"7"}}})
			wrong := isKind(err, upstream.Throttled)
			var e *upstream.Error
			if errors.As(err, &e) && e.RetryAfter != 7*time.Second {
				wrong = errors.Join(wrong, fmt.Errorf("the wait is %v, want 7s", e.RetryAfter))
			}
			faults = append(faults, during(http.StatusText(status), wrong))
		}
		return errors.Join(faults...)
	})
}

func checkRefused(ctx context.Context, b *Bench) error {
	configured := b.only(func(o operation) bool { return !o.own })
	return b.each(ctx, configured, patience, func(ctx context.Context, b *Bench, o operation) error {
		return isKind(b.meets(ctx, o, simkit.Fault{Status: http.StatusUnauthorized}), upstream.Credentials)
	})
}

// checkOutcome lets the reads of a write pass and has the write itself fail.
func checkOutcome(ctx context.Context, b *Bench) error {
	writes := func(e simkit.Entry) bool { return e.Write }
	answered := b.each(ctx, b.writes(), patience, func(ctx context.Context, b *Bench, o operation) error {
		broken := b.meets(ctx, o, simkit.Fault{When: writes, Reset: true})
		faults := []error{during("a broken connection", isOutcome(broken, upstream.Unknown))}
		for _, status := range []int{500, 502, 504} {
			err := b.meets(ctx, o, simkit.Fault{When: writes, Status: status})
			faults = append(faults, during(http.StatusText(status), isOutcome(err, upstream.Unknown)))
		}
		for _, status := range []int{400, 403, 404, 409, 422, 429} {
			err := b.meets(ctx, o, simkit.Fault{When: writes, Status: status})
			faults = append(faults, during(http.StatusText(status), isOutcome(err, upstream.Refused, upstream.NotSent)))
		}
		return errors.Join(faults...)
	})
	// Long enough for what a write reads first, also on a busy machine.
	silent := b.each(ctx, b.writes(), 3*hasty, func(ctx context.Context, b *Bench, o operation) error {
		err := b.meets(ctx, o, simkit.Fault{When: writes, Hang: true})
		return during("silence", isOutcome(err, upstream.Unknown))
	})
	return errors.Join(answered, silent)
}

func checkOnce(ctx context.Context, b *Bench) error {
	return b.each(ctx, b.operations(), patience, func(ctx context.Context, b *Bench, o operation) error {
		var faults []error
		for _, status := range []int{500, 503, 429} {
			err := b.meets(ctx, o, simkit.Fault{Status: status})
			_, wrong := failure(err)
			if n := len(b.Sim.Log.All()); n != 1 {
				wrong = errors.Join(wrong, fmt.Errorf("%d requests, want 1", n))
			}
			faults = append(faults, during(http.StatusText(status), wrong))
		}
		return errors.Join(faults...)
	})
}
