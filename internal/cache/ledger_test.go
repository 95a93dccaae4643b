package cache_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/cache"
	"github.com/dragoman-gateway/dragoman/internal/redisconn/redistest"
)

const day = 24 * time.Hour

func key(n int) []string { return []string{"hr", "POST /v1/users", fmt.Sprint(n)} }

// claims expects a claim to be granted.
func claims(t testing.TB, l *cache.Ledger, key []string) {
	t.Helper()
	if found, mine, err := l.Claim(context.Background(), key, []byte("begun"), day); !mine || found != nil || err != nil {
		t.Fatalf("got %q, %v, %v", found, mine, err)
	}
}

// remembers expects a claim to be answered with a record.
func remembers(t testing.TB, l *cache.Ledger, key []string, want string) {
	t.Helper()
	found, mine, err := l.Claim(context.Background(), key, []byte("again"), day)
	if mine || string(found) != want || err != nil {
		t.Errorf("got %q, %v, %v, want %q", found, mine, err, want)
	}
}

func TestWhatWasClaimedIsDoneOnce(t *testing.T) {
	for name, open := range stores() {
		t.Run(name, func(t *testing.T) {
			ctx, l := context.Background(), cache.NewLedger(open(t), newBox(t, 1))
			claims(t, l, key(1))
			remembers(t, l, key(1), "begun")
			claims(t, l, key(2))
			must(t, l.Settle(ctx, key(1), []byte("created"), day))
			remembers(t, l, key(1), "created")
			must(t, l.Release(ctx, key(2)))
			claims(t, l, key(2))
		})
	}
}

// Three replicas: one has the old secret, one is given the new one, one has both.
func TestOfManyWhoClaimOneIsTold(t *testing.T) {
	server := redistest.Start(t)
	ledgers := []*cache.Ledger{
		cache.NewLedger(newTiered(t, server.URL(), time.Now), newBox(t, 1)),
		cache.NewLedger(newTiered(t, server.URL(), time.Now), newBox(t, 1, 2)),
		cache.NewLedger(newTiered(t, server.URL(), time.Now), newBox(t, 2, 1)),
	}
	for round := range 20 {
		var wait sync.WaitGroup
		var won atomic.Int32
		for _, l := range append(ledgers, ledgers...) {
			wait.Go(func() {
				found, mine, err := l.Claim(context.Background(), key(round), []byte("begun"), day)
				switch {
				case mine:
					won.Add(1)
				// One that is just being withdrawn may be gone when it is read.
				case err != nil && !errors.Is(err, cache.ErrUnreadable), err == nil && string(found) != "begun":
					t.Errorf("got %q, %v", found, err)
				}
			})
		}
		wait.Wait()
		if won.Load() != 1 {
			t.Fatalf("round %d: %d were told that it is theirs", round, won.Load())
		}
	}
}

func TestARecordIsFoundAcrossAReplacedSecret(t *testing.T) {
	ctx, m := context.Background(), newMemory(t, time.Now)
	before, now := cache.NewLedger(m, newBox(t, 1)), cache.NewLedger(m, newBox(t, 2, 1))
	claims(t, before, key(1))
	must(t, before.Settle(ctx, key(1), []byte("created"), day))
	remembers(t, now, key(1), "created")
	claims(t, now, key(2))
	must(t, now.Settle(ctx, key(2), []byte("created"), day))
	remembers(t, before, key(2), "created")
	must(t, now.Release(ctx, key(2)))
	claims(t, before, key(2))
	remembers(t, now, key(2), "begun")
}

// TestASecretThatComesTwiceIsInNobodysWay: while secrets are replaced, two files may
// hold the same one for a time.
func TestASecretThatComesTwiceIsInNobodysWay(t *testing.T) {
	ctx, l := context.Background(), cache.NewLedger(newMemory(t, time.Now), newBox(t, 1, 2, 1))
	claims(t, l, key(1))
	must(t, l.Settle(ctx, key(1), []byte("created"), day))
	remembers(t, l, key(1), "created")
}

func TestThisReplicaStillKnowsAfterRedisLostItsData(t *testing.T) {
	server := redistest.Start(t)
	ctx, clock := context.Background(), newClock()
	l := cache.NewLedger(newTiered(t, server.URL(), clock.Now), newBox(t, 1))
	claims(t, l, key(1))
	claims(t, l, key(2))
	must(t, l.Settle(ctx, key(2), []byte("created"), day))
	must(t, server.Client().FlushAll(ctx).Err())
	remembers(t, l, key(1), "begun")
	remembers(t, l, key(2), "created")
	server.Kill()
	server.Restart()
	clock.pass(time.Hour)
	remembers(t, l, key(1), "begun")
	remembers(t, l, key(2), "created")
}

func TestALedgerSaysWhetherTheFleetKnows(t *testing.T) {
	server := redistest.Start(t)
	l := cache.NewLedger(newTiered(t, server.URL(), time.Now), newBox(t, 1))
	claims(t, l, key(1))
	if !l.Shared() {
		t.Error("with Redis: not shared")
	}
	server.Kill()
	claims(t, l, key(2))
	if l.Shared() {
		t.Error("without Redis: shared")
	}
	if cache.NewLedger(newMemory(t, time.Now), newBox(t, 1)).Shared() {
		t.Error("in process: shared")
	}
}

func TestACallerWhoLeavesEndsNoClaimHalfway(t *testing.T) {
	l := cache.NewLedger(newTiered(t, redistest.Start(t).URL(), time.Now), newBox(t, 1))
	ctx, leave := context.WithCancel(context.Background())
	leave()
	if _, mine, err := l.Claim(ctx, key(1), []byte("begun"), day); !mine || err != nil {
		t.Fatalf("got %v, %v", mine, err)
	}
	must(t, l.Settle(ctx, key(1), []byte("created"), day))
	remembers(t, l, key(1), "created")
	must(t, l.Release(ctx, key(1)))
	claims(t, l, key(1))
}

func TestAnOutcomeThatRedisDidNotTakeReachesItLater(t *testing.T) {
	server := redistest.Start(t)
	ctx, box := context.Background(), newBox(t, 1)
	one := cache.NewLedger(newTiered(t, server.URL(), time.Now), box)
	other := cache.NewLedger(newTiered(t, server.URL(), time.Now), box)
	claims(t, one, key(1))
	refusing(server)
	must(t, one.Settle(ctx, key(1), []byte("created"), day))
	remembers(t, one, key(1), "created")
	taking(server)
	until(t, "the outcome", func() bool {
		found, mine, err := other.Claim(ctx, key(1), []byte("again"), day)
		return !mine && err == nil && string(found) == "created"
	})
}

func TestAPoisonedRecordLetsNoSecondWriteThrough(t *testing.T) {
	server := redistest.Start(t)
	ctx, plain, box := context.Background(), server.Client(), newBox(t, 1)
	for name, poison := range map[string]func(name, other string) error{
		"random bytes": func(name, _ string) error { return plain.Set(ctx, name, "garbage", day).Err() },
		"nothing":      func(name, _ string) error { return plain.Set(ctx, name, "", day).Err() },
		"another type": func(name, _ string) error { plain.Del(ctx, name); return plain.RPush(ctx, name, "v").Err() },
		"another's":    func(name, other string) error { return plain.Copy(ctx, other, name, 0, true).Err() },
		"far too much": func(name, _ string) error { return plain.Set(ctx, name, make([]byte, 10<<20), day).Err() },
		"another secret": func(name, _ string) error {
			return plain.Set(ctx, name, newBox(t, 9).Seal(name, []byte("created")), day).Err()
		},
	} {
		t.Run(name, func(t *testing.T) {
			must(t, plain.FlushAll(ctx).Err())
			// The one that claims remembers near; the one that is asked does not.
			writer := cache.NewLedger(newRedis(t, server.URL()), box)
			claims(t, writer, key(1))
			claims(t, writer, key(2))
			must(t, poison(box.Name(append([]string{"ledger"}, key(1)...)...), box.Name(append([]string{"ledger"}, key(2)...)...)))
			reader := cache.NewLedger(newTiered(t, server.URL(), time.Now), box)
			for range 3 {
				if found, mine, err := reader.Claim(ctx, key(1), []byte("again"), day); mine || found != nil || !errors.Is(err, cache.ErrUnreadable) {
					t.Errorf("got %q, %v, %v", found, mine, err)
				}
			}
		})
	}
}
