package upstreamtest

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// operation is one operation on users, ready to be called.
type operation struct {
	// id is the operationId.
	id string
	// write tells that it changes something, byID that the caller's id takes
	// part in it.
	write, byID bool
	call        func(ctx context.Context, b *Bench, id string) (any, error)
}

// operations returns those operations on users that the connector has.
func (b *Bench) operations() []operation {
	chosen := b.Connector.Describe().NativeID == upstream.IDRequired
	all := []operation{
		{"listUsers", false, false, invoke(upstream.UserLister.ListUsers, firstPage)},
		{"getUser", false, true, invoke(upstream.UserGetter.GetUser, reference)},
		{"lookupUsers", false, false, invoke(upstream.UserLookuper.LookupUsers, lookup)},
		{"createUser", true, chosen, invoke(upstream.UserCreator.CreateUser, newUser)},
		{"putUser", true, true, invoke(upstream.UserPutter.PutUser, wholeUser)},
		{"updateUser", true, true, invoke(upstream.UserUpdater.UpdateUser, changedUser)},
		{"deleteUser", true, true, invoke(upstream.UserDeleter.DeleteUser, reference)},
		{"syncUsers", true, false, invoke(upstream.UserSyncer.SyncUsers, syncing)},
	}
	return slices.DeleteFunc(all, func(o operation) bool {
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
func invoke[C, In, Out any](method func(C, context.Context, In) (Out, error), in func(*Bench, string) In) func(context.Context, *Bench, string) (any, error) {
	return func(ctx context.Context, b *Bench, id string) (any, error) {
		return method(b.Connector.(C), ctx, in(b, id))
	}
}

func firstPage(*Bench, string) upstream.UserQuery { return upstream.UserQuery{Limit: 10} }

func reference(_ *Bench, id string) upstream.UserRef { return upstream.UserRef{ID: id} }

func lookup(*Bench, string) upstream.Lookup {
	return upstream.Lookup{Attribute: "email", Values: []string{"nobody@suite.example"}}
}

func syncing(*Bench, string) upstream.Sync {
	return upstream.Sync{Attribute: "email", Values: []string{"nobody@suite.example"}, Add: true, Update: true}
}

func newUser(b *Bench, id string) upstream.UserDraft { return b.draft(upstream.OnCreate, id, 1) }

func wholeUser(b *Bench, id string) upstream.UserDraft { return b.draft(upstream.OnPut, id, 2) }

func changedUser(b *Bench, id string) upstream.UserPatch {
	return patchOf(b.draft(upstream.OnPatch, id, 3))
}

// try calls the operation with an id on which it can succeed.
func (b *Bench) try(ctx context.Context, o operation) (any, error) {
	return o.call(ctx, b, b.fitting(o))
}

// fitting returns an id on which the operation can succeed: a free one for a
// create, otherwise that of somebody.
func (b *Bench) fitting(o operation) string {
	if o.id == "createUser" {
		return b.freeID()
	}
	return b.Sim.World.People()[0].ID
}

// warm makes one call, so that a connector that needs a session has one. A
// connection with little time is given further chances.
func (b *Bench) warm(ctx context.Context) (err error) {
	defer b.Sim.Log.Reset()
	reads := b.reads()
	for range 3 {
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
