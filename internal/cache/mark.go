package cache

import (
	"context"
	"slices"
	"time"
)

// Mark voids, on all replicas, the values whose subjects have this marker: while
// the marker lives they are neither found nor stored.
//
// A value is fresh from when its load began. So a verdict whose load began before
// the mark is dead when the marker's life ends, if that is at least as long as
// its kind keeps a value (fresh and stale): choose it so. What remains open is
// the second that another replica may take to hear of the mark, and a Redis that
// loses its data meanwhile: then a replica that had a value near, and was not
// asked for it since the mark, serves it until its end.
func (c *Cache) Mark(ctx context.Context, life time.Duration, parts ...string) error {
	var first error
	for _, key := range c.marker(parts) {
		// That it is there says everything. Nobody without the secret knows the key
		// of a marker, and a garbled one voids as well.
		if err := c.store.Keep(ctx, key, []byte{1}, life); err != nil && first == nil {
			c.fail(ctx, err)
			first = err
		}
	}
	return first
}

func (c *Cache) marker(parts []string) []string {
	return c.box.Names(append([]string{"marker"}, parts...)...)
}

// marked tells whether the place has a marker now. Where the store cannot tell,
// it has.
func (c *Cache) marked(ctx context.Context, p place) bool {
	if len(p.markers) == 0 {
		return false
	}
	values, err := c.get(ctx, p, p.markers)
	return err != nil || present(values)
}

func present(values [][]byte) bool {
	return slices.ContainsFunc(values, func(v []byte) bool { return v != nil })
}
