package ratelimit

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/go-redis/redis_rate/v10"
)

// Kind is what a fleet's names are the names of. It keeps a tenant and a
// connection of one name apart in Redis.
type Kind string

// The kinds.
const (
	Tenants     Kind = "tenant"
	Connections Kind = "connection"
)

// Fleet is a [Limiter] that all replicas share: one decision in Redis, by Redis's
// clock. While Redis is lost, hangs or answers with an error of any kind, each
// replica decides on its own and allows the limit divided by the last known number
// of replicas; what it allows while Redis is lost it spends there later, up to a
// burst. A Redis that comes back empty starts with the whole burst: at most one
// burst more for each time that Redis is lost.
type Fleet struct {
	kind     Kind
	client   Redis
	gcra     *redis_rate.Limiter
	replicas *Replicas
	quotas   atomic.Pointer[map[string]quota]
	// local holds this replica's share. What Redis allows is spent there too, so
	// that the loss of Redis is no second burst.
	local *Local
	// sharing is held by those who set limits or shares.
	sharing sync.Mutex
	shares  atomic.Int64
}

// NewFleet returns a limiter with these limits by name. The clock is that of this
// replica's share alone. Client and replicas stay the caller's to close; a fleet
// itself has nothing to close.
func NewFleet(client Redis, kind Kind, replicas *Replicas, limits map[string]Limit, now func() time.Time) *Fleet {
	f := &Fleet{kind: kind, client: client, gcra: redis_rate.NewLimiter(guarded{client}), replicas: replicas, local: NewLocal(nil, now)}
	f.SetLimits(limits)
	return f
}

// Take spends one request of the name, in Redis where that can be. A name without
// a limit costs Redis nothing.
func (f *Fleet) Take(ctx context.Context, name string) Decision {
	q, limited := f.quota(name)
	if !limited {
		return Decision{Allowed: true}
	}
	f.share()
	if !f.client.Up() {
		d := f.alone(ctx, name, q)
		if d.Allowed {
			q.debt.owe(q.limit.Burst)
		}
		return d
	}
	d, ok := f.ask(ctx, q)
	switch {
	case !ok:
		// Redis may have spent it all the same: this is no debt.
		d = f.alone(ctx, name, q)
	case d.Allowed:
		// Whether the share has it does not matter: a replica may get more than its
		// share while others get less.
		f.local.Take(ctx, name)
	}
	return d
}

// alone decides by this replica's share.
func (f *Fleet) alone(ctx context.Context, name string, q quota) Decision {
	d := f.local.Take(ctx, name)
	d.Limit = q.limit
	return d
}

// SetLimits replaces all limits. A limit that did not change goes on as it was;
// what was spent under another limit is forgotten in Redis, and kept in this
// replica's share as [Local.SetLimits] does.
func (f *Fleet) SetLimits(limits map[string]Limit) {
	f.sharing.Lock()
	defer f.sharing.Unlock()
	quotas := make(map[string]quota, len(limits))
	for name, limit := range limits {
		q := newQuota(f.kind, name, limit.bounded())
		if old, known := f.quota(name); known && old.limit == q.limit {
			q.debt = old.debt
		}
		quotas[name] = q
	}
	// The shares come first: a name whose share is not there yet would be free.
	f.setShares(quotas, f.replicas.Count())
	f.quotas.Store(&quotas)
}

func (f *Fleet) quota(name string) (quota, bool) {
	quotas := f.quotas.Load()
	if quotas == nil {
		return quota{}, false
	}
	q, limited := (*quotas)[name]
	return q, limited
}

// ask lets Redis decide, who is first told what was allowed without it. Every error
// is the same: no answer.
func (f *Fleet) ask(ctx context.Context, q quota) (d Decision, ok bool) {
	q.debt.payAll(ctx, f.gcra, q)
	said, err := f.gcra.Allow(ctx, q.key, q.gcra)
	if err != nil {
		return Decision{}, false
	}
	d, ok = q.decide(said)
	if ok && d.Allowed && q.debt.payOne() {
		wait := q.limit.interval()
		d = Decision{Limit: q.limit, RetryAfter: wait, Next: wait}
	}
	return d, ok
}

// share follows the number of replicas.
func (f *Fleet) share() {
	if int64(f.replicas.Count()) == f.shares.Load() {
		return
	}
	f.sharing.Lock()
	defer f.sharing.Unlock()
	if n := f.replicas.Count(); int64(n) != f.shares.Load() {
		f.setShares(*f.quotas.Load(), n)
	}
}

func (f *Fleet) setShares(quotas map[string]quota, replicas int) {
	shares := make(map[string]Limit, len(quotas))
	for name, q := range quotas {
		shares[name] = q.limit.share(replicas)
	}
	f.local.set(shares)
	f.shares.Store(int64(replicas))
}
