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
	for _, c := range []struct {
		situation string
		without   func(*bench)
	}{
		{"cold start without Redis", func(b *bench) { b.redis.Kill() }},
		{"cold start with Redis hung", func(b *bench) { b.redis.Hang() }},
		{"cold start without vendors", (*bench).vendorsDown},
		{"cold start without Redis and vendors", func(b *bench) { b.redis.Kill(); b.vendorsDown() }},
	} {
		t.Run(c.situation, func(t *testing.T) {
			f := figures{t, c.situation}
			b := newFleetBench(t)
			c.without(b)
			r := b.prepare()
			began := time.Now()
			r.start()
			f.within("until it is ready", 2*time.Second, time.Since(began))
			b.want(http.StatusOK, b.client.do(r.url(), b.ownConnections("hr")))
			got := b.client.do(r.url(), b.users("hr", "inwebo"))
			f.tell("a list of users", course{got}.tally())
			if !r.ready() {
				t.Error("it is no longer ready")
			}
		})
	}
}

func (b *bench) vendorsDown() {
	for _, v := range b.vendors {
		v.down()
	}
}
