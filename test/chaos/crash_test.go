//go:build chaos

package chaos

import (
	"syscall"
	"testing"
	"time"
)

// A replica that dies takes with it what it was doing, and what the balancer
// sends it before it notices.
func TestAReplicaIsKilled(t *testing.T) {
	const dies = 3 * time.Second
	f := figures{t, "one of three replicas killed, 200 requests a second"}
	b := newFleetBench(t)
	b.start(3)
	balancer := b.balance()
	l := b.load(8*time.Second, traffic{
		name: "all", rate: 200, to: []string{balancer.url},
		request: inTurn(b.users("hr", "inwebo"), b.users("hr", "juump"), b.ownConnections("hr")),
	})
	l.at(dies)
	b.replicas[0].end(syscall.SIGKILL)
	got := l.wait()["all"]

	f.atMost("failed requests", 20, len(got.failed()))
	f.within("from its end to the last failure", time.Second, lastFailure(got, dies))
	f.exactly("failures before it", 0, len(got.between(0, dies-time.Second).failed()))
	f.tell("what failed", got.failed().tally())
}
