//go:build chaos

package chaos

import (
	"net/http"
	"testing"
	"time"
)

// A tenant who asks for fifty times what it may have gets what it may have, and
// its neighbour does not notice.
func TestANoisyTenant(t *testing.T) {
	const (
		begins = 5 * time.Second
		noise  = 10 * time.Second
		rate   = 20
		burst  = 20
	)
	f := figures{t, "noisy tenant at 50 × its limit"}
	b := newFleetBench(t)
	b.admit("noisy", &rateLimit{rate, burst}, "inwebo")
	b.start(3)
	quiet := b.load(begins+noise, traffic{name: "quiet", rate: 100, request: always(b.users("hr", "juump")), to: b.urls()})
	quiet.at(begins)
	noisy := b.load(noise, traffic{name: "noisy", rate: 50 * rate, request: always(b.users("noisy", "inwebo")), to: b.urls()}).wait()["noisy"]
	heard := quiet.wait()["quiet"]

	f.goodput("goodput of the quiet tenant", 0.999, heard.between(begins, begins+noise))
	before, during := heard.between(time.Second, begins).latency(99), heard.between(begins, begins+noise).latency(99)
	f.tell("its p99 before and during", short(before)+", "+short(during))
	f.excess("admitted of the noisy one", 0.01, allowance(rate, burst, noise), len(noisy.fine()))
	f.exactly("answers to it that are neither 200 nor 429", 0, len(noisy)-len(noisy.fine())-len(noisy.of(http.StatusTooManyRequests)))
	f.tell("answers to it", noisy.tally())
}

// allowance is what a limit lets through in a time: its burst, and its rate from
// then on.
func allowance(rate, burst int, length time.Duration) float64 {
	return float64(burst) + float64(rate)*length.Seconds()
}
