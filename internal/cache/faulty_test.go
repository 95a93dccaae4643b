package cache_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/cache"
)

// faulty is a store that a test slows down and breaks.
type faulty struct {
	cache.Store
	// read is called after each Get has its answer.
	read   func(ctx context.Context)
	broken atomic.Bool
}

func (f *faulty) Get(ctx context.Context, keys ...string) ([][]byte, error) {
	if f.broken.Load() {
		return nil, errors.New("broken")
	}
	values, err := f.Store.Get(ctx, keys...)
	if f.read != nil {
		f.read(ctx)
	}
	return values, err
}

type lateKey struct{}

// Its look was a miss, and the load that brought the value ended before it joined.
func TestWhoComesLateToALoadFindsWhatItBrought(t *testing.T) {
	looked, loaded := make(chan struct{}), make(chan struct{})
	var first atomic.Bool
	store := &faulty{Store: newMemory(t, time.Now), read: func(ctx context.Context) {
		if ctx.Value(lateKey{}) != nil && !first.Swap(true) {
			close(looked)
			<-loaded
		}
	}}
	c := cache.New(store, newBox(t, 1), time.Now)
	late := make(chan cache.Status, 1)
	go func() {
		_, s, _ := cache.Through(context.WithValue(context.Background(), lateKey{}, true), c, kind(), subject(), says("lee"))
		late <- s
	}()
	<-looked
	ask(t, c, kind(), subject(), says("kim"))
	close(loaded)
	if s := <-late; !s.Hit {
		t.Errorf("loaded again: got %+v", s)
	}
}

func TestABrokenStoreIsSlowAndNoError(t *testing.T) {
	store := &faulty{Store: newMemory(t, time.Now)}
	c := cache.New(store, newBox(t, 1), time.Now)
	store.broken.Store(true)
	if who, s := ask(t, c, kind(), subject(), says("kim")); who != "kim" || s.Hit {
		t.Errorf("got %q, %+v", who, s)
	}
	if got := c.Stats(); got.Failures == 0 || got.Misses != 1 {
		t.Errorf("got %+v", got)
	}
}

func TestWhereItIsNotKnownWhetherThereIsAMarkNothingIsStored(t *testing.T) {
	store := &faulty{Store: newMemory(t, time.Now)}
	c := cache.New(store, newBox(t, 1), time.Now)
	_, s := ask(t, c, kind(), marked("t1"), func(context.Context) (verdict, error) {
		store.broken.Store(true)
		return verdict{"active"}, nil
	})
	if s.Stored {
		t.Errorf("got %+v", s)
	}
}
