package ratelimit

import (
	"context"
	"crypto/rand"
	"slices"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"
)

// Redis is a client that knows whether Redis is there, such as that of package
// redisconn.
type Redis interface {
	redis.Cmdable
	// Up tells whether it is worth asking.
	Up() bool
}

const (
	// prefix begins every key of this program in Redis.
	prefix = "dgm:"
	// announceEvery is how often a process says that it is there.
	announceEvery = time.Second
	// forgottenAfter is how long Redis remembers one that fell silent.
	forgottenAfter = 3 * time.Second
)

// announcement notes a process at Redis's own time, forgets those who fell silent and
// returns how many there are. Whoever stands in the future was noted before
// Redis's clock was set back.
const announcement = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZADD', KEYS[1], now, ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - ARGV[2])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '(' .. string.format('%.0f', now), '+inf')
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return redis.call('ZCARD', KEYS[1])`

// Replicas is how many processes share one Redis. Each announces itself there once
// a second.
type Replicas struct {
	client Redis
	script *redis.Script
	self   string
	count  atomic.Int64
	// heard are the last counts that Redis gave, the newest first.
	heard [3]int64
	stop  context.CancelFunc
	done  chan struct{}
}

// Announce announces this process until Close. It waits for nothing.
func Announce(client Redis) *Replicas {
	ctx, stop := context.WithCancel(context.Background())
	r := &Replicas{client: client, script: redis.NewScript(announcement), self: rand.Text(), stop: stop, done: make(chan struct{})}
	r.count.Store(1)
	go r.run(ctx)
	return r
}

// Count returns the last known number of replicas, this one included. It is 1
// until Redis has answered for the first time: replicas that start while Redis is
// down know nothing of each other, and each takes itself for the only one. One
// that leaves is counted for some seconds more.
func (r *Replicas) Count() int { return int(r.count.Load()) }

// Close ends the announcements.
func (r *Replicas) Close() {
	r.stop()
	<-r.done
}

func (r *Replicas) run(ctx context.Context) {
	defer close(r.done)
	ticker := time.NewTicker(announceEvery)
	defer ticker.Stop()
	for {
		r.announce(ctx)
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// announce keeps the largest of the last counts: a Redis that came back empty has
// forgotten the others until they announce themselves, and must not make this one
// take all of the limit if it is lost again before.
func (r *Replicas) announce(ctx context.Context) {
	if !r.client.Up() {
		return
	}
	n, err := r.script.Run(ctx, r.client, []string{prefix + "replicas"}, r.self, forgottenAfter.Milliseconds()).Int64()
	if err != nil {
		return
	}
	r.heard = [...]int64{n, r.heard[0], r.heard[1]}
	r.count.Store(max(1, slices.Max(r.heard[:])))
}
