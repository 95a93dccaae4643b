//go:build chaos

package chaos

import (
	"net/http"
	"testing"
	"time"
)

// A replica starts whatever else is down: a fleet that waits for its vendors
// would stay away for as long as the slowest of them.
func TestAColdStart(t *testing.T) {
	longest := time.Duration(0)
	for _, c := range []struct {
		situation string
		without   func(*bench)
	}{
		{"without Redis", func(b *bench) { b.redis.Kill() }},
		{"with Redis hung", func(b *bench) { b.redis.Hang() }},
		{"without vendors", (*bench).vendorsDown},
		{"without Redis and vendors", func(b *bench) { b.redis.Kill(); b.vendorsDown() }},
	} {
		t.Run(c.situation, func(t *testing.T) {
			b := newFleetBench(t)
			c.without(b)
			r := b.prepare()
			began := time.Now()
			r.start()
			longest = max(longest, time.Since(began))
			b.want(http.StatusOK, b.client.do(r.url(), b.ownConnections("hr")))
			got := b.client.do(r.url(), b.users("hr", "inwebo"))
			figures{t, "cold start"}.tell(c.situation+", a list of users", course{got}.tally())
			if !r.ready() {
				t.Error("it is no longer ready")
			}
		})
	}
	figures{t, "cold start without Redis, vendors, or both"}.within("until it is ready", 2*time.Second, longest)
}

func (b *bench) vendorsDown() {
	for _, v := range b.vendors {
		v.down()
	}
}
