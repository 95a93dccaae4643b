package main

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/redisconn/redistest"
	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// Two tenants have one connection, a third one has another to the same vendor; all
// ask two replicas around one Redis about the same token and the same icon, and the
// vendor says something else to each.
func TestThreeTenantsWithOneTokenAndOneIconGetEachTheirOwn(t *testing.T) {
	t.Parallel()
	w := start(t, setup{redis: redistest.Start(t).URL()})
	second := w.replica()
	token := w.bearerOf("iw", w.sims["iw"].World.People()[0])
	icon := w.sims["w365"].World.Icons.All()[0].ID
	tenants := []struct{ key, prefix string }{{"admin", ""}, {"twin", ""}, {"foreign", "x-"}}
	ask := func(on *whole, n int) (verdict, image answer) {
		prefix := tenants[n].prefix
		return on.post(tenants[n].key, "/v1/tokens/introspect?connection="+prefix+"iw", `{"token":"`+token+`"}`),
			on.get(tenants[n].key, "/v1/icons/"+prefix+"w365:"+icon+"/content")
	}
	drawn := func(n int) string { return fmt.Sprintf("<svg><desc>%d</desc></svg>", n) }
	for n := range tenants {
		w.sims["w365"].World.Icons.Change(func(i simkit.Icon) bool { return i.ID == icon }, func(i *simkit.Icon) { i.Format, i.Content = "svg", []byte(drawn(n)) })
		if n == 1 {
			w.sims["iw"].Faults.Schedule(simkit.Fault{Status: http.StatusUnauthorized, Times: 1, When: func(e simkit.Entry) bool { return e.Pattern == validatePattern }})
		}
		ask(w, n)
	}
	for _, replica := range []*whole{second, w, second} {
		for n := range tenants {
			verdict, image := ask(replica, n)
			if verdict.isInactive() != (n == 1) {
				t.Errorf("tenant %d: got another's verdict: %s %q", n, verdict.body, verdict.cacheStatus())
			}
			if string(image.body) != drawn(n) {
				t.Errorf("tenant %d: got another's icon: %s %q", n, image.body, image.cacheStatus())
			}
		}
	}
	if tokens, icons := w.asks("iw", validatePattern), w.asks("w365", iconPattern); tokens != 3 || icons != 3 {
		t.Errorf("the vendors were asked %d and %d times: nothing was kept that could be mixed up", tokens, icons)
	}
}
