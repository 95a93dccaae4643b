//go:build chaos

package chaos

import (
	"net/http"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// A vendor that accepts and never answers costs its own callers its budget until
// its breaker opens, and the callers of the others nothing.
func TestOneVendorBlackHoled(t *testing.T) {
	const (
		begins = 5 * time.Second
		open   = begins + 5*time.Second
		ends   = 15 * time.Second
		budget = time.Second
	)
	f := figures{t, "one vendor black-holed"}
	b := newFleetBench(t)
	b.config.Connections["inwebo"].Timeout = "1s"
	b.start(3)
	f.footprint("before", b)
	l := b.load(ends,
		traffic{name: "inwebo", rate: 40, request: always(b.users("hr", "inwebo")), to: b.urls()},
		traffic{name: "juump", rate: 40, request: always(b.users("hr", "juump")), to: b.urls()},
		traffic{name: "iw", rate: 40, request: always(b.users("hr", "iw")), to: b.urls()},
		traffic{name: "w365", rate: 40, request: always(b.icons("hr", "w365")), to: b.urls()},
	)
	l.at(begins)
	b.vendors["inwebo"].sim.Faults.Schedule(simkit.Fault{Hang: true})
	got := l.wait()

	others := joined(got["juump"], got["iw"], got["w365"])
	f.goodput("goodput of the other vendors", 0.999, others.between(begins, ends))
	before, during := others.between(time.Second, begins).latency(99), others.between(begins, ends).latency(99)
	f.tell("the others' p99 before and during", short(before)+", "+short(during))

	sick := got["inwebo"].between(begins, ends)
	f.within("the longest sick call, with a timeout of 1 s", budget+100*time.Millisecond, sick.took(100))
	late := sick.between(open, ends)
	waited := func(a answer) bool { return a.status == http.StatusGatewayTimeout }
	fast := late.only(func(a answer) bool { return !waited(a) })
	f.within("p99 of failing fast, 5 s later", 10*time.Millisecond, fast.took(99))
	f.atLeast("sick calls that fail fast then, in %", 90, 100*len(fast)/max(1, len(late)))
	f.tell("sick calls", sick.tally())
	f.footprint("after", b)
}
