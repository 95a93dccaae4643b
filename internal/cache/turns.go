package cache

import (
	"slices"
	"sync"
)

// turns keeps a copy that took long from replacing what came after it: a value
// that was read before another replica deleted it must not be put near after the
// word of that has been heard.
type turns struct {
	mu   sync.Mutex
	open map[string][]*turn
}

// turn is the time between asking for a key, or changing it, and knowing.
type turn struct {
	key string
	// late: the key changed meanwhile.
	late bool
}

func (t *turns) begin(key string) *turn {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.open == nil {
		t.open = map[string][]*turn{}
	}
	own := &turn{key: key}
	t.open[key] = append(t.open[key], own)
	return own
}

// fill ends a turn that read: the copy is put near unless it is late.
func (t *turns) fill(own *turn, put func()) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.end(own)
	if !own.late {
		put()
	}
}

// write ends a turn that changed the key: others' copies are late, and so may be
// this one, which is put near all the same where it must.
func (t *turns) write(own *turn, must bool, put func()) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.end(own)
	if !own.late || must {
		put()
	}
	t.spoil(own.key)
}

// change is a change without a turn.
func (t *turns) change(key string, put func()) {
	t.mu.Lock()
	defer t.mu.Unlock()
	put()
	t.spoil(key)
}

// drop ends a turn of which nothing became known.
func (t *turns) drop(own *turn) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.end(own)
}

func (t *turns) spoil(key string) {
	for _, other := range t.open[key] {
		other.late = true
	}
}

func (t *turns) end(own *turn) {
	rest := slices.DeleteFunc(t.open[own.key], func(other *turn) bool { return other == own })
	if len(rest) == 0 {
		delete(t.open, own.key)
		return
	}
	t.open[own.key] = rest
}
