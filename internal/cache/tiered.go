package cache

import (
	"context"
	"sync"
	"sync/atomic"
	"time"
)

const (
	// absence is how long it is remembered that nothing is under a key.
	absence = 10 * time.Second
	// payEvery is how often it is tried to tell the far store what it missed.
	payEvery = 250 * time.Millisecond
)

// Tiered is a [Replica]: copies near before a store far. A lost Redis is no error
// here, and is counted; only the end of the caller's ctx is one.
//
// What another replica changes it hears of and forgets; while it cannot hear,
// GetStrict serves no copy older than a second. What far was not told while it was
// lost, a Delete or a Keep, it is told again for two minutes; until then this
// replica goes by what is near.
type Tiered struct {
	near  *Memory
	far   *Redis
	now   func() time.Time
	ear   *ear
	turns turns
	debts debts

	shared   atomic.Bool
	failures atomic.Uint64
	stop     context.CancelFunc
	running  sync.WaitGroup
}

// NewTiered returns a store of both and begins to listen. Near and far stay the
// caller's to close, after this one.
func NewTiered(near *Memory, far *Redis, now func() time.Time) *Tiered {
	ctx, stop := context.WithCancel(context.Background())
	t := &Tiered{near: near, far: far, now: now, stop: stop}
	t.ear = &ear{far: far, now: now, hear: t.changed, told: t.told}
	t.running.Go(func() { t.ear.run(ctx) })
	t.running.Go(func() { t.pay(ctx) })
	return t
}

// Close ends what runs.
func (t *Tiered) Close() {
	t.stop()
	t.running.Wait()
}

// Shared tells whether the far store answered last.
func (t *Tiered) Shared() bool { return t.shared.Load() }

// Failures counts how often the far store did not do what it was asked.
func (t *Tiered) Failures() uint64 { return t.failures.Load() }

// Get returns what is near, and else what is far.
func (t *Tiered) Get(ctx context.Context, keys ...string) ([][]byte, error) {
	return t.get(ctx, false, keys)
}

// GetStrict is Get, with copies that are certain.
func (t *Tiered) GetStrict(ctx context.Context, keys ...string) ([][]byte, error) {
	return t.get(ctx, true, keys)
}

func (t *Tiered) get(ctx context.Context, strict bool, keys []string) ([][]byte, error) {
	values := make([][]byte, len(keys))
	var places []int
	var ask []string
	for n, key := range keys {
		i, there := t.near.look(key)
		if there && t.certain(i) || !strict && i.value != nil || t.debts.has(key) {
			values[n] = i.value
			continue
		}
		places, ask = append(places, n), append(ask, key)
	}
	if len(ask) == 0 {
		return values, nil
	}
	copies, err := t.fetch(ctx, ask)
	if err != nil {
		return values, ctx.Err()
	}
	for n, c := range copies {
		values[places[n]] = c.value
	}
	return values, nil
}

// certain tells whether what is near is what is far, but for the last second.
func (t *Tiered) certain(i item) bool {
	return t.now().Sub(i.asOf) < trust || !i.alone && t.ear.covers(i.asOf)
}

// fetch takes copies from afar and puts them near.
func (t *Tiered) fetch(ctx context.Context, keys []string) ([]taken, error) {
	asked, open := t.now(), make([]*turn, len(keys))
	for n, key := range keys {
		open[n] = t.turns.begin(key)
	}
	copies, err := t.far.read(ctx, keys)
	t.heard(ctx, err)
	for n, own := range open {
		if err != nil {
			t.turns.drop(own)
			continue
		}
		t.turns.fill(own, func() { t.copy(own.key, copies[n], asked) })
	}
	return copies, err
}

// copy puts near what was found afar. That nothing was found there is no reason to
// forget a value: Redis may have lost its data.
func (t *Tiered) copy(key string, c taken, asked time.Time) {
	i := item{value: c.value, until: asked.Add(c.life), asOf: asked}
	if c.value == nil {
		if old, _ := t.near.look(key); old.value != nil {
			return
		}
		i.until = asked.Add(absence)
	} else if len(c.value) == 0 || c.life <= 0 {
		return
	}
	t.near.put(key, i)
}

// heard learns from the outcome whether the far store is there. A caller who left
// says nothing of it.
func (t *Tiered) heard(ctx context.Context, err error) {
	if err != nil && ctx.Err() != nil {
		return
	}
	if err != nil {
		t.failures.Add(1)
	}
	t.shared.Store(err == nil)
}

// changed forgets what another replica changed, but for what it has yet to hear
// from this one.
func (t *Tiered) changed(key string) {
	t.turns.change(key, func() {
		if !t.debts.keeps(key) {
			t.near.drop(key)
		}
	})
}
