package ratelimit

import (
	"sync"
	"sync/atomic"
)

// Concurrency bounds how many requests of each name are under way at once in this
// process. It is safe for concurrent use; nothing waits in it.
type Concurrency struct {
	changing sync.Mutex
	gates    atomic.Pointer[map[string]*gate]
}

// gate counts the requests of one name.
type gate struct{ limit, underWay atomic.Int64 }

// NewConcurrency returns one with these limits by name, each at least 1.
func NewConcurrency(limits map[string]int) *Concurrency {
	c := &Concurrency{}
	c.gates.Store(&map[string]*gate{})
	c.SetLimits(limits)
	return c
}

// Enter counts a request of the name as under way until leave is called, once or
// more often. Where as many are under way as may be it is not ok, and there is
// nothing to leave. A name without a limit always enters.
func (c *Concurrency) Enter(name string) (leave func(), ok bool) {
	g, limited := (*c.gates.Load())[name]
	if !limited {
		return func() {}, true
	}
	if !g.enter() {
		return nil, false
	}
	var left atomic.Bool
	return func() {
		if !left.Swap(true) {
			g.underWay.Add(-1)
		}
	}, true
}

// SetLimits replaces all limits. Who is under way stays so and counts, even where
// the new limit is lower; of a name that had no limit only those who enter from
// now on count.
func (c *Concurrency) SetLimits(limits map[string]int) {
	c.changing.Lock()
	defer c.changing.Unlock()
	old, gates := *c.gates.Load(), make(map[string]*gate, len(limits))
	for name, limit := range limits {
		g, known := old[name]
		if !known {
			g = &gate{}
		}
		g.limit.Store(int64(max(1, limit)))
		gates[name] = g
	}
	c.gates.Store(&gates)
}

// enter compares and swaps: adding first would make two who come too many refuse
// a third who is not.
func (g *gate) enter() bool {
	for {
		n := g.underWay.Load()
		if n >= g.limit.Load() {
			return false
		}
		if g.underWay.CompareAndSwap(n, n+1) {
			return true
		}
	}
}
