package handlers

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// healthBench is a memory on a clock that stands still, and the number of checks that
// it made.
type healthBench struct {
	*healthMemory
	at   time.Time
	made atomic.Int32
}

func newHealthBench() *healthBench {
	b := &healthBench{at: time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC)}
	b.healthMemory = newHealthMemory(func() time.Time { return b.at })
	return b
}

// ask asks for the state of a connection; err is what a check that it causes
// ends with.
func (b *healthBench) ask(connection string, err error) (checked, error) {
	return b.of(connection, func() ([]upstream.Check, error) {
		b.made.Add(1)
		return []upstream.Check{{Credential: "apiToken"}}, err
	})
}

func (b *healthBench) wantMade(t *testing.T, want int32) {
	t.Helper()
	if got := b.made.Load(); got != want {
		t.Errorf("the vendor was asked %d times, want %d", got, want)
	}
}

func TestTheStateOfAConnectionIsRememberedForTenSeconds(t *testing.T) {
	b := newHealthBench()
	first, err := b.ask("inwebo", nil)
	if err != nil || len(first.checks) != 1 || !first.at.Equal(b.at) {
		t.Fatalf("got %+v, %v", first, err)
	}
	b.at = b.at.Add(10*time.Second - 1)
	if again, _ := b.ask("inwebo", nil); !again.at.Equal(first.at) {
		t.Errorf("the state is of %v, want of %v", again.at, first.at)
	}
	b.wantMade(t, 1)

	b.at = first.at.Add(10 * time.Second)
	if fresh, _ := b.ask("inwebo", nil); !fresh.at.Equal(b.at) {
		t.Errorf("the state is of %v, want of %v", fresh.at, b.at)
	}
	b.wantMade(t, 2)
}

func TestEachConnectionHasAStateOfItsOwn(t *testing.T) {
	b := newHealthBench()
	_, _ = b.ask("inwebo", nil)
	_, _ = b.ask("juump", nil)
	b.wantMade(t, 2)
}

func TestACheckThatCouldNotBeMadeIsNotRemembered(t *testing.T) {
	b := newHealthBench()
	refused := errors.New("refused")
	if _, err := b.ask("inwebo", refused); !errors.Is(err, refused) {
		t.Errorf("got %v", err)
	}
	if _, err := b.ask("inwebo", nil); err != nil {
		t.Errorf("got %v", err)
	}
	b.wantMade(t, 2)
}

func TestFiftyWhoAskAtOnceCauseOneCheck(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newHealthBench()
		var all sync.WaitGroup
		for range 50 {
			all.Go(func() {
				_, _ = b.of("inwebo", func() ([]upstream.Check, error) {
					b.made.Add(1)
					time.Sleep(time.Second)
					return nil, nil
				})
			})
		}
		all.Wait()
		b.wantMade(t, 1)
	})
}

func TestWhoComesAsACheckEndsFindsItsResult(t *testing.T) {
	for range 200 {
		b := newHealthBench()
		var all sync.WaitGroup
		for range 50 {
			all.Go(func() { _, _ = b.ask("inwebo", nil) })
		}
		if all.Wait(); b.made.Load() != 1 {
			t.Fatalf("the vendor was asked %d times", b.made.Load())
		}
	}
}

func TestTheStateOfAConnectionIsTheSumOfItsChecks(t *testing.T) {
	good, bad, unknown := upstream.Check{}, upstream.Check{Err: errors.New("refused")}, upstream.Check{Unverifiable: true}
	for want, sums := range map[string][][]upstream.Check{
		"ok":       {{good}, {good, good}, {good, unknown}},
		"degraded": {{}, {unknown}, {good, bad}, {good, bad, unknown}},
		"down":     {{bad}, {bad, bad}, {bad, unknown}},
	} {
		for _, checks := range sums {
			if got := health(checks); got != want {
				t.Errorf("%+v: got %s, want %s", checks, got, want)
			}
		}
	}
}
