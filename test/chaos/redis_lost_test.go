//go:build chaos

package chaos

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// Redis makes the replicas agree and answers cheap; nobody's answer depends on it.
func TestRedisIsKilledUnderLoad(t *testing.T) {
	b := newFleetBench(t)
	redisLost(t, b, figures{t, "Redis killed under load"}, b.redis.Kill, b.redis.Restart)
}

func TestRedisHangsUnderLoad(t *testing.T) {
	b := newFleetBench(t)
	redisLost(t, b, figures{t, "Redis hung under load"}, b.redis.Hang, b.redis.Resume)
}

func redisLost(t *testing.T, b *bench, f figures, lose, find func()) {
	const (
		lost   = 5 * time.Second
		back   = 10 * time.Second
		length = 18 * time.Second
		rate   = 60
		burst  = 10
		added  = 60 * time.Millisecond
	)
	b.admit("limited", &rateLimit{rate, burst}, "inwebo")
	b.start(3)
	bearer := b.bearer("hr", "iw")
	f.footprint("before", b)
	l := b.load(length,
		traffic{name: "plain", rate: 100, request: always(b.users("hr", "juump")), to: b.urls()},
		traffic{name: "cached", rate: 100, request: inTurn(b.introspect("hr", "iw", bearer), b.icon("hr", "w365", "global.36")), to: b.urls()},
		traffic{name: "limited", rate: 3 * rate, request: always(b.ownConnections("limited")), to: b.urls()},
	)
	l.at(lost)
	lose()
	l.at(back)
	f.within("until Redis serves every replica again", 2*time.Second, b.redisServes(find))
	got := l.wait()

	all := joined(got["plain"], got["cached"], got["limited"])
	f.exactly("answers of 5xx, or none", 0, len(all.only(func(a answer) bool { return a.err != nil || a.status >= http.StatusInternalServerError })))
	// Those who need no Redis would make it look better.
	asking := joined(got["cached"], got["limited"])
	before, after := asking.between(lost-time.Second, lost), asking.between(lost, lost+time.Second)
	if before.took(99) > added {
		t.Errorf("nothing is proven: the p99 was %s before Redis was lost", short(before.took(99)))
	}
	f.within("p99 added in the first second without it", added, max(0, after.took(99)-before.took(99)))
	f.tell("the longest wait in the second before and after", short(before.took(100))+", "+short(after.took(100)))
	f.excess("admitted over the whole time", 0.05, allowance(rate, burst, length), len(got["limited"].fine()))
	f.tell("answers", all.tally())
	f.footprint("after", b)
}

// redisServes returns how long it takes from when Redis is let go on until every
// replica has found it again and callers' requests reach it: more commands than
// the replicas send of themselves.
func (b *bench) redisServes(find func()) time.Duration {
	b.t.Helper()
	const ownCommands = 30
	began := time.Now()
	find()
	served := b.redisCommands()
	reached := elapsed(5*time.Second, func() bool {
		for _, r := range b.replicas {
			if len(r.said("redis back")) == 0 {
				return false
			}
		}
		return b.redisCommands() > served+ownCommands
	})
	if reached == never {
		return never
	}
	return time.Since(began)
}

// redisCommands is how many commands of the limiters' and the caches' Redis has
// carried out: those that run a script, or read or write a value.
func (b *bench) redisCommands() int {
	b.t.Helper()
	text, err := b.redis.Client().Info(context.Background(), "commandstats").Result()
	if err != nil {
		b.t.Fatal(err)
	}
	total := 0
	for row := range strings.Lines(text) {
		name, stats, _ := strings.Cut(strings.TrimPrefix(row, "cmdstat_"), ":calls=")
		calls, _, _ := strings.Cut(stats, ",")
		if n, err := strconv.Atoi(calls); err == nil && slices.Contains([]string{"eval", "evalsha", "getrange", "set"}, name) {
			total += n
		}
	}
	return total
}
