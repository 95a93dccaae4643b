package cache

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"
)

// spread is by how much of its freshness a value may end early, so that what was
// stored together does not end together.
const spread = 0.1

var errKind = errors.New("cache: two kinds of different types have one name")

// Kind is a sort of cached value. T is kept as JSON, and read as what it was:
// where T changes its meaning, change the name too.
type Kind[T any] struct {
	Name string
	// Fresh is how long a value may be served from when its load began; zero or
	// less: it is not stored.
	Fresh func(T) time.Duration
	// Stale is how long after that a value may still be served where loading fails
	// with an error for which Fallback is true; nil: never.
	Stale    func(T) time.Duration
	Fallback func(error) bool
	// Revocable values are voided by markers: a replica does not serve its copy
	// longer than a second where it cannot know of a mark.
	Revocable bool
}

func (k Kind[T]) stale(value T) time.Duration {
	if k.Stale == nil {
		return 0
	}
	return max(0, k.Stale(value))
}

// found is what was stored.
type found[T any] struct {
	value  T
	ttl    time.Duration
	there  bool
	marked bool
}

type outcome[T any] struct {
	value  T
	status Status
}

// Through returns the subject's value from the cache, or else loads it: once for
// all who wait for it in this process, who share the value and may not change it.
//
// The load has the first caller's values but not its end, so that one who leaves
// fails nobody, and must end by itself. Its errors go to all who wait and are not
// stored; its panic is an error. A caller who leaves gets the error of ctx at once.
func Through[T any](ctx context.Context, c *Cache, k Kind[T], s Subject, load func(context.Context) (T, error)) (T, Status, error) {
	p := c.placeOf(k.Name, k.Revocable, s)
	f := find[T](ctx, c, p)
	if f.there && f.ttl > 0 {
		o := f.hit()
		c.counts.add(o.status)
		return o.value, o.status, nil
	}
	o, err := wait(ctx, c, flightOf(p, f.marked), func() (outcome[T], error) {
		return fly(context.WithoutCancel(ctx), c, k, p, load)
	})
	c.counts.add(o.status)
	return o.value, o.status, err
}

// flightOf names the load of a place. Who has seen the marker does not wait for a
// load that may have begun before it.
func flightOf(p place, marked bool) string {
	if marked {
		return "marked " + p.names[0]
	}
	return p.names[0]
}

// wait joins the flight of this name, or starts it.
func wait[T any](ctx context.Context, c *Cache, name string, flight func() (outcome[T], error)) (outcome[T], error) {
	landed := c.flights.DoChan(name, func() (landed any, err error) {
		// A flight has a goroutine of its own: a panic there would end the process.
		defer func() {
			if thrown := recover(); thrown != nil {
				landed, err = outcome[T]{}, fmt.Errorf("cache: panic in a load: %T", thrown)
			}
		}()
		return flight()
	})
	select {
	case <-ctx.Done():
		return outcome[T]{}, ctx.Err()
	case result := <-landed:
		o, ok := result.Val.(outcome[T])
		if !ok {
			return outcome[T]{}, errKind
		}
		return o, result.Err
	}
}

func fly[T any](ctx context.Context, c *Cache, k Kind[T], p place, load func(context.Context) (T, error)) (outcome[T], error) {
	// Another flight may have ended between the look and this one.
	f := find[T](ctx, c, p)
	if f.there && f.ttl > 0 {
		return f.hit(), nil
	}
	began := c.now()
	value, err := load(ctx)
	switch {
	case err != nil && f.there && k.Fallback != nil && k.Fallback(err):
		// It may have become stale only now.
		return outcome[T]{f.value, Status{Stale: true, TTL: min(f.ttl, -1)}}, nil
	case err != nil:
		return outcome[T]{}, err
	}
	o := outcome[T]{value, Status{Stale: f.there}}
	fresh := jittered(k.Fresh(value))
	if fresh > 0 && !f.marked && !c.marked(ctx, p) {
		o.status.TTL, o.status.Stored = c.keep(ctx, p, value, began, fresh, k.stale(value))
	}
	return o, nil
}

// jittered shortens a freshness by chance. Who guesses by how much has learnt
// nothing.
func jittered(fresh time.Duration) time.Duration {
	return time.Duration(float64(fresh) * (1 - spread*rand.Float64())) //nolint:gosec // G404: no secret
}

// find returns what is stored of a place, fresh or stale.
func find[T any](ctx context.Context, c *Cache, p place) found[T] {
	s := c.look(ctx, p)
	f := found[T]{marked: s.marked}
	if s.envelope == nil {
		return f
	}
	if err := json.Unmarshal(s.envelope.Value, &f.value); err != nil {
		c.poisoned(ctx, p.names...)
		return found[T]{marked: s.marked}
	}
	f.there, f.ttl = true, s.envelope.fresh(c.now())
	return f
}

func (f found[T]) hit() outcome[T] { return outcome[T]{f.value, Status{Hit: true, TTL: f.ttl}} }
