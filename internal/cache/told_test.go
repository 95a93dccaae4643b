package cache_test

import (
	"context"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/cache"
	"github.com/dragoman-gateway/dragoman/internal/redisconn/redistest"
)

// full lets Redis have no room for anything, roomy lets it have some again.
func full(s *redistest.Server)  { s.Client().ConfigSet(context.Background(), "maxmemory", "1") }
func roomy(s *redistest.Server) { s.Client().ConfigSet(context.Background(), "maxmemory", "0") }

func TestAMarkThatRedisDidNotTakeVoidsOnAllReplicas(t *testing.T) {
	for how, change := range map[string]struct{ lose, find func(*redistest.Server) }{
		"full":      {full, roomy},
		"read-only": {refusing, taking},
	} {
		t.Run(how, func(t *testing.T) {
			p, box := newPair(t), newBox(t, 1)
			one, other := cache.New(p.one, box, p.clock.Now), cache.New(p.other, box, p.clock.Now)
			k := kind()
			k.Revocable = true
			ask(t, one, k, marked("t1"), says("active"))
			if _, s := ask(t, other, k, marked("t1"), says("revoked")); !s.Hit {
				t.Fatalf("got %+v, want a hit", s)
			}
			change.lose(p.server)
			must(t, one.Mark(context.Background(), time.Minute, "token", "t1"))
			until(t, "the mark", func() bool {
				who, _ := ask(t, other, k, marked("t1"), says("revoked"))
				return who == "revoked"
			})
			// It holds beyond the replica that made it, and reaches those that come later.
			p.one.Close()
			change.find(p.server)
			late := cache.New(newTiered(t, p.server.URL(), p.clock.Now), box, p.clock.Now)
			until(t, "the mark in Redis", func() bool {
				who, _ := ask(t, late, k, marked("t1"), says("revoked"))
				return who == "revoked"
			})
		})
	}
}

func TestAnAnnouncementThatNobodyHereMadeIsNotKept(t *testing.T) {
	p := newPair(t)
	ctx, far := context.Background(), p.server.Client()
	const name = "dgm:1:x"
	for _, text := range []string{
		"s = elsewhere 60000 AQ==", "s = " + name + " 60000 ?", "s = " + name + " -1 AQ==", "s = " + name + " 99999999999999 AQ==",
		"s = " + name + " 60000", "s = " + name + " 60000 AQ== more", "s = " + name + " 60000 " + string(make([]byte, 10)), "=", "",
	} {
		must(t, far.Publish(ctx, "dgm:1:changed", text).Err())
	}
	must(t, far.Publish(ctx, "dgm:1:changed", "s = dgm:1:last 60000 AQ==").Err())
	until(t, "the good one", func() bool { return get(t, p.other, "dgm:1:last") != nil })
	if get(t, p.other, name) != nil || get(t, p.other, "elsewhere") != nil {
		t.Error("a garbled announcement was kept")
	}
}
