//go:build chaos

package chaos

import (
	"net/http"
	"syscall"
	"testing"
	"time"
)

// refusal is what the gateway logs of a configuration that it does not take.
const refusal = "the configuration is refused and the old one stays in force"

// A configuration that cannot be served changes nothing; one that can does so soon.
func TestFortyBadConfigurations(t *testing.T) {
	f := figures{t, "forty bad configurations under load"}
	b := newFleetBench(t)
	b.config.DrainDelay = "2s"
	b.start(1)
	r := b.replicas[0]
	l := b.load(2*time.Minute, traffic{
		name: "all", rate: 100, to: b.urls(),
		request: inTurn(b.users("hr", "inwebo"), b.users("hr", "juump"), b.ownConnections("hr")),
	})
	all := spoilt(t, r.config)
	refused := 0
	for _, bad := range all {
		if r.refuses(bad.text) {
			refused++
		} else {
			t.Errorf("not refused: %s", bad.fault)
		}
	}
	f.exactly("refused", len(all), refused)
	f.exactly("put into force", 0, len(r.said("reloaded")))

	b.admit("newcomer", nil, "inwebo")
	good := r.config.edited(t, func(c *configuration) { c.Tenants["newcomer"] = b.config.Tenants["newcomer"] })
	b.want(http.StatusUnauthorized, b.client.do(r.url(), b.ownConnections("newcomer")))
	r.write(good.text(t))
	r.signal(syscall.SIGHUP)
	newcomer := func() answer { return b.client.do(r.url(), b.ownConnections("newcomer")) }
	f.within("until a good one is in force", time.Second, elapsed(5*time.Second, func() bool { return newcomer().fine() }))

	r.write(r.config.text(t))
	f.within("until one is in force that nobody signalled", time.Second,
		elapsed(5*time.Second, func() bool { return newcomer().status == http.StatusUnauthorized }))
	l.stop()
	got := l.wait()["all"]
	f.exactly("failed requests", 0, len(got.failed()))
	f.tell("requests", got.tally())
}

// refuses puts a configuration in place, signals it, and tells whether the replica
// says that it does not take it.
func (r *replica) refuses(text string) bool {
	r.t.Helper()
	before := len(r.said(refusal))
	r.write(text)
	r.signal(syscall.SIGHUP)
	for deadline := time.Now().Add(3 * time.Second); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		if len(r.said(refusal)) > before {
			r.quiet()
			return true
		}
	}
	return false
}

// quiet returns when no refusal has come for a while: one file can be refused
// twice, by its change and by the signal, and must not count for the next.
func (r *replica) quiet() {
	for seen := -1; seen != len(r.said(refusal)); time.Sleep(250 * time.Millisecond) {
		seen = len(r.said(refusal))
	}
}
