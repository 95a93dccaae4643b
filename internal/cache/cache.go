package cache

import (
	"context"
	"sync/atomic"
	"time"

	"golang.org/x/sync/singleflight"
)

// Cache is what [Through] looks into. It is safe for concurrent use.
type Cache struct {
	store   Replica
	box     *Box
	now     func() time.Time
	flights singleflight.Group
	counts  counts
}

// New returns a cache over a store. Whatever the store fails to do costs time and
// is counted, and is no error to anybody.
func New(store Store, box *Box, now func() time.Time) *Cache {
	return &Cache{store: replicaOf(store), box: box, now: now}
}

// Stats is what a cache has seen since it was made.
type Stats struct {
	// Hits were answered from the cache, Stale past their freshness since loading
	// failed, Misses not at all.
	Hits, Stale, Misses uint64
	// Poisoned values were there and were not what was stored.
	Poisoned uint64
	// Failures of the store.
	Failures uint64
}

type counts struct{ hits, stale, misses, poisoned, failures atomic.Uint64 }

// Stats returns what was counted so far.
func (c *Cache) Stats() Stats {
	failures := c.counts.failures.Load()
	// A tiered store keeps the failures of the far one to itself.
	if t, ok := c.store.(*Tiered); ok {
		failures += t.Failures()
	}
	return Stats{
		Hits: c.counts.hits.Load(), Stale: c.counts.stale.Load(), Misses: c.counts.misses.Load(),
		Poisoned: c.counts.poisoned.Load(), Failures: failures,
	}
}

func (c *counts) add(s Status) {
	switch {
	case s.Hit:
		c.hits.Add(1)
	case s.TTL < 0:
		c.stale.Add(1)
	default:
		c.misses.Add(1)
	}
}

// Subject says what is cached, and for whom. Whatever makes one answer differ from
// another stands in it; nothing else decides what is found.
type Subject struct {
	Tenant, Connection string
	// Parts are whatever names the thing, such as an id or a token. A store does
	// not get to see them.
	Parts []string
	// Markers name what voids the value (see [Cache.Mark]), each by its parts.
	Markers [][]string
}

// place is where the value of a subject is in the store.
type place struct {
	kind, tenant, connection string
	// names and markers are keys: the value's, one for each secret, and those of
	// all its markers.
	names, markers []string
	// strict: what another replica may have voided is not there.
	strict bool
}

func (c *Cache) placeOf(kind string, revocable bool, s Subject) place {
	parts := append([]string{"entry", kind, s.Tenant, s.Connection}, s.Parts...)
	p := place{kind: kind, tenant: s.Tenant, connection: s.Connection, names: c.box.Names(parts...), strict: revocable}
	for _, marker := range s.Markers {
		p.markers = append(p.markers, c.marker(marker)...)
	}
	return p
}

// get reads keys as the kind of the place demands.
func (c *Cache) get(ctx context.Context, p place, keys []string) ([][]byte, error) {
	read := c.store.Get
	if p.strict {
		read = c.store.GetStrict
	}
	values, err := read(ctx, keys...)
	c.fail(ctx, err)
	return values, err
}

// fail counts a failure of the store. A caller who left is none.
func (c *Cache) fail(ctx context.Context, err error) {
	if err != nil && ctx.Err() == nil {
		c.counts.failures.Add(1)
	}
}
