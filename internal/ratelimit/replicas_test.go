package ratelimit_test

import (
	"errors"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/dragoman-gateway/dragoman/internal/ratelimit"
	"github.com/dragoman-gateway/dragoman/internal/redisconn/redistest"
)

func TestAReplicaThatLeavesIsForgotten(t *testing.T) {
	t.Parallel() // it waits, for Redis's own clock
	server := redistest.Start(t)
	all := three(t, func() ratelimit.Redis { return patient{server.Client()} }, nil)
	all[2].replicas.Close()
	until(t, "two replicas", func() bool { return all[0].replicas.Count() == 2 && all[1].replicas.Count() == 2 })
}

func TestReplicasAreRememberedWhileRedisIsLost(t *testing.T) {
	t.Parallel() // it waits, for Redis's own clock
	server := redistest.Start(t)
	all := three(t, func() ratelimit.Redis { return impatient(t, server) }, nil)
	server.Kill()
	for deadline := time.Now().Add(4 * time.Second); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		for _, r := range all {
			if n := r.replicas.Count(); n != 3 {
				t.Fatalf("got %d", n)
			}
		}
	}
}

func TestAnEmptyRedisMakesNobodyTheOnlyOne(t *testing.T) {
	t.Parallel() // it waits, for Redis's own clock
	server := redistest.Start(t)
	all := three(t, func() ratelimit.Redis { return patient{server.Client()} }, nil)
	time.Sleep(3 * time.Second) // all have heard of all for long enough to rely on it
	if err := server.Client().Del(ctx, "dgm:replicas").Err(); err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(2 * time.Second); time.Now().Before(deadline); time.Sleep(time.Millisecond) {
		for _, r := range all {
			if n := r.replicas.Count(); n != 3 {
				t.Fatalf("got %d", n)
			}
		}
	}
}

func TestWhoWasNotedBeforeRedisClockWentBackIsForgotten(t *testing.T) {
	server := redistest.Start(t)
	ahead := float64(time.Now().Add(time.Hour).UnixMilli())
	if err := server.Client().ZAdd(ctx, "dgm:replicas", redis.Z{Score: ahead, Member: "a ghost"}).Err(); err != nil {
		t.Fatal(err)
	}
	r := join(t, patient{server.Client()}, nil, 0)
	until(t, "the end of the ghost", func() bool {
		return errors.Is(server.Client().ZRank(ctx, "dgm:replicas", "a ghost").Err(), redis.Nil)
	})
	if n := r.replicas.Count(); n != 1 {
		t.Errorf("got %d, want 1", n)
	}
}

func TestAloneWithoutRedisAReplicaTakesItselfForTheOnlyOne(t *testing.T) {
	server := redistest.Start(t)
	server.Kill()
	r := join(t, impatient(t, server), map[string]ratelimit.Limit{"hr": {Rate: ratelimit.MinRate, Burst: 30}}, 0)
	if n := takeAll(t, r, "hr"); n != 30 || r.replicas.Count() != 1 {
		t.Errorf("%d were allowed, and it counts %d", n, r.replicas.Count())
	}
}
