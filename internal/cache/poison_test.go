package cache_test

import (
	"bytes"
	"context"
	crand "crypto/rand"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/dragoman-gateway/dragoman/internal/cache"
	"github.com/dragoman-gateway/dragoman/internal/redisconn/redistest"
)

// poisoner writes into Redis what whoever stole its password could.
type poisoner struct {
	t        *testing.T
	plain    *redis.Client
	box      *cache.Box
	subjects []cache.Subject
}

// who is the answer to a subject, which is nobody else's.
func who(s cache.Subject) string { return fmt.Sprint(s.Tenant, s.Connection, s.Parts) }

func (p *poisoner) name(s cache.Subject) string {
	return p.box.Name(append([]string{"entry", kind().Name, s.Tenant, s.Connection}, s.Parts...)...)
}

// sealed returns another's value as this subject's key would have it, if the box
// were asked to: what only the tuple inside can tell.
func (p *poisoner) sealed(s cache.Subject, version int, tenant, kind string) []byte {
	until := time.Now().Add(time.Hour).UnixMilli()
	plain, err := json.Marshal(map[string]any{
		"v": version, "tenant": tenant, "connection": s.Connection, "kind": kind, "storedAt": 0,
		"freshUntil": until, "staleUntil": until, "value": verdict{"somebody else"},
	})
	must(p.t, err)
	return p.box.Seal(p.name(s), plain)
}

// poison spoils the subject's value in one of many ways.
func (p *poisoner) poison(s, other cache.Subject) {
	ctx, name := context.Background(), p.name(s)
	stored, _ := p.plain.Get(ctx, name).Bytes()
	var value []byte
	switch way := rand.IntN(1000); {
	case way == 0:
		value = make([]byte, 10<<20)
	case way < 600:
		p.plain.Copy(ctx, p.name(other), name, 0, true)
		return
	case way < 650:
		p.plain.Del(ctx, name)
		must(p.t, p.plain.HSet(ctx, name, "f", "v").Err())
		return
	case way < 700:
		value = stored[:rand.IntN(len(stored)+1)]
	case way < 750:
		value = bytes.Clone(stored)
		for range min(3, len(value)) {
			value[rand.IntN(len(value))] ^= byte(1 + rand.IntN(255))
		}
	case way < 800:
		value = p.sealed(s, 0, s.Tenant, kind().Name)
	case way < 850:
		value = p.sealed(s, 1, "somebody", kind().Name)
	case way < 900:
		value = p.sealed(s, 1, s.Tenant, "another kind")
	case way < 950:
		value = p.box.Seal(name, []byte(`{"v":1,"tenant":`))
	default:
		value = make([]byte, rand.IntN(300))
		_, _ = crand.Read(value)
	}
	must(p.t, p.plain.Set(ctx, name, value, time.Minute).Err())
}

func TestWhateverIsPutUnderAKeyTheAnswerIsRight(t *testing.T) {
	server := redistest.Start(t)
	p := &poisoner{t: t, plain: server.Client(), box: newBox(t, 1)}
	for _, tenant := range []string{"hr", "it", "hri"} {
		for _, token := range []string{"token", "t"} {
			p.subjects = append(p.subjects, cache.Subject{Tenant: tenant, Connection: "iw", Parts: []string{token}})
		}
	}
	c := cache.New(newRedis(t, server.URL()), p.box, time.Now)
	load := func(s cache.Subject) func(context.Context) (verdict, error) { return says(who(s)) }
	for _, s := range p.subjects {
		ask(t, c, kind(), s, load(s))
	}
	for range 10_000 {
		s, other := p.subjects[rand.IntN(len(p.subjects))], p.subjects[rand.IntN(len(p.subjects))]
		p.poison(s, other)
		if got, _ := ask(t, c, kind(), s, load(s)); got != who(s) {
			t.Fatalf("%v got the answer of %s", s, got)
		}
	}
	stats := c.Stats()
	if stats.Poisoned < 5000 || stats.Hits == 0 || stats.Failures != 0 {
		t.Errorf("got %+v", stats)
	}
}

func TestAPoisonedValueIsGoneAfterwards(t *testing.T) {
	server := redistest.Start(t)
	ctx, p := context.Background(), &poisoner{t: t, plain: server.Client(), box: newBox(t, 1)}
	s := subject("a")
	c := cache.New(newRedis(t, server.URL()), p.box, time.Now)
	for way, spoil := range map[string]func() error{
		"another type": func() error { return p.plain.RPush(ctx, p.name(s), "v").Err() },
		"garbage":      func() error { return p.plain.Set(ctx, p.name(s), "garbage", time.Hour).Err() },
		"far too much": func() error { return p.plain.Set(ctx, p.name(s), make([]byte, 10<<20), time.Hour).Err() },
	} {
		must(t, spoil())
		if _, _, err := cache.Through(ctx, c, kind(), s, fails(errVendor)); err == nil {
			t.Errorf("%s: an answer", way)
		}
		if n := p.plain.Exists(ctx, p.name(s)).Val(); n != 0 {
			t.Errorf("%s: still there", way)
		}
	}
	if got := c.Stats().Poisoned; got != 3 {
		t.Errorf("%d were counted", got)
	}
}

// A marker that is garbled voids as well: it can only cost a miss.
func TestAPoisonedMarkerIsAMarker(t *testing.T) {
	server := redistest.Start(t)
	ctx, box := context.Background(), newBox(t, 1)
	c := cache.New(newRedis(t, server.URL()), box, time.Now)
	ask(t, c, kind(), marked("t1"), says("active"))
	must(t, c.Mark(ctx, time.Minute, "token", "t1"))
	must(t, server.Client().RPush(ctx, "junk", "v").Err())
	must(t, server.Client().Rename(ctx, "junk", box.Name("marker", "token", "t1")).Err())
	if who, s := ask(t, c, kind(), marked("t1"), says("revoked")); who != "revoked" || s.Stored {
		t.Errorf("got %q, %+v", who, s)
	}
}
