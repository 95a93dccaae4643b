package cache

import (
	"sync"
	"time"
)

const (
	// debtLife is how long it is tried to tell the far store of a change.
	debtLife = 2 * time.Minute
	// maxDebts bounds how many keys are remembered for that.
	maxDebts = 10_000
)

// debts are the keys of which the far store does not know the last change.
type debts struct {
	mu   sync.Mutex
	owed map[string]debt
	last int
}

type debt struct {
	// kept: the far store is to have the value that is near. Else it is to have none.
	kept bool
	// number tells a debt from a later one of the same key.
	number int
	until  time.Time
}

// owe remembers a key, and tells whether there was room.
func (d *debts) owe(key string, kept bool, now time.Time) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if _, again := d.owed[key]; !again && len(d.owed) >= maxDebts {
		return false
	}
	if d.owed == nil {
		d.owed = map[string]debt{}
	}
	d.last++
	d.owed[key] = debt{kept, d.last, now.Add(debtLife)}
	return true
}

// has tells whether the far store is wrong about a key.
func (d *debts) has(key string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	_, owed := d.owed[key]
	return owed
}

// keeps tells whether the far store is to have what is near.
func (d *debts) keeps(key string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.owed[key].kept
}

// forgive forgets keys that the far store was told of otherwise.
func (d *debts) forgive(keys ...string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, key := range keys {
		delete(d.owed, key)
	}
}

// open returns what is owed, without what is too old.
func (d *debts) open(now time.Time) map[string]debt {
	d.mu.Lock()
	defer d.mu.Unlock()
	open := make(map[string]debt, len(d.owed))
	for key, owed := range d.owed {
		if now.After(owed.until) {
			delete(d.owed, key)
			continue
		}
		open[key] = owed
	}
	return open
}

// paid forgets a debt. Where the key was written while it was being paid, either
// may have come last, and what is near is owed again.
func (d *debts) paid(key string, was debt) {
	d.mu.Lock()
	defer d.mu.Unlock()
	switch now, owed := d.owed[key]; {
	case !owed:
		d.last++
		d.owed[key] = debt{true, d.last, was.until}
	case now.number == was.number:
		delete(d.owed, key)
	}
}
