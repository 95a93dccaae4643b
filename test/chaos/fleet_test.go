//go:build chaos

package chaos

import (
	"fmt"
	"math"
	"testing"
	"time"
)

// A limit is the fleet's, not each replica's.
func TestThreeReplicasKeepOneLimit(t *testing.T) {
	const (
		length = 30 * time.Second
		rate   = 100
		burst  = 20
	)
	f := figures{t, "one limit over three replicas, 30 s"}
	b := newFleetBench(t)
	b.admit("limited", &rateLimit{rate, burst}, "inwebo")
	b.start(3)
	got := b.load(length, traffic{name: "limited", rate: 3 * rate, request: always(b.users("limited", "inwebo")), to: b.urls()}).wait()["limited"]

	allowed, admitted := allowance(rate, burst, length), len(got.fine())
	off := float64(admitted)/allowed - 1
	f.record("admitted against the ideal", "±1 %", fmt.Sprintf("%+.2f %% (%d of %.0f)", 100*off, admitted, allowed), math.Abs(off) <= 0.01)
	f.tell("answers", got.tally())
}

// ratio is a quotient for people.
func ratio(of, to int) string {
	return fmt.Sprintf("%.3f (%d to %d)", float64(of)/float64(max(1, to)), of, to)
}
