package cache

// Owed is how many keys the far store was not told of.
func (t *Tiered) Owed() int {
	t.debts.mu.Lock()
	defer t.debts.mu.Unlock()
	return len(t.debts.owed)
}

// Hears tells whether what others change now would be heard of.
func (t *Tiered) Hears() bool { return t.ear.covers(t.now()) }
