package cache

import (
	"context"
	"math"
	"time"

	"github.com/maypok86/otter/v2"
)

// overhead is about what an entry costs besides its key and its value, in bytes.
const overhead = 128

// Memory is a [Store] in this process.
type Memory struct {
	entries *otter.Cache[string, item]
	clock   clock
}

// item is what is known of a key.
type item struct {
	// value is nil where it is known that nothing is there.
	value []byte
	// until is when it ends.
	until time.Time
	// asOf is when it was true for certain.
	asOf time.Time
	// alone: the fleet's store does not have it.
	alone bool
}

// NewMemory returns a store that keeps at most about so many bytes, keys and its
// own needs included: what was asked for least goes first. Close ends it.
func NewMemory(bytes int64, now func() time.Time) *Memory {
	m := &Memory{clock: clock{now}}
	m.entries = otter.Must(&otter.Options[string, item]{
		MaximumWeight:    uint64(max(bytes, 1)),
		Weigher:          func(key string, i item) uint32 { return weightOf(key, i) },
		ExpiryCalculator: otter.ExpiryWritingFunc(func(e otter.Entry[string, item]) time.Duration { return e.Value.until.Sub(now()) }),
		Clock:            m.clock,
	})
	return m
}

// Close ends its clean-up.
func (m *Memory) Close() { m.entries.StopAllGoroutines() }

// Get returns what is there.
func (m *Memory) Get(_ context.Context, keys ...string) ([][]byte, error) {
	values := make([][]byte, len(keys))
	for n, key := range keys {
		i, _ := m.look(key)
		values[n] = i.value
	}
	return values, nil
}

// Set keeps a value.
func (m *Memory) Set(_ context.Context, key string, value []byte, life time.Duration) error {
	if err := fits(value, life); err != nil {
		return err
	}
	m.put(key, m.itemOf(value, life))
	return nil
}

// Add keeps a value where there is none.
func (m *Memory) Add(_ context.Context, key string, value []byte, life time.Duration) (bool, error) {
	if err := fits(value, life); err != nil {
		return false, err
	}
	return m.add(key, m.itemOf(value, life)), nil
}

// Delete forgets the keys.
func (m *Memory) Delete(_ context.Context, keys ...string) error {
	for _, key := range keys {
		m.drop(key)
	}
	return nil
}

func (m *Memory) look(key string) (item, bool) { return m.entries.GetIfPresent(key) }

func (m *Memory) put(key string, i item) { m.entries.Set(key, i) }

func (m *Memory) add(key string, i item) (added bool) {
	m.entries.Compute(key, func(old item, found bool) (item, otter.ComputeOp) {
		if added = !found || old.value == nil; !added {
			return old, otter.CancelOp
		}
		return i, otter.WriteOp
	})
	return added
}

func (m *Memory) drop(key string) { m.entries.Invalidate(key) }

func (m *Memory) itemOf(value []byte, life time.Duration) item {
	now := m.clock.now()
	return item{value: value, until: now.Add(life), asOf: now}
}

// weightOf is what an entry costs in bytes, which is far below what uint32 holds.
func weightOf(key string, i item) uint32 {
	return uint32(min(len(key)+len(i.value)+overhead, math.MaxUint32))
}

// clock is the time for otter.
type clock struct{ now func() time.Time }

// NowNano returns the time.
func (c clock) NowNano() int64 { return c.now().UnixNano() }

// Tick says when otter cleans up. What has ended is not seen before that either.
func (clock) Tick(every time.Duration) <-chan time.Time { return time.Tick(every) }
