package cache

import (
	"context"
	"errors"
	"time"
)

// MaxValue is the longest value that a store keeps, in bytes.
const MaxValue = 3 << 19 // 1.5 MiB

var (
	// ErrTooLarge is the error of a value longer than [MaxValue]. What was under
	// the key stays.
	ErrTooLarge = errors.New("cache: the value is too large")
	errEmpty    = errors.New("cache: a value is not empty")
	errLife     = errors.New("cache: a life is at least a millisecond")
)

// Store keeps bytes under keys for a while, and may lose them earlier. It is safe
// for concurrent use. Neither who gave a value nor who got it may change it.
type Store interface {
	// Get returns the values of the keys in their order, nil for each that is not
	// there. What is there and cannot be read as a value (another type, longer
	// than MaxValue) is empty and not nil: no [Box] opens it, and who may not
	// overlook it sees it.
	Get(ctx context.Context, keys ...string) ([][]byte, error)
	// Set keeps a value that is not empty for a life of at least a millisecond.
	Set(ctx context.Context, key string, value []byte, life time.Duration) error
	// Add is Set where the key is not there, and tells whether it did. Of two who
	// add at once one is told so.
	Add(ctx context.Context, key string, value []byte, life time.Duration) (added bool, err error)
	// Delete forgets the keys that are there.
	Delete(ctx context.Context, keys ...string) error
}

// Replica is a [Store] with copies of what a store of the whole fleet keeps, and
// which does without that store while it is lost.
type Replica interface {
	Store
	// GetStrict is Get without what another replica may have changed more than a
	// second ago: where that cannot be known, a value is not there.
	GetStrict(ctx context.Context, keys ...string) ([][]byte, error)
	// Keep is Set for what the fleet must come to know: it is sent again where it
	// was not taken.
	Keep(ctx context.Context, key string, value []byte, life time.Duration) error
	// Shared tells whether the store of the whole fleet answered last.
	Shared() bool
}

// alone makes a replica of a store that is nobody's copy.
type alone struct{ Store }

func (a alone) GetStrict(ctx context.Context, keys ...string) ([][]byte, error) {
	return a.Get(ctx, keys...)
}

func (a alone) Keep(ctx context.Context, key string, value []byte, life time.Duration) error {
	return a.Set(ctx, key, value, life)
}

func (alone) Shared() bool { return false }

func replicaOf(s Store) Replica {
	if r, ok := s.(Replica); ok {
		return r
	}
	return alone{s}
}

// fits returns the fault of a value or of its life.
func fits(value []byte, life time.Duration) error {
	switch {
	case len(value) > MaxValue:
		return ErrTooLarge
	case len(value) == 0:
		return errEmpty
	case life < time.Millisecond:
		return errLife
	}
	return nil
}
