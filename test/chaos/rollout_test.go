//go:build chaos

package chaos

import (
	"syscall"
	"testing"
	"time"
)

// A new release reaches the fleet without a caller noticing.
func TestTwentyRollingRestarts(t *testing.T) {
	f := figures{t, "20 rolling restarts, 200 requests a second"}
	got := rollOut(t, 20, syscall.SIGTERM)
	f.exactly("failed requests", 0, len(got.failed()))
	f.tell("requests, p99, longest", got.tally()+"; "+short(got.latency(99))+", "+short(got.latency(100)))
}

// The harness has to see what a gateway without a drain would lose.
func TestARestartWithoutADrainIsSeen(t *testing.T) {
	f := figures{t, "5 restarts by SIGKILL, to prove the harness"}
	got := rollOut(t, 5, syscall.SIGKILL)
	f.sees("failed requests", 1, len(got.failed()))
	f.tell("what failed", got.failed().tally())
}

// rollOut restarts one replica after the other behind a balancer, while callers
// read and write, and returns what became of their requests.
func rollOut(t *testing.T, restarts int, signal syscall.Signal) course {
	t.Helper()
	b := newFleetBench(t)
	b.config.DrainDelay = "1s"
	b.start(3)
	balancer := b.balance()
	l := b.load(2*time.Minute, traffic{
		name: "all", rate: 200, to: []string{balancer.url},
		request: inTurn(
			b.users("hr", "inwebo"), b.icon("hr", "w365", "global.36"), b.users("hr", "juump"),
			b.ownConnections("hr"), b.users("hr", "iw"), b.activity("hr", "w365"),
		),
	})
	l.at(time.Second)
	for n := range restarts {
		r := b.replicas[n%len(b.replicas)]
		r.end(signal)
		r.start()
		balancer.await(r)
	}
	l.stop()
	return l.wait()["all"]
}
