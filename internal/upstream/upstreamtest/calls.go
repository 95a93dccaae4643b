package upstreamtest

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// try calls the operation with texts on which it can succeed.
func (b *Bench) try(ctx context.Context, o operation) (any, error) {
	texts, err := b.fitting(ctx, o)
	if err != nil {
		return nil, err
	}
	return o.call(ctx, b, texts)
}

// meets has the operation meet a fault and returns its error.
func (b *Bench) meets(ctx context.Context, o operation, fault simkit.Fault) error {
	_, err := b.answerTo(ctx, o, fault)
	return err
}

// answerTo has the operation meet a fault and returns its answer too.
func (b *Bench) answerTo(ctx context.Context, o operation, fault simkit.Fault) (any, error) {
	b.Sim.Faults.Clear()
	texts, err := b.fitting(ctx, o)
	if err != nil {
		return nil, err
	}
	return b.under(ctx, o, texts, fault)
}

// under calls the operation while the vendor has a fault.
func (b *Bench) under(ctx context.Context, o operation, texts []string, fault simkit.Fault) (any, error) {
	b.Sim.Log.Reset()
	b.Sim.Faults.Clear()
	b.Sim.Faults.Schedule(fault)
	return o.call(ctx, b, texts)
}

// chances are how often a connection with little time may try what prepares a
// test: the machine may be busy.
const chances = 10

// warm makes one call, so that a connector that needs a session has one. A
// connection with little time is given further chances.
func (b *Bench) warm(ctx context.Context) (err error) {
	defer b.Sim.Log.Reset()
	return b.arrive(ctx)
}

// arrive is warm with the log left as it is.
func (b *Bench) arrive(ctx context.Context) (err error) {
	reads := b.only(func(o operation) bool { return !o.write && !o.own })
	for range chances {
		if len(reads) == 0 {
			return nil
		}
		if _, err = b.try(ctx, reads[0]); err == nil {
			return nil
		}
	}
	return during("a call of a healthy vendor", err)
}

// each checks the operations at once, every one on a warm bench of its own with
// this timeout.
func (b *Bench) each(ctx context.Context, operations []operation, timeout time.Duration, check func(context.Context, *Bench, operation) error) error {
	benches := make([]*Bench, len(operations))
	for i := range operations {
		other, err := b.another(b.options.People, timeout)
		if err != nil {
			return err
		}
		benches[i] = other
	}
	faults := make([]error, len(operations))
	var group sync.WaitGroup
	for i, o := range operations {
		group.Go(func() {
			err := benches[i].warm(ctx)
			if err == nil {
				err = check(ctx, benches[i], o)
			}
			faults[i] = during(o.id, err)
		})
	}
	group.Wait()
	return errors.Join(faults...)
}
