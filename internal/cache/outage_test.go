package cache_test

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/cache"
	"github.com/dragoman-gateway/dragoman/internal/redisconn/redistest"
)

// load asks a cache for so long as the test does something else.
type load struct {
	wait            sync.WaitGroup
	stop            chan struct{}
	answers, faults atomic.Int64
}

func (l *load) run(c *cache.Cache, callers int) {
	l.stop = make(chan struct{})
	for n := range callers {
		l.wait.Go(func() {
			for i := 0; ; i++ {
				select {
				case <-l.stop:
					return
				default:
				}
				token := fmt.Sprint(n, "-", i%50)
				k := kind()
				k.Revocable = i%2 == 0
				v, _, err := cache.Through(context.Background(), c, k, marked(token), says(token))
				if err != nil || v.Who != token {
					l.faults.Add(1)
				}
				l.answers.Add(1)
			}
		})
	}
}

// more waits until some more answers have come.
func (l *load) more(t *testing.T) {
	t.Helper()
	target := l.answers.Load() + 500
	until(t, "more answers", func() bool { return l.answers.Load() >= target })
}

func TestWhateverRedisDoesNobodyGetsAnError(t *testing.T) {
	server := redistest.Start(t)
	tiered := newTiered(t, server.URL(), time.Now)
	c := cache.New(tiered, newBox(t, 1), time.Now)
	var l load
	l.run(c, 8)
	for _, happens := range []func(){
		func() {},
		server.Hang, server.Resume,
		server.Kill, server.Restart,
		func() { server.Client().FlushAll(context.Background()) },
		func() { refusing(server) }, func() { taking(server) },
		func() { server.Client().Do(context.Background(), "CLIENT", "KILL", "TYPE", "normal") },
	} {
		happens()
		l.more(t)
	}
	until(t, "Redis again", tiered.Shared)
	close(l.stop)
	l.wait.Wait()
	if l.faults.Load() != 0 || tiered.Failures() == 0 {
		t.Errorf("%d of %d answers were wrong or missing; Redis failed %d times", l.faults.Load(), l.answers.Load(), tiered.Failures())
	}
	if stats := c.Stats(); stats.Hits == 0 || stats.Poisoned != 0 {
		t.Errorf("got %+v", stats)
	}
}

func TestAFlushedRedisCostsOneLoadAValueAtMost(t *testing.T) {
	server := redistest.Start(t)
	c := cache.New(newTiered(t, server.URL(), time.Now), newBox(t, 1), time.Now)
	var loads atomic.Int32
	counted := func(context.Context) (verdict, error) { loads.Add(1); return verdict{"kim"}, nil }
	for range 3 {
		for n := range 20 {
			ask(t, c, kind(), subject(fmt.Sprint(n)), counted)
		}
		must(t, server.Client().FlushAll(context.Background()).Err())
	}
	if loads.Load() > 40 {
		t.Errorf("%d loads of 20 values after two losses", loads.Load())
	}
}

// forms are how a text may stand in another: as it is, in hex, and in base64 at
// each of the three places where it may begin, without its ends.
func forms(text string) []string {
	all := []string{text, hex.EncodeToString([]byte(text))}
	for n := range 3 {
		encoded := base64.RawStdEncoding.EncodeToString([]byte(strings.Repeat("x", n) + text))
		all = append(all, encoded[4:len(encoded)-4])
	}
	return all
}

func TestNothingStandsInRedisInTheClear(t *testing.T) {
	const tenant, connection, token, user = "canary-tenant-9f31c7", "canary-connection-52aa", "canary-token-e81d0b44", "canary.user@example.test"
	server := redistest.Start(t)
	ctx, box, store := context.Background(), newBox(t, 1), newTiered(t, server.URL(), time.Now)
	monitor := server.Client().Subscribe(ctx, "dgm:1:changed")
	t.Cleanup(func() { _ = monitor.Close() })
	_, err := monitor.Receive(ctx)
	must(t, err)
	c, l := cache.New(store, box, time.Now), cache.NewLedger(store, box)
	s := cache.Subject{Tenant: tenant, Connection: connection, Parts: []string{token}, Markers: [][]string{{tenant, token}}}
	ask(t, c, kind(), s, says(user))
	claims(t, l, []string{tenant, user, token})
	must(t, l.Settle(ctx, []string{tenant, user, token}, []byte(user+token), day))
	must(t, c.Mark(ctx, time.Minute, tenant, token))
	var seen strings.Builder
	for range 4 {
		message, err := monitor.ReceiveMessage(ctx)
		must(t, err)
		seen.WriteString(message.Payload)
	}
	keys := server.Client().Keys(ctx, "*").Val()
	for _, key := range keys {
		seen.WriteString(key + server.Client().Get(ctx, key).Val())
	}
	if len(keys) != 3 {
		t.Errorf("want a value, a record and a marker, got %d keys", len(keys))
	}
	for _, canary := range []string{tenant, connection, token, user, "verdict", "storedAt", "created"} {
		for _, form := range forms(canary) {
			if len(form) > 5 && strings.Contains(seen.String(), form) {
				t.Errorf("Redis holds %q as %q", canary, form)
			}
		}
	}
}

// The line of the package's documentation, run as it stands there.
func TestTheUserOfTheDocumentationCanDoWhatIsDoneAndNoMore(t *testing.T) {
	server := redistest.Start(t)
	ctx, admin := context.Background(), server.Client()
	must(t, admin.Do(ctx, "ACL", "SETUSER", "dragoman", "on", ">hush", "resetkeys", "resetchannels", "~dgm:1:*", "&dgm:1:*", "-@all",
		"+hello", "+ping", "+select", "+getrange", "+pttl", "+set", "+del", "+publish", "+subscribe").Err())
	url := "redis://dragoman:hush@" + server.Address() + "/1"
	box := newBox(t, 2, 1)
	one, other := newTiered(t, url, time.Now), newTiered(t, url, time.Now)
	until(t, "the subscriptions", func() bool { return one.Hears() && other.Hears() })
	c, l := cache.New(one, box, time.Now), cache.NewLedger(other, box)
	ask(t, c, kind(), marked("t1"), says("active"))
	ask(t, c, kind(), marked("t1"), says("active"))
	must(t, c.Mark(ctx, time.Minute, "token", "t1"))
	if who, _ := ask(t, cache.New(other, box, time.Now), kind(), marked("t1"), says("revoked")); who != "revoked" {
		t.Errorf("the mark does not reach the other replica: got %q", who)
	}
	claims(t, l, key(1))
	must(t, l.Settle(ctx, key(1), []byte("created"), day))
	must(t, l.Release(ctx, key(1)))
	if one.Failures()+other.Failures() != 0 {
		t.Error("something was refused")
	}
	if log := admin.Do(ctx, "ACL", "LOG").Val(); len(log.([]any)) != 0 {
		t.Errorf("Redis refused: %v", log)
	}
	if err := newRedis(t, url).Set(ctx, "somebody:else", []byte("v"), time.Minute); err == nil {
		t.Error("the user may write under another prefix")
	}
}
