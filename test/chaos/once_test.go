//go:build chaos

package chaos

import (
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
	infoworks "github.com/dragoman-gateway/dragoman/internal/upstream/vendors/infoworks/sim"
)

const crowd = 100

// slow keeps a vendor's answer back, so that a crowd is still there when it comes.
func slow() simkit.Fault { return simkit.Fault{Delay: 700 * time.Millisecond} }

// What many want at the same moment is fetched once.
func TestACrowdMissesTheCache(t *testing.T) {
	f := figures{t, "100 parallel misses"}
	b := newFleetBench(t)
	b.start(1)
	bearer := b.bearer("hr", "iw")
	iw, w365 := b.vendors["iw"], b.vendors["w365"]
	iw.sim.Faults.Schedule(slow())
	w365.sim.Faults.Schedule(slow())

	asked := b.atOnce(b.urls(), times(crowd, b.introspect("hr", "iw", bearer))...)
	f.exactly("vendor calls for one token's verdict", 1, iw.calls("GET", "/token/validate"))
	looked := b.atOnce(b.urls(), times(crowd, b.icon("hr", "w365", "global.36"))...)
	f.exactly("vendor calls for one icon's image", 1, w365.calls("GET", "/content"))
	f.goodput("goodput of the crowds", 1, joined(asked, looked))
}

// A bearer that wore out is replaced once for all who find that it did.
func TestACrowdFindsTheBearerWornOut(t *testing.T) {
	f := figures{t, "100 parallel 401"}
	b := newBench(t)
	inside := b.connectInfoworks()
	// None of the crowd is to be turned away before it finds out.
	b.config.Connections["iw"].Concurrency = 2 * crowd
	b.admit("hr", nil, "iw")
	b.withRedis()
	b.start(1)
	b.want(200, b.client.do(b.urls()[0], b.users("hr", "iw")))
	iw := b.vendors["iw"]
	inside.ExpireBearers()
	iw.sim.Log.Reset()
	iw.sim.Faults.Schedule(slow())

	got := b.atOnce(b.urls(), times(crowd, b.users("hr", "iw"))...)
	f.exactly("new bearers", 1, iw.calls("GET", "/security/authenticate", "/token/access"))
	f.sees("calls that found the old one worn out", crowd/2, iw.calls("GET", "/admin/users")-crowd)
	f.goodput("goodput of the crowd", 1, got)
}

// connectInfoworks adds the connection iw to an Infoworks and returns the inside
// of it.
func (b *bench) connectInfoworks() *infoworks.Vendor {
	b.t.Helper()
	var inside *infoworks.Vendor
	e := entry(b.t, "iw")
	e.Simulator = func(o simkit.Options) (sim *simkit.Sim) {
		sim, inside = infoworks.NewVendor(o)
		return sim
	}
	b.connect("iw", e)
	return inside
}
