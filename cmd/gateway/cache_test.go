package main

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/redisconn/redistest"
	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// introspected asks about a token of Infoworks' as a caller.
func (w *whole) introspected(key, token string) answer {
	w.t.Helper()
	return w.post(key, "/v1/tokens/introspect?connection=iw", `{"token":"`+token+`"}`)
}

// asks is how often a vendor was asked for this pattern.
func (w *whole) asks(connection, pattern string) int {
	var n int
	for _, e := range w.sims[connection].Log.All() {
		if e.Pattern == pattern {
			n++
		}
	}
	return n
}

const (
	validatePattern = "GET /v3/security/token/validate"
	iconPattern     = "GET /{env}/api/appicons/{source}/{id}/content"
)

func (a answer) cacheStatus() string { return a.header.Get("Cache-Status") }

func TestAVerdictIsAskedForOnceAndForOneTenant(t *testing.T) {
	w := start(t, setup{})
	token := w.bearerOf("iw", w.sims["iw"].World.People()[0])
	for n, ask := range []struct {
		key, status string
		asks        int
	}{
		{"admin", "dragoman; fwd=miss; stored; ttl=", 1},
		{"admin", "dragoman; hit; ttl=", 1},
		{"twin", "dragoman; fwd=miss; stored; ttl=", 2},
		{"twin", "dragoman; hit; ttl=", 2},
	} {
		got := w.introspected(ask.key, token)
		if p := got.want(t, http.StatusOK, ""); p["active"] != true {
			t.Errorf("%d: got %s", n, got.body)
		}
		if !strings.HasPrefix(got.cacheStatus(), ask.status) || w.asks("iw", validatePattern) != ask.asks {
			t.Errorf("%d: Cache-Status is %q after %d calls, want %q after %d", n, got.cacheStatus(), w.asks("iw", validatePattern), ask.status, ask.asks)
		}
	}
}

// TestAVerdictIsOfOneAccount: a connection that a reload gives to another one keeps
// its name, and what the vendor before said of a token says nothing of this one.
func TestAVerdictIsOfOneAccount(t *testing.T) {
	w := start(t, setup{})
	token := w.bearerOf("iw", w.sims["iw"].World.People()[0])
	w.introspected("admin", token).want(t, http.StatusOK, "")
	w.reload()
	if got := w.introspected("admin", token).cacheStatus(); !strings.HasPrefix(got, "dragoman; hit") {
		t.Errorf("of the same account: Cache-Status is %q, want a hit", got)
	}
	w.text = strings.ReplaceAll(w.text, "/v3\n", "/v3/\n")
	w.reload()
	if got := w.introspected("admin", token).cacheStatus(); !strings.HasPrefix(got, "dragoman; fwd=miss") {
		t.Errorf("of another base URL: Cache-Status is %q, want a miss", got)
	}
}

func TestAVerdictIsGivenToWhoMayAskAlone(t *testing.T) {
	w := start(t, setup{keys: map[string][]string{"blind": {"users:read"}}, narrow: map[string]string{"inwebo-only": "inwebo"}})
	token := w.bearerOf("iw", w.sims["iw"].World.People()[0])
	w.introspected("admin", token).want(t, http.StatusOK, "")
	w.introspected("blind", token).want(t, http.StatusForbidden, "insufficient-scope")
	w.introspected("inwebo-only", token).want(t, http.StatusNotFound, "not-found")
}

func TestARevokedTokenIsNotGoodFromMemory(t *testing.T) {
	w := start(t, setup{})
	token := w.bearerOf("iw", w.sims["iw"].World.People()[0])
	for _, key := range []string{"admin", "twin"} {
		w.introspected(key, token).want(t, http.StatusOK, "")
	}
	if got := w.post("twin", "/v1/tokens/revoke?connection=iw", `{"token":"`+token+`"}`); got.status != http.StatusOK {
		t.Fatalf("got %d %s", got.status, got.body)
	}
	for _, key := range []string{"admin", "twin"} {
		if got := w.introspected(key, token); !got.isInactive() || strings.Contains(got.cacheStatus(), "hit") {
			t.Errorf("%s: got %s, %s", key, got.body, got.cacheStatus())
		}
	}
}

func TestARotationVoidsTheVerdictsOfItsConnection(t *testing.T) {
	w := start(t, setup{})
	people := w.sims["iw"].World.People()
	token := w.bearerOf("iw", people[0])
	w.introspected("admin", token).want(t, http.StatusOK, "")
	if got := w.post("admin", "/v1/tokens/rotate?connection=iw", `{"refreshToken":"`+people[1].Secrets["refresh_token"]+`"}`); got.status != http.StatusNoContent {
		t.Fatalf("got %d %s", got.status, got.body)
	}
	if got := w.introspected("admin", token); strings.Contains(got.cacheStatus(), "hit") {
		t.Errorf("after a rotation: %s", got.cacheStatus())
	}
}

func TestAHundredWhoAskAtOnceAreOneCall(t *testing.T) {
	w := start(t, setup{})
	token := w.bearerOf("iw", w.sims["iw"].World.People()[0])
	icon := w.sims["w365"].World.Icons.All()[0]
	var wait sync.WaitGroup
	for range 100 {
		wait.Go(func() { w.introspected("admin", token).want(t, http.StatusOK, "") })
		wait.Go(func() {
			if got := w.get("admin", "/v1/icons/w365:"+icon.ID+"/content"); string(got.body) != string(icon.Content) {
				t.Errorf("got %d", got.status)
			}
		})
	}
	wait.Wait()
	if tokens, icons := w.asks("iw", validatePattern), w.asks("w365", iconPattern); tokens != 1 || icons != 1 {
		t.Errorf("%d calls for the token and %d for the icon", tokens, icons)
	}
}

func TestAnIconIsKeptAndStandsInWhileItsVendorIsOut(t *testing.T) {
	clock := newClock()
	w := start(t, setup{now: clock.now})
	icon := w.sims["w365"].World.Icons.All()[0]
	path := "/v1/icons/w365:" + icon.ID + "/content"
	first := w.get("admin", path)
	second := w.get("admin", path)
	if !strings.HasPrefix(second.cacheStatus(), "dragoman; hit") || string(second.body) != string(first.body) || second.header.Get("ETag") != first.header.Get("ETag") {
		t.Errorf("the second is %d %q", second.status, second.cacheStatus())
	}
	clock.pass(20 * time.Minute)
	w.sims["w365"].Faults.Schedule(simkit.Fault{Status: http.StatusInternalServerError})
	if got := w.get("admin", path); got.status != http.StatusOK || string(got.body) != string(icon.Content) || !strings.HasPrefix(got.cacheStatus(), "dragoman; fwd=stale; ttl=-") {
		t.Errorf("while the vendor is out: %d %q", got.status, got.cacheStatus())
	}
	w.sims["w365"].Faults.Clear()
	if got := w.get("admin", path); !strings.HasPrefix(got.cacheStatus(), "dragoman; fwd=stale; stored") {
		t.Errorf("afterwards: %d %q", got.status, got.cacheStatus())
	}
}

func TestAnIconThatIsNotThereIsAskedForOnce(t *testing.T) {
	w := start(t, setup{})
	for n := range 3 {
		got := w.get("admin", "/v1/icons/w365:global.4040/content")
		got.want(t, http.StatusNotFound, "not-found")
		if hit := strings.Contains(got.cacheStatus(), "hit"); hit != (n > 0) {
			t.Errorf("request %d: %q", n, got.cacheStatus())
		}
	}
	if n := w.asks("w365", iconPattern); n != 1 {
		t.Errorf("%d calls", n)
	}
}

func TestAFailureIsNotRemembered(t *testing.T) {
	w := start(t, setup{})
	w.sims["iw"].Faults.Schedule(simkit.Fault{Status: http.StatusInternalServerError, Times: 1, When: func(e simkit.Entry) bool { return e.Pattern == validatePattern }})
	token := w.bearerOf("iw", w.sims["iw"].World.People()[0])
	failed := w.introspected("admin", token)
	failed.want(t, http.StatusBadGateway, "vendor-failed")
	if failed.cacheStatus() != "dragoman; fwd=miss" {
		t.Errorf("Cache-Status is %q", failed.cacheStatus())
	}
	if got := w.introspected("admin", token); fmt.Sprint(got.json(t)["active"]) != "true" {
		t.Errorf("got %d %s", got.status, got.body)
	}
}

func TestAVerdictDoesNotOutliveItsToken(t *testing.T) {
	clock := newClock()
	w := start(t, setup{now: clock.now})
	token := w.bearerOf("iw", w.sims["iw"].World.People()[0])
	end := time.Unix(int64(claims(t, token)["exp"].(float64)), 0)
	clock.pass(time.Until(end) - 20*time.Second)
	w.introspected("admin", token).want(t, http.StatusOK, "")
	clock.pass(21 * time.Second)
	if got := w.introspected("admin", token); strings.Contains(got.cacheStatus(), "hit") || w.asks("iw", validatePattern) != 2 {
		t.Errorf("past the token's end: %q after %d calls", got.cacheStatus(), w.asks("iw", validatePattern))
	}
}

func TestAnIconThatWasNotThereIsNotFoundOnlyWhileThatIsFresh(t *testing.T) {
	clock := newClock()
	w := start(t, setup{now: clock.now})
	const path = "/v1/icons/w365:global.4040/content"
	w.get("admin", path).want(t, http.StatusNotFound, "not-found")
	clock.pass(6 * time.Second)
	w.sims["w365"].Faults.Schedule(simkit.Fault{Status: http.StatusInternalServerError})
	w.get("admin", path).want(t, http.StatusBadGateway, "vendor-failed")
}

func TestAnOldIconStandsInForNothingButAVendorThatIsOut(t *testing.T) {
	clock := newClock()
	w := start(t, setup{now: clock.now})
	path := "/v1/icons/w365:" + w.sims["w365"].World.Icons.All()[0].ID + "/content"
	w.get("admin", path)
	clock.pass(20 * time.Minute)
	w.sims["w365"].Faults.Schedule(simkit.Fault{Status: http.StatusUnauthorized})
	w.get("admin", path).want(t, http.StatusBadGateway, "vendor-credentials")
}

func TestWhoLeavesWhileOthersWaitIsNoFaultOfTheGateways(t *testing.T) {
	w := start(t, setup{})
	token := w.bearerOf("iw", w.sims["iw"].World.People()[0])
	asked, release := make(chan struct{}), make(chan struct{})
	w.sims["iw"].Faults.Schedule(simkit.Fault{Times: 1, When: func(e simkit.Entry) bool {
		if e.Pattern != validatePattern {
			return false
		}
		close(asked)
		<-release
		return true
	}})
	ctx, leave := context.WithCancel(t.Context())
	go func() {
		<-asked
		leave()
	}()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, w.url+"/v1/tokens/introspect?connection=iw", strings.NewReader(`{"token":"`+token+`"}`))
	if err != nil {
		t.Fatal(err)
	}
	request.Header = http.Header{"Authorization": {"Bearer " + w.keys["admin"]}, "Content-Type": {plainJSON}}
	if _, err := w.client.Do(request); err == nil {
		t.Fatal("the answer came before the caller left")
	}
	for !strings.Contains(w.log.String(), `"problem":"client-closed-request"`) {
		if strings.Contains(w.log.String(), `"problem":"internal"`) {
			t.Fatal("a caller who left is told as a fault of the gateway's")
		}
		time.Sleep(time.Millisecond)
	}
	close(release)
	w.introspected("admin", token).want(t, http.StatusOK, "")
	if n := w.asks("iw", validatePattern); n != 1 {
		t.Errorf("%d calls: what the first had asked for was lost", n)
	}
}

func TestARevocationHoldsAtAReplicaThatCannotHearOfIt(t *testing.T) {
	for how, silence := range map[string]func(ctx context.Context, server *redistest.Server){
		"its subscription is cut": func(ctx context.Context, server *redistest.Server) {
			for ctx.Err() == nil {
				_ = server.Client().ClientKillByFilter(t.Context(), "TYPE", "pubsub").Err()
			}
		},
		"Redis is killed": func(_ context.Context, server *redistest.Server) { server.Kill() },
	} {
		t.Run(how, func(t *testing.T) {
			server := redistest.Start(t)
			w := start(t, setup{redis: server.URL()})
			second := w.replica()
			token := w.bearerOf("iw", w.sims["iw"].World.People()[0])
			for range 2 {
				second.introspected("admin", token).want(t, http.StatusOK, "")
			}
			ctx, end := context.WithCancel(t.Context())
			var silent sync.WaitGroup
			silent.Go(func() { silence(ctx, server) })
			w.post("admin", "/v1/tokens/revoke?connection=iw", `{"token":"`+token+`"}`)
			time.Sleep(time.Second)
			if got := second.introspected("admin", token); !got.isInactive() {
				t.Errorf("a second after the revocation: %s, %q", got.body, got.cacheStatus())
			}
			end()
			silent.Wait()
		})
	}
}

// handClock is a clock that a test sets forward.
type handClock struct{ ahead atomic.Int64 }

func newClock() *handClock { return &handClock{} }

func (c *handClock) now() time.Time { return time.Now().Add(time.Duration(c.ahead.Load())) }

func (c *handClock) pass(d time.Duration) { c.ahead.Add(int64(d)) }

func TestReplicasShareVerdictsAndTheirEnd(t *testing.T) {
	w := start(t, setup{redis: redistest.Start(t).URL()})
	second := w.replica()
	token := w.bearerOf("iw", w.sims["iw"].World.People()[0])
	w.introspected("admin", token).want(t, http.StatusOK, "")
	if got := second.introspected("admin", token); !strings.Contains(got.cacheStatus(), "; hit") || w.asks("iw", validatePattern) != 1 {
		t.Errorf("the second replica: %q after %d calls", got.cacheStatus(), w.asks("iw", validatePattern))
	}
	if got := w.post("admin", "/v1/tokens/revoke?connection=iw", `{"token":"`+token+`"}`); got.status != http.StatusOK {
		t.Fatalf("got %d %s", got.status, got.body)
	}
	time.Sleep(time.Second) // what a replica may take to hear of it
	for _, replica := range []*whole{w, second} {
		if got := replica.introspected("admin", token); !got.isInactive() {
			t.Errorf("after the revocation: %s, %q", got.body, got.cacheStatus())
		}
	}
}

func TestReplicasShareAnIconAndItsTag(t *testing.T) {
	w := start(t, setup{redis: redistest.Start(t).URL()})
	second := w.replica()
	path := "/v1/icons/w365:" + w.sims["w365"].World.Icons.All()[0].ID + "/content"
	first := w.get("admin", path)
	header := http.Header{"Authorization": {"Bearer " + w.keys["admin"]}, "If-None-Match": {first.header.Get("ETag")}}
	if got := second.sendHeader("GET", path, header, ""); got.status != http.StatusNotModified || !strings.Contains(got.cacheStatus(), "; hit") {
		t.Errorf("got %d %q", got.status, got.cacheStatus())
	}
	if n := w.asks("w365", iconPattern); n != 1 {
		t.Errorf("%d calls", n)
	}
}

func TestALostRedisIsNoCallersProblem(t *testing.T) {
	for how, lose := range map[string]func(*redistest.Server){"killed": (*redistest.Server).Kill, "hung": (*redistest.Server).Hang} {
		t.Run(how, func(t *testing.T) {
			server := redistest.Start(t)
			w := start(t, setup{redis: server.URL()})
			token := w.bearerOf("iw", w.sims["iw"].World.People()[0])
			w.introspected("admin", token).want(t, http.StatusOK, "")
			lose(server)
			for range 20 {
				w.introspected("admin", token).want(t, http.StatusOK, "")
				w.get("admin", "/v1/users?limit=2").want(t, http.StatusOK, "")
			}
		})
	}
}

func TestNothingOfACallerStandsInRedisInTheClear(t *testing.T) {
	server := redistest.Start(t)
	w := start(t, setup{redis: server.URL(), rateLimit: "{rate: 1000, burst: 1000}"})
	person := w.sims["iw"].World.People()[0]
	token := w.bearerOf("iw", person)
	w.introspected("admin", token).want(t, http.StatusOK, "")
	w.get("admin", "/v1/icons/w365:"+w.sims["w365"].World.Icons.All()[0].ID+"/content")
	w.keyed("admin", "a-caller's-key", "POST", "/v1/users?connection=inwebo", `{"userName":"nora-the-first","email":"nora@x.example","language":"en","active":true}`).want(t, http.StatusCreated, "")
	var kept strings.Builder
	for _, key := range server.Client().Keys(t.Context(), "*").Val() {
		fmt.Fprintln(&kept, key, server.Client().Get(t.Context(), key).Val())
	}
	if strings.Count(kept.String(), "dgm:") < 3 {
		t.Fatalf("there is nothing to look at:\n%q", kept.String())
	}
	expectNone(t, map[string]string{
		"a token": token, "a user": *person.UserName, "a new user": "nora-the-first", "an e-mail": "nora@x.example",
		"an Idempotency-Key": "a-caller's-key", "the caller's key": w.keys["admin"],
	}, map[string]string{"Redis": kept.String()})
}
