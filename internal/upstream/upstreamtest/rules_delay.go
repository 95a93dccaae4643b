package upstreamtest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

func delayRules() []Rule {
	return []Rule{
		{Name: "a vendor that is silent is a timeout, in time", Wire: true, Alone: true, Check: checkSilence},
		{Name: "a vendor that drips is a timeout, in time", Wire: true, Alone: true, Check: checkDrip},
		{Name: "a call that is cancelled on the way returns at once", Wire: true, Alone: true, Check: checkCancelled},
		{Name: "a call that was cancelled before it began is canceled", Check: checkStillborn},
	}
}

const (
	// hasty is the timeout of a connection that is expected to run into it.
	hasty = 300 * time.Millisecond
	// grace is how much later than due a call may return.
	grace = 200 * time.Millisecond
	// busy is how late a busy machine can make one.
	busy = 2 * time.Second
)

func checkSilence(ctx context.Context, b *Bench) error {
	return b.each(ctx, b.operations(), hasty, func(ctx context.Context, b *Bench, o operation) error {
		return b.timesOut(ctx, o, simkit.Fault{Hang: true})
	})
}

func checkDrip(ctx context.Context, b *Bench) error {
	slow := simkit.Fault{Status: http.StatusOK, Body: strings.Repeat(" ", 100), Drip: 50 * time.Millisecond}
	return b.each(ctx, b.operations(), hasty, func(ctx context.Context, b *Bench, o operation) error {
		return b.timesOut(ctx, o, slow)
	})
}

func (b *Bench) timesOut(ctx context.Context, o operation, fault simkit.Fault) error {
	texts, err := b.fitting(ctx, o)
	if err != nil {
		return err
	}
	return promptly(hasty, func() error {
		_, err := b.under(ctx, o, texts, fault)
		return isKind(err, upstream.Timeout)
	})
}

// promptly demands that do returns when it is due. A machine that is busy with
// something else is given further chances.
func promptly(due time.Duration, do func() error) (err error) {
	for range 3 {
		began := time.Now()
		if err := do(); err != nil {
			return err
		}
		late := time.Since(began) - due
		if late <= grace {
			return nil
		}
		err = fmt.Errorf("it returned %v late", late.Round(time.Millisecond))
		if late > busy {
			break
		}
	}
	return err
}

func checkCancelled(ctx context.Context, b *Bench) error {
	const soon = 30 * time.Millisecond
	return b.each(ctx, b.operations(), patience, func(ctx context.Context, b *Bench, o operation) error {
		texts, err := b.fitting(ctx, o)
		if err != nil {
			return err
		}
		return promptly(soon, func() error {
			ctx, cancel := context.WithCancel(ctx)
			defer time.AfterFunc(soon, cancel).Stop()
			_, err := b.under(ctx, o, texts, simkit.Fault{Hang: true})
			return isKind(err, upstream.Canceled)
		})
	})
}

func checkStillborn(ctx context.Context, b *Bench) error {
	gone, cancel := context.WithCancel(ctx)
	cancel()
	var faults []error
	for _, o := range b.operations() {
		texts, err := b.fitting(ctx, o)
		if err != nil {
			return err
		}
		before := b.snapshot()
		_, err = o.call(gone, b, texts)
		faults = append(faults, during(o.id, errors.Join(isKind(err, upstream.Canceled), b.unchanged(before))))
	}
	return errors.Join(faults...)
}
