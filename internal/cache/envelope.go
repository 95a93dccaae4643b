package cache

import (
	"context"
	"encoding/json"
	"time"
)

// version is that of the envelope.
const version = 1

// envelope is a value as it is sealed: with whom it is for and how long. The seal
// already binds it to its key; that it says so itself holds where a key was made
// wrongly.
type envelope struct {
	Version    int    `json:"v"`
	Tenant     string `json:"tenant"`
	Connection string `json:"connection"`
	Kind       string `json:"kind"`
	// Times are in milliseconds since 1970.
	StoredAt   int64           `json:"storedAt"`
	FreshUntil int64           `json:"freshUntil"`
	StaleUntil int64           `json:"staleUntil"`
	Value      json.RawMessage `json:"value"`
}

// fresh is how long the value is fresh, below zero where it is no more.
func (e envelope) fresh(now time.Time) time.Duration { return time.UnixMilli(e.FreshUntil).Sub(now) }

// unpack returns the envelope in these bytes, if it is one of this place.
func (p place) unpack(plain []byte) (envelope, bool) {
	var e envelope
	err := json.Unmarshal(plain, &e)
	ok := err == nil && e.Version == version && e.Tenant == p.tenant && e.Connection == p.connection && e.Kind == p.kind &&
		e.FreshUntil <= e.StaleUntil
	return e, ok
}

// sight is what a look into the store gives.
type sight struct {
	// envelope is nil where there is no value, or none that counts.
	envelope *envelope
	// marked: a marker voids what is there and what comes.
	marked bool
}

// look reads the value of a place and its markers in one call.
func (c *Cache) look(ctx context.Context, p place) sight {
	keys := append(append([]string{}, p.names...), p.markers...)
	values, err := c.get(ctx, p, keys)
	if err != nil {
		return sight{}
	}
	s := sight{marked: present(values[len(p.names):])}
	for n, sealed := range values[:len(p.names)] {
		if sealed != nil && s.envelope == nil {
			s.envelope = c.open(ctx, p, p.names[n], sealed)
		}
	}
	if s.marked && s.envelope != nil {
		c.forget(ctx, p.names...)
		s.envelope = nil
	}
	return s
}

// open returns what was sealed, nil where that is past its end. What does not
// open or belongs elsewhere is forgotten.
func (c *Cache) open(ctx context.Context, p place, name string, sealed []byte) *envelope {
	plain, ok := c.box.Open(name, sealed)
	if ok {
		if e, ok := p.unpack(plain); ok {
			if c.now().Before(time.UnixMilli(e.StaleUntil)) {
				return &e
			}
			return nil
		}
	}
	c.poisoned(ctx, name)
	return nil
}

func (c *Cache) poisoned(ctx context.Context, names ...string) {
	c.counts.poisoned.Add(1)
	c.forget(ctx, names...)
}

func (c *Cache) forget(ctx context.Context, names ...string) {
	c.fail(ctx, c.store.Delete(ctx, names...))
}

// keep stores a value that was loaded, and returns how long it is fresh from now
// on.
func (c *Cache) keep(ctx context.Context, p place, value any, began time.Time, fresh, stale time.Duration) (time.Duration, bool) {
	now, end := c.now(), began.Add(fresh)
	if end.Sub(now) < time.Millisecond {
		return 0, false
	}
	raw, err := json.Marshal(value)
	if err != nil {
		return 0, false
	}
	plain, err := json.Marshal(envelope{
		Version: version, Tenant: p.tenant, Connection: p.connection, Kind: p.kind,
		StoredAt: now.UnixMilli(), FreshUntil: end.UnixMilli(), StaleUntil: end.Add(stale).UnixMilli(), Value: raw,
	})
	if err != nil {
		return 0, false
	}
	sealed := c.box.Seal(p.names[0], plain)
	if len(sealed) > MaxValue {
		return 0, false
	}
	err = c.store.Set(ctx, p.names[0], sealed, end.Add(stale).Sub(now))
	c.fail(ctx, err)
	return end.Sub(now), err == nil
}
