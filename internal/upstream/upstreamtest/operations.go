package upstreamtest

import (
	"context"
	"slices"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// operation is one operation of the API, ready to be called.
type operation struct {
	// id is the operationId.
	id string
	// write tells that it changes something at the vendor.
	write bool
	// own tells that the caller's own credential is what opens the vendor.
	own bool
	// telling tells that a success says what only the vendor knows.
	telling bool
	// slots are the texts that the caller gives.
	slots []slot
	call  caller
}

// caller calls an operation with one text a slot.
type caller func(ctx context.Context, b *Bench, texts []string) (any, error)

func reading(id string, call caller, slots ...slot) operation {
	return operation{id: id, telling: true, slots: slots, call: call}
}

func writing(id string, call caller, slots ...slot) operation {
	return operation{id: id, write: true, slots: slots, call: call}
}

// tells marks a write whose answer says what only the vendor knows.
func (o operation) tells() operation {
	o.telling = true
	return o
}

// byCaller marks an operation that the caller's own credential opens.
func (o operation) byCaller() operation {
	o.own = true
	return o
}

// everyOperation is every operation that needs a vendor, but the check of a
// connection, which has rules of its own.
func everyOperation() []operation {
	return slices.Concat(userOperations(), belongingOperations(), groupOperations(), shownOperations(), tokenOperations())
}

// operations returns those operations that the connector has.
func (b *Bench) operations() []operation {
	return slices.DeleteFunc(everyOperation(), func(o operation) bool {
		return !slices.ContainsFunc(upstream.Operations(), func(known upstream.Operation) bool {
			return known.ID == o.id && known.Supported(b.Connector)
		})
	})
}

func (b *Bench) reads() []operation { return b.only(func(o operation) bool { return !o.write }) }

func (b *Bench) writes() []operation { return b.only(func(o operation) bool { return o.write }) }

func (b *Bench) only(keep func(operation) bool) []operation {
	return slices.DeleteFunc(b.operations(), func(o operation) bool { return !keep(o) })
}

// invoke makes a call out of a capability's method and of what it is called
// with.
func invoke[C, In, Out any](method func(C, context.Context, In) (Out, error), in func(*Bench, []string) In) caller {
	return func(ctx context.Context, b *Bench, texts []string) (any, error) {
		return method(b.Connector.(C), ctx, in(b, texts))
	}
}

// fixed is what an operation is called with that nothing else decides.
func fixed[In any](in In) func(*Bench, []string) In {
	return func(*Bench, []string) In { return in }
}

// given is what an operation is called with that only the texts decide.
func given[In any](in func(texts []string) In) func(*Bench, []string) In {
	return func(_ *Bench, texts []string) In { return in(texts) }
}
