package cache_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/cache"
)

type verdict struct{ Who string }

var errVendor = errors.New("the vendor is down")

// kind keeps every verdict for a minute.
func kind() cache.Kind[verdict] {
	return cache.Kind[verdict]{Name: "verdict", Fresh: func(verdict) time.Duration { return time.Minute }}
}

func lasting() cache.Kind[verdict] {
	k := kind()
	k.Stale, k.Fallback = func(verdict) time.Duration { return time.Hour }, func(err error) bool { return errors.Is(err, errVendor) }
	return k
}

func subject(parts ...string) cache.Subject {
	return cache.Subject{Tenant: "hr", Connection: "iw", Parts: parts}
}

func says(who string) func(context.Context) (verdict, error) {
	return func(context.Context) (verdict, error) { return verdict{who}, nil }
}

func fails(err error) func(context.Context) (verdict, error) {
	return func(context.Context) (verdict, error) { return verdict{}, err }
}

func newCache(t testing.TB) (*cache.Cache, *clock) {
	t.Helper()
	c := newClock()
	return cache.New(newMemory(t, c.Now), newBox(t, 1), c.Now), c
}

// ask goes through the cache and expects an answer.
func ask(t testing.TB, c *cache.Cache, k cache.Kind[verdict], s cache.Subject, load func(context.Context) (verdict, error)) (string, cache.Status) {
	t.Helper()
	v, status, err := cache.Through(context.Background(), c, k, s, load)
	if err != nil {
		t.Fatal(err)
	}
	return v.Who, status
}

func TestWhatWasLoadedIsServedUntilItIsFreshNoMore(t *testing.T) {
	c, clock := newCache(t)
	if who, s := ask(t, c, kind(), subject("a"), says("kim")); who != "kim" || s.Hit || !s.Stored || s.TTL <= 0 {
		t.Fatalf("a miss: got %q, %+v", who, s)
	}
	if who, s := ask(t, c, kind(), subject("a"), says("lee")); who != "kim" || !s.Hit || s.Stored {
		t.Errorf("a hit: got %q, %+v", who, s)
	}
	if who, _ := ask(t, c, kind(), subject("b"), says("lee")); who != "lee" {
		t.Errorf("another subject: got %q", who)
	}
	clock.pass(time.Minute)
	if who, s := ask(t, c, kind(), subject("a"), says("lee")); who != "lee" || s.Hit {
		t.Errorf("after its freshness: got %q, %+v", who, s)
	}
	if got, want := c.Stats(), (cache.Stats{Hits: 1, Misses: 3}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestWhateverMakesASubjectAnotherMakesItAnotherValue(t *testing.T) {
	c, _ := newCache(t)
	other := kind()
	other.Name = "other"
	ask(t, c, kind(), subject("a", "b"), says("kim"))
	for name, s := range map[string]cache.Subject{
		"tenant":     {Tenant: "it", Connection: "iw", Parts: []string{"a", "b"}},
		"connection": {Tenant: "hr", Connection: "w365", Parts: []string{"a", "b"}},
		"division":   {Tenant: "hr", Connection: "iw", Parts: []string{"ab"}},
		"shift":      {Tenant: "hri", Connection: "w", Parts: []string{"a", "b"}},
	} {
		if who, _ := ask(t, c, kind(), s, says(name)); who != name {
			t.Errorf("another %s: got %q", name, who)
		}
	}
	if who, _ := ask(t, c, other, subject("a", "b"), says("lee")); who != "lee" {
		t.Errorf("another kind: got %q", who)
	}
}

func TestAValueEndsEarlyByAtMostATenthAndNeverLate(t *testing.T) {
	c, _ := newCache(t)
	least, most := time.Hour, time.Duration(0)
	for n := range 1000 {
		_, s := ask(t, c, kind(), subject(fmt.Sprint(n)), says("kim"))
		least, most = min(least, s.TTL), max(most, s.TTL)
	}
	if least < 54*time.Second-time.Millisecond || most > time.Minute {
		t.Errorf("fresh for %v to %v", least, most)
	}
	if most-least < 3*time.Second {
		t.Errorf("all end together: %v to %v", least, most)
	}
}

func TestTheTimeOfTheLoadCountsAsAge(t *testing.T) {
	c, clock := newCache(t)
	slow := func(context.Context) (verdict, error) { clock.pass(50 * time.Second); return verdict{"kim"}, nil }
	if _, s := ask(t, c, kind(), subject(), slow); s.TTL > 10*time.Second {
		t.Errorf("got %+v", s)
	}
	slower := func(context.Context) (verdict, error) { clock.pass(time.Minute); return verdict{"kim"}, nil }
	if _, s := ask(t, c, kind(), subject("slower"), slower); s.Stored {
		t.Errorf("a value that is past its freshness is stored: %+v", s)
	}
}

func TestAnErrorIsNotStored(t *testing.T) {
	c, _ := newCache(t)
	if _, s, err := cache.Through(context.Background(), c, lasting(), subject(), fails(errVendor)); !errors.Is(err, errVendor) || s != (cache.Status{}) {
		t.Fatalf("got %+v, %v", s, err)
	}
	if who, _ := ask(t, c, lasting(), subject(), says("kim")); who != "kim" {
		t.Errorf("got %q", who)
	}
}

func TestWhatIsNeverFreshIsNotStored(t *testing.T) {
	c, _ := newCache(t)
	k := kind()
	k.Fresh = func(verdict) time.Duration { return 0 }
	for range 2 {
		if _, s := ask(t, c, k, subject(), says("kim")); s != (cache.Status{}) {
			t.Errorf("got %+v", s)
		}
	}
}

func TestAStaleValueIsServedOnlyWhereLoadingFailsAsTheKindAllows(t *testing.T) {
	c, clock := newCache(t)
	ask(t, c, lasting(), subject(), says("kim"))
	clock.pass(2 * time.Minute)
	who, s := ask(t, c, lasting(), subject(), fails(errVendor))
	if who != "kim" || !s.Stale || s.Hit || s.TTL > -time.Minute {
		t.Errorf("a vendor that is down: got %q, %+v", who, s)
	}
	if _, _, err := cache.Through(context.Background(), c, lasting(), subject(), fails(errors.New("forbidden"))); err == nil {
		t.Error("a refusal is answered with the stale value")
	}
	if who, s := ask(t, c, lasting(), subject(), says("lee")); who != "lee" || !s.Stale || !s.Stored {
		t.Errorf("a vendor that is back: got %q, %+v", who, s)
	}
	clock.pass(2 * time.Hour)
	if _, _, err := cache.Through(context.Background(), c, lasting(), subject(), fails(errVendor)); !errors.Is(err, errVendor) {
		t.Errorf("after its end: got %v", err)
	}
	if got := c.Stats().Stale; got != 1 {
		t.Errorf("counted %d stale", got)
	}
}

// herd lets so many callers miss at once; the load ends when release is closed.
type herd struct {
	loads, served atomic.Int32
	begun         chan struct{}
	release       chan struct{}
	wait          sync.WaitGroup
}

func (h *herd) load(ctx context.Context) (verdict, error) {
	if h.loads.Add(1) == 1 {
		close(h.begun)
	}
	<-h.release
	return verdict{"kim"}, ctx.Err()
}

func (h *herd) join(ctx context.Context, c *cache.Cache, callers int) {
	for range callers {
		h.wait.Go(func() {
			if v, _, err := cache.Through(ctx, c, kind(), subject(), h.load); err == nil && v.Who == "kim" {
				h.served.Add(1)
			}
		})
	}
}

func newHerd() *herd { return &herd{begun: make(chan struct{}), release: make(chan struct{})} }

func TestAHundredMissesAtOnceAreOneLoad(t *testing.T) {
	c, _ := newCache(t)
	h := newHerd()
	h.join(context.Background(), c, 100)
	<-h.begun
	close(h.release)
	h.wait.Wait()
	if h.loads.Load() != 1 || h.served.Load() != 100 {
		t.Errorf("%d loads, %d served", h.loads.Load(), h.served.Load())
	}
}

func TestTheFirstCallerWhoLeavesFailsNobody(t *testing.T) {
	c, _ := newCache(t)
	h := newHerd()
	ctx, leave := context.WithCancel(context.Background())
	left := make(chan error, 1)
	go func() {
		_, _, err := cache.Through(ctx, c, kind(), subject(), h.load)
		left <- err
	}()
	<-h.begun
	h.join(context.Background(), c, 99)
	leave()
	if err := <-left; !errors.Is(err, context.Canceled) {
		t.Errorf("the one who left: got %v", err)
	}
	close(h.release)
	h.wait.Wait()
	if h.served.Load() != 99 || h.loads.Load() != 1 {
		t.Errorf("%d served, %d loads", h.served.Load(), h.loads.Load())
	}
}

func TestAPanicInALoadIsAnErrorThatDoesNotTellIt(t *testing.T) {
	c, _ := newCache(t)
	_, _, err := cache.Through(context.Background(), c, kind(), subject(), func(context.Context) (verdict, error) {
		panic(errors.New("hush-hush"))
	})
	if err == nil || strings.Contains(err.Error(), "hush-hush") {
		t.Errorf("got %v", err)
	}
	if who, _ := ask(t, c, kind(), subject(), says("kim")); who != "kim" {
		t.Errorf("afterwards: got %q", who)
	}
}

func TestTwoTypesUnderOneNameAreAnErrorAndNoPanic(t *testing.T) {
	c, _ := newCache(t)
	h := newHerd()
	h.join(context.Background(), c, 1)
	<-h.begun
	number := cache.Kind[int]{Name: kind().Name, Fresh: func(int) time.Duration { return time.Minute }}
	failed := make(chan error, 1)
	go func() {
		_, _, err := cache.Through(context.Background(), c, number, subject(), func(context.Context) (int, error) { return 1, nil })
		failed <- err
	}()
	// Whether it joined the flight or came after it, it gets no verdict for a number.
	close(h.release)
	h.wait.Wait()
	if err := <-failed; err != nil && !strings.Contains(err.Error(), "one name") {
		t.Errorf("got %v", err)
	}
}

func TestAValueIsFoundAfterTheSecretWasReplaced(t *testing.T) {
	clock := newClock()
	m := newMemory(t, clock.Now)
	ask(t, cache.New(m, newBox(t, 1), clock.Now), kind(), subject(), says("kim"))
	c := cache.New(m, newBox(t, 2, 1), clock.Now)
	if who, s := ask(t, c, kind(), subject(), says("lee")); who != "kim" || !s.Hit {
		t.Errorf("got %q, %+v", who, s)
	}
	c = cache.New(m, newBox(t, 2), clock.Now)
	if who, _ := ask(t, c, kind(), subject(), says("lee")); who != "lee" {
		t.Errorf("the old secret is gone: got %q", who)
	}
}
