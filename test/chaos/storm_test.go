//go:build chaos

package chaos

import (
	"net/http"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// Retries help against a fault now and then; against a vendor that is ill they
// would be the next fault.
func TestAStormOf503(t *testing.T) {
	const (
		begins = 2 * time.Second
		heals  = 10 * time.Second
		ends   = 18 * time.Second
	)
	f := figures{t, "503 storm at one vendor"}
	b := newFleetBench(t)
	b.start(3)
	vendor := b.vendors["inwebo"]
	l := b.load(ends, traffic{name: "inwebo", rate: 100, request: always(b.users("hr", "inwebo")), to: b.urls()})
	l.at(begins)
	before := vendor.received.Load()
	vendor.sim.Faults.Schedule(simkit.Fault{Status: http.StatusServiceUnavailable})
	l.at(heals)
	during := vendor.received.Load() - before
	vendor.sim.Faults.Clear()
	got := l.wait()["inwebo"]

	asked := got.between(begins, heals)
	f.record("vendor calls for each client call", "≤ 1.1", ratio(int(during), len(asked)), float64(during) <= 1.1*float64(len(asked)))
	f.tell("the callers' answers in the storm", asked.tally())
	f.within("until full goodput after healing", 5*time.Second, lastFailure(got.between(heals, ends), heals))
	f.goodput("goodput from 5 s after healing", 1, got.between(heals+5*time.Second, ends))
}

// A fault that opens no breaker is where repeats would add up. Among several
// replicas, chance would give one of them so much of it that its breaker opens.
func TestEveryFourthCallGets503(t *testing.T) {
	f := figures{t, "503 for every fourth call to one vendor"}
	b := newFleetBench(t)
	b.start(1)
	vendor, calls := b.vendors["inwebo"], 0
	vendor.sim.Faults.Schedule(simkit.Fault{Status: http.StatusServiceUnavailable, When: func(simkit.Entry) bool {
		calls++
		return calls%4 == 0
	}})
	got := b.load(10*time.Second, traffic{name: "inwebo", rate: 100, request: always(b.users("hr", "inwebo")), to: b.urls()}).wait()["inwebo"]
	sent := int(vendor.received.Load())

	f.record("vendor calls for each client call", "≤ 1.1", ratio(sent, len(got)), float64(sent) <= 1.1*float64(len(got)))
	f.sees("repeats", 1, sent-len(got))
	f.tell("the callers' answers", got.tally())
}

// lastFailure is how long after a moment the last request was due that failed.
func lastFailure(c course, since time.Duration) time.Duration {
	var last time.Duration
	for _, a := range c.failed() {
		last = max(last, a.due-since)
	}
	return last
}
