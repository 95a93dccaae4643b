package cache

import (
	"context"
	"time"
)

// Set keeps a value far and near.
func (t *Tiered) Set(ctx context.Context, key string, value []byte, life time.Duration) error {
	return t.set(ctx, key, value, life, false)
}

// Keep is Set, sent again where far did not take it. Until it does, the replicas
// that hear of it go by the word of this one.
func (t *Tiered) Keep(ctx context.Context, key string, value []byte, life time.Duration) error {
	return t.set(ctx, key, value, life, true)
}

func (t *Tiered) set(ctx context.Context, key string, value []byte, life time.Duration, keep bool) error {
	if err := fits(value, life); err != nil {
		return err
	}
	i, own := t.near.itemOf(value, life), t.turns.begin(key)
	err := t.far.Set(ctx, key, value, life)
	t.heard(ctx, err)
	if err == nil {
		t.debts.forgive(key)
		t.turns.write(own, false, func() { t.near.put(key, i) })
		return nil
	}
	i.alone = true
	t.turns.write(own, true, func() {
		t.near.put(key, i)
		// A debt of before stays one: far still has what is void.
		if keep || t.debts.has(key) {
			t.owe(key, keep)
		}
	})
	if keep {
		_ = t.far.tell(ctx, key, value, life) // what nobody hears is still owed
	}
	return ctx.Err()
}

// Add keeps a value where there is none near, and none far as far as can be known.
func (t *Tiered) Add(ctx context.Context, key string, value []byte, life time.Duration) (bool, error) {
	if err := fits(value, life); err != nil {
		return false, err
	}
	if old, _ := t.near.look(key); old.value != nil {
		return false, nil
	}
	i, own := t.near.itemOf(value, life), t.turns.begin(key)
	if t.debts.has(key) {
		i.alone = true
		var added bool
		t.turns.write(own, true, func() {
			added = t.near.add(key, i)
			t.owe(key, true)
		})
		return added, nil
	}
	added, err := t.far.Add(ctx, key, value, life)
	t.heard(ctx, err)
	if err != nil && ctx.Err() != nil {
		t.turns.drop(own)
		return false, ctx.Err()
	}
	t.turns.write(own, true, func() { added = t.added(key, i, added, err) })
	return added, nil
}

// added puts near what was added, and tells whether it was. Where far cannot tell,
// what is near decides.
func (t *Tiered) added(key string, i item, far bool, err error) bool {
	switch old, there := t.near.look(key); {
	case err != nil:
		i.alone = true
		return t.near.add(key, i)
	case far:
		t.near.put(key, i)
	case there && old.value == nil:
		t.near.drop(key)
	}
	return far
}

// Delete forgets the keys near at once, and far as soon as it can be told.
func (t *Tiered) Delete(ctx context.Context, keys ...string) error {
	t.drop(keys)
	err := t.far.Delete(ctx, keys...)
	t.heard(ctx, err)
	// A copy may have been taken meanwhile.
	t.drop(keys)
	if err == nil {
		t.debts.forgive(keys...)
		return nil
	}
	for _, key := range keys {
		t.owe(key, false)
	}
	return nil
}

func (t *Tiered) drop(keys []string) {
	for _, key := range keys {
		t.turns.change(key, func() { t.near.drop(key) })
	}
}

func (t *Tiered) owe(key string, keep bool) {
	if !t.debts.owe(key, keep, t.now()) {
		t.failures.Add(1)
	}
}

// pay tells the far store what it missed.
func (t *Tiered) pay(ctx context.Context) {
	ticker := time.NewTicker(payEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		for key, owed := range t.debts.open(t.now()) {
			if t.payOne(ctx, key, owed.kept) != nil {
				break
			}
			t.debts.paid(key, owed)
		}
	}
}

func (t *Tiered) payOne(ctx context.Context, key string, kept bool) error {
	i, _ := t.near.look(key)
	var err error
	if left := i.until.Sub(t.now()); kept && i.value != nil && left >= time.Millisecond {
		err = t.far.Set(ctx, key, i.value, left)
	} else {
		err = t.far.Delete(ctx, key)
	}
	t.heard(ctx, err)
	return err
}
