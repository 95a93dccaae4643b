package cache

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"
)

// ErrUnreadable is the error where something is remembered and cannot be read:
// whether it was done is not known, so do not do it.
var ErrUnreadable = errors.New("cache: what is remembered cannot be read")

// Ledger remembers what must not be done twice. Its store must not be one that
// other values push out of (a [Memory] of its own). Where the fleet's store is
// lost it remembers in this process, and Shared says so. A caller who leaves ends
// nothing here: half a claim would be in everybody's way. It is safe for
// concurrent use.
type Ledger struct {
	store Replica
	box   *Box
}

// NewLedger returns a ledger over a store.
func NewLedger(store Store, box *Box) *Ledger { return &Ledger{replicaOf(store), box} }

// Shared tells whether all replicas know what this one remembers now.
func (l *Ledger) Shared() bool { return l.store.Shared() }

// Claim remembers with a record that somebody began what the key names. Of all
// who claim it one is told that it is theirs; the others get the record that is
// there. Any error means: not yours.
func (l *Ledger) Claim(ctx context.Context, key []string, record []byte, life time.Duration) (found []byte, mine bool, err error) {
	ctx = context.WithoutCancel(ctx)
	entries := l.entries(key)
	for n, e := range entries {
		added, err := l.store.Add(ctx, e.name, e.lock.seal(e.name, record), life)
		if err == nil && added {
			continue
		}
		if err == nil {
			found, err = l.read(ctx, e.name)
		}
		// Under some secrets it was claimed, and so for nobody.
		return found, false, errors.Join(err, l.forget(ctx, entries[:n]))
	}
	return nil, true, nil
}

// Settle puts the outcome in the place of the claim.
func (l *Ledger) Settle(ctx context.Context, key []string, record []byte, life time.Duration) error {
	ctx = context.WithoutCancel(ctx)
	var all error
	for _, e := range l.entries(key) {
		all = errors.Join(all, l.store.Keep(ctx, e.name, e.lock.seal(e.name, record), life))
	}
	return all
}

// Release forgets the claim: nothing was done.
func (l *Ledger) Release(ctx context.Context, key []string) error {
	return l.forget(context.WithoutCancel(ctx), l.entries(key))
}

// entry is where a record is kept for the replicas that have one of the secrets.
type entry struct {
	name string
	lock lock
}

// entries returns the places of a key, under every secret: a replica that has
// only the old one must find it too. Their order does not depend on which secret
// is the current one, so that of two replicas one is the first everywhere.
func (l *Ledger) entries(key []string) []entry {
	parts := append([]string{"ledger"}, key...)
	entries := make([]entry, len(l.box.locks))
	for n, lock := range l.box.locks {
		entries[n] = entry{lock.name(parts), lock}
	}
	slices.SortFunc(entries, func(a, b entry) int { return strings.Compare(a.name, b.name) })
	return entries
}

// read opens the record under a name at which something is.
func (l *Ledger) read(ctx context.Context, name string) ([]byte, error) {
	values, err := l.store.GetStrict(ctx, name)
	if err == nil && values[0] == nil {
		// The fleet's store has lost it, and this replica may not have.
		values, err = l.store.Get(ctx, name)
	}
	if err != nil {
		return nil, err
	}
	record, ok := l.box.Open(name, values[0])
	if !ok {
		return nil, ErrUnreadable
	}
	return record, nil
}

func (l *Ledger) forget(ctx context.Context, entries []entry) error {
	if len(entries) == 0 {
		return nil
	}
	names := make([]string, len(entries))
	for n, e := range entries {
		names[n] = e.name
	}
	return l.store.Delete(ctx, names...)
}
