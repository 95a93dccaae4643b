package ratelimit_test

import (
	"context"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/ratelimit"
	"github.com/dragoman-gateway/dragoman/internal/redisconn/redistest"
)

// load is eight workers at each replica who ask without a pause.
type load struct {
	allowed atomic.Int64
	stop    context.CancelFunc
	workers sync.WaitGroup
}

func press(all []replica, name string) *load {
	working, stop := context.WithCancel(ctx)
	l := &load{stop: stop}
	for _, r := range all {
		for range 8 {
			l.workers.Go(func() {
				for working.Err() == nil {
					if d := r.Take(ctx, name); d.Allowed {
						l.allowed.Add(1)
					} else {
						// Refused without Redis, a worker would take the machine from the others.
						time.Sleep(min(d.RetryAfter, time.Millisecond))
					}
				}
			})
		}
	}
	return l
}

// end returns how many were allowed in all.
func (l *load) end() int {
	l.stop()
	l.workers.Wait()
	return int(l.allowed.Load())
}

// clock returns Redis's own time.
func clock(t *testing.T, server *redistest.Server) time.Time {
	t.Helper()
	now, err := server.Client().Time(ctx).Result()
	if err != nil {
		t.Fatal(err)
	}
	return now
}

// The local clocks of the three are five minutes apart. The bucket holds what comes
// in two seconds, so that a machine that stalls for less loses nothing, and is
// emptied at the end: what was admitted then follows from Redis's time alone.
func TestThreeReplicasAdmitWhatOneWouldWhateverTheirClocksSay(t *testing.T) {
	for _, limit := range []ratelimit.Limit{{Rate: 200, Burst: 400}, {Rate: 70.5, Burst: 141}} {
		server := redistest.Start(t)
		all := three(t, func() ratelimit.Redis { return patient{server.Client()} }, map[string]ratelimit.Limit{"hr": limit})
		ideal := func(begin, end time.Time) float64 { return float64(limit.Burst) + limit.Rate*end.Sub(begin).Seconds() }

		earliest := clock(t, server)
		all[0].Take(ctx, "hr")
		latest := clock(t, server)
		pressure := press(all, "hr")
		time.Sleep(3 * time.Second)
		got := 1 + pressure.end()
		least := ideal(latest, clock(t, server))
		got += takeAll(t, all[1], "hr")
		most := ideal(earliest, clock(t, server))

		t.Logf("%v: admitted %d, ideal %.1f to %.1f", limit, got, least, most)
		if float64(got) > 1.01*most || float64(got) < 0.99*least {
			t.Errorf("%v: admitted %d, ideal %.1f to %.1f", limit, got, least, most)
		}
	}
}

// How much less a machine that stalls admits is not told; that it goes on is.
func TestALostRedisAdmitsTheLimitAllTheSame(t *testing.T) {
	t.Parallel() // it waits, for Redis's own clock
	const outage = 3 * time.Second
	limit := ratelimit.Limit{Rate: 200, Burst: 24}
	for how, do := range map[string]struct{ lose, find func(*redistest.Server) }{
		"killed": {(*redistest.Server).Kill, (*redistest.Server).Restart},
		"hung":   {(*redistest.Server).Hang, (*redistest.Server).Resume},
	} {
		t.Run(how, func(t *testing.T) {
			server := redistest.Start(t)
			all := three(t, func() ratelimit.Redis { return impatient(t, server) }, map[string]ratelimit.Limit{"hr": limit})
			pressure := press(all, "hr")
			time.Sleep(time.Second)

			begin := time.Now()
			do.lose(server)
			before := pressure.allowed.Load()
			time.Sleep(outage)
			during, lasted := float64(pressure.allowed.Load()-before), time.Since(begin)
			ideal := limit.Rate * lasted.Seconds()
			t.Logf("admitted %.0f in an outage of %v, ideal %.0f, %+.2f %%", during, lasted.Round(time.Millisecond), ideal, 100*(during/ideal-1))
			if during > 1.05*ideal || during <= float64(limit.Burst) {
				t.Errorf("admitted %.0f in an outage of %v, ideal %.0f", during, lasted, ideal)
			}

			do.find(server)
			pressure.end()
			until(t, "a decision by Redis", func() bool {
				_ = server.Client().FlushAll(ctx)
				all[0].Take(ctx, "hr")
				return len(quotasIn(t, server)) == 1
			})
		})
	}
}

// quotasIn returns the keys of limits that Redis holds.
func quotasIn(t *testing.T, server *redistest.Server) []string {
	t.Helper()
	keys, err := server.Client().Keys(ctx, "dgm:rate:*").Result()
	if err != nil {
		t.Fatal(err)
	}
	return keys
}

func TestWithoutRedisEachReplicaTakesItsShare(t *testing.T) {
	limit := ratelimit.Limit{Rate: 0.01, Burst: 30}
	server := redistest.Start(t)
	all := three(t, func() ratelimit.Redis { return impatient(t, server) }, map[string]ratelimit.Limit{"hr": limit, "slow": {Rate: ratelimit.MinRate, Burst: 1}})
	server.Kill()
	for _, r := range all {
		if n := takeAll(t, r, "hr"); n != 10 {
			t.Errorf("a replica of three allows %d, want 10", n)
		}
		if d := r.Take(ctx, "hr"); d.RetryAfter < 250*time.Second || d.RetryAfter > 300*time.Second || d.Limit != limit {
			t.Errorf("got %+v, want refused for nearly 300s under the whole limit", d)
		}
		if n := takeAll(t, r, "slow"); n != 1 {
			t.Errorf("a replica of three allows %d of one, want 1", n)
		}
		if d := r.Take(ctx, "slow"); d.RetryAfter < 2500*time.Second {
			t.Errorf("the least limit: got %+v, want refused for nearly 3000s", d)
		}
	}
}

func TestTheLossOfRedisIsNoSecondBurst(t *testing.T) {
	server := redistest.Start(t)
	r := join(t, impatient(t, server), map[string]ratelimit.Limit{"hr": {Rate: ratelimit.MinRate, Burst: 20}}, 0)
	if n := takeAll(t, r, "hr"); n != 20 || len(quotasIn(t, server)) != 1 {
		t.Fatalf("%d were allowed, want 20 by Redis", n)
	}
	server.Kill()
	if n := takeAll(t, r, "hr"); n != 0 {
		t.Errorf("%d more are allowed", n)
	}
}

// A replica may get more than its share while Redis is there, and owes nothing
// when it is lost.
func TestAShareIsNeverOverdrawn(t *testing.T) {
	server := redistest.Start(t)
	r := join(t, patient{server.Client()}, map[string]ratelimit.Limit{"hr": {Rate: 50, Burst: 30}}, 0)
	other := join(t, patient{server.Client()}, nil, 0)
	until(t, "two replicas", func() bool { return r.replicas.Count() == 2 && other.replicas.Count() == 2 })
	takeAll(t, r, "hr")
	server.Kill()
	until(t, "its next request", func() bool {
		d := r.Take(ctx, "hr")
		if d.RetryAfter > 50*time.Millisecond {
			t.Fatalf("got %+v, want at most 1/25 s", d)
		}
		return d.Allowed
	})
}

func TestWhateverRedisSaysADecisionIsMade(t *testing.T) {
	set := func(value string) func(*testing.T, *redistest.Server) {
		return func(t *testing.T, server *redistest.Server) {
			for _, key := range quotasIn(t, server) {
				if err := server.Client().Set(ctx, key, value, 0).Err(); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	do := func(command ...any) func(*testing.T, *redistest.Server) {
		return func(t *testing.T, server *redistest.Server) {
			if err := server.Client().Do(ctx, command...).Err(); err != nil {
				t.Fatal(err)
			}
		}
	}
	for situation, spoil := range map[string]func(*testing.T, *redistest.Server){
		"it has no memory left":      do("CONFIG", "SET", "maxmemory", "1"),
		"it is a replica":            do("REPLICAOF", "127.0.0.1", "1"),
		"it wants a password":        do("CONFIG", "SET", "requirepass", "hush-hush"),
		"it forbids the script":      do("ACL", "SETUSER", "default", "-evalsha"),
		"the key holds a word":       set("word"),
		"the key holds no number":    set("nan"),
		"the key is far ahead":       set("1000000000"),
		"the key is infinitely far":  set("inf"),
		"the key is of another type": func(t *testing.T, server *redistest.Server) { spoilType(t, server) },
	} {
		t.Run(situation, func(t *testing.T) {
			t.Parallel()
			server := redistest.Start(t)
			r := join(t, impatient(t, server), map[string]ratelimit.Limit{"hr": {Rate: ratelimit.MinRate, Burst: 20}}, 0)
			if d := r.Take(ctx, "hr"); !d.Allowed || len(quotasIn(t, server)) != 1 {
				t.Fatalf("before: got %+v", d)
			}
			spoil(t, server)
			if situation == "it wants a password" {
				_ = server.Client().Do(ctx, "CLIENT", "KILL", "TYPE", "normal").Err()
			}
			if n := takeAll(t, r, "hr"); n != 19 {
				t.Errorf("%d were allowed, want the 19 that are left here", n)
			}
		})
	}
}

func spoilType(t *testing.T, server *redistest.Server) {
	t.Helper()
	for _, key := range quotasIn(t, server) {
		server.Client().Del(ctx, key)
		if err := server.Client().LPush(ctx, key, "x").Err(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAFlushedRedisStartsAnewWithoutAnError(t *testing.T) {
	server := redistest.Start(t)
	r := join(t, patient{server.Client()}, map[string]ratelimit.Limit{"hr": {Rate: ratelimit.MinRate, Burst: 10}}, 0)
	r.Take(ctx, "hr")
	if err := server.Client().ScriptFlush(ctx).Err(); err != nil {
		t.Fatal(err)
	}
	if d := r.Take(ctx, "hr"); !d.Allowed || d.Remaining != 8 {
		t.Errorf("without its script: got %+v, want 8 left", d)
	}
	if err := server.Client().FlushAll(ctx).Err(); err != nil {
		t.Fatal(err)
	}
	if d := r.Take(ctx, "hr"); !d.Allowed || d.Remaining != 9 {
		t.Errorf("without its key: got %+v, want 9 left, as Redis knows it", d)
	}
}

func TestATenantAndAConnectionOfOneNameAreTwo(t *testing.T) {
	server := redistest.Start(t)
	client := patient{server.Client()}
	limits := map[string]ratelimit.Limit{"x": {Rate: ratelimit.MinRate, Burst: 1}, "tenant:x": {Rate: ratelimit.MinRate, Burst: 1}}
	tenants := join(t, client, limits, 0)
	connections := ratelimit.NewFleet(client, ratelimit.Connections, tenants.replicas, limits, time.Now)
	for _, l := range []ratelimit.Limiter{tenants, connections} {
		for name := range limits {
			if n := takeAll(t, l, name); n != 1 {
				t.Errorf("%s got %d, want 1", name, n)
			}
		}
	}
	keys := quotasIn(t, server)
	if len(keys) != 4 {
		t.Errorf("want four keys, got %q", keys)
	}
	all, err := server.Client().Keys(ctx, "*").Result()
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range all {
		if !strings.HasPrefix(key, "dgm:") {
			t.Errorf("the key %q is not under the prefix", key)
		}
		if ttl := server.Client().PTTL(ctx, key).Val(); ttl <= 0 {
			t.Errorf("the key %q never ends", key)
		}
	}
}

// A client without a Redis panics when it is asked.
func TestANameWithoutALimitCostsRedisNothing(t *testing.T) {
	r := ratelimit.NewFleet(patient{}, ratelimit.Tenants, join(t, impatient(t, redistest.Start(t)), nil, 0).replicas, nil, time.Now)
	if d := r.Take(ctx, "free"); !d.Allowed {
		t.Errorf("got %+v", d)
	}
}

func TestARaisedLimitIsNotHeldUpByTheOldOne(t *testing.T) {
	r := join(t, patient{redistest.Start(t).Client()}, map[string]ratelimit.Limit{"hr": {Rate: ratelimit.MinRate, Burst: 20}}, 0)
	takeAll(t, r, "hr")
	r.SetLimits(map[string]ratelimit.Limit{"hr": {Rate: 1, Burst: 20}})
	if d := r.Take(ctx, "hr"); !d.Allowed || d.Remaining != 19 {
		t.Errorf("got %+v, want a bucket of its own", d)
	}
}

func BenchmarkFleet(b *testing.B) {
	r := join(b, patient{redistest.Start(b).Client()}, map[string]ratelimit.Limit{"hr": {Rate: ratelimit.MaxRate, Burst: ratelimit.MaxBurst}}, 0)
	b.ReportAllocs()
	for b.Loop() {
		r.Take(ctx, "hr")
	}
}
