package cache_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/cache"
	"github.com/dragoman-gateway/dragoman/internal/redisconn/redistest"
)

// pair is two replicas over one Redis, which hear of each other.
type pair struct {
	server     *redistest.Server
	clock      *clock
	one, other *cache.Tiered
}

func newPair(t *testing.T) *pair {
	t.Helper()
	p := &pair{server: redistest.Start(t), clock: newClock()}
	p.one, p.other = newTiered(t, p.server.URL(), p.clock.Now), newTiered(t, p.server.URL(), p.clock.Now)
	until(t, "the subscriptions", func() bool { return p.one.Hears() && p.other.Hears() })
	return p
}

// silence lets nobody subscribe or publish anything, and ends what is subscribed.
func (p *pair) silence(t *testing.T) {
	t.Helper()
	ctx := context.Background()
	must(t, p.server.Client().Do(ctx, "ACL", "SETUSER", "default", "resetchannels", "-publish").Err())
	must(t, p.server.Client().Do(ctx, "CLIENT", "KILL", "TYPE", "pubsub").Err())
}

// behind changes a key in Redis without telling anybody.
func (p *pair) behind(t *testing.T, key, value string) {
	t.Helper()
	must(t, p.server.Client().Set(context.Background(), key, value, time.Minute).Err())
}

func TestAReplicaServesItsCopyWhileItHearsWhatOthersDo(t *testing.T) {
	p := newPair(t)
	p.clock.pass(time.Millisecond)
	must(t, p.one.Set(context.Background(), "k", []byte("v"), time.Minute))
	p.behind(t, "k", "changed by nobody who says so")
	for range 3 {
		p.clock.pass(5 * time.Second)
		// At once after so long it is not known whether the subscription is alive.
		until(t, "a sign of life", p.one.Hears)
		if got := strict(t, p.one, "k"); got != "v" {
			t.Errorf("got %q", got)
		}
	}
}

func TestADeleteReachesTheOtherReplicas(t *testing.T) {
	p := newPair(t)
	ctx := context.Background()
	for n := range 20 {
		key := fmt.Sprint("k", n)
		must(t, p.one.Set(ctx, key, []byte("v"), time.Minute))
		until(t, "the value", func() bool { return string(get(t, p.other, key)) == "v" })
		must(t, p.one.Delete(ctx, key))
		// Get would serve the copy for its whole life, so it was told.
		until(t, "the purge", func() bool { return get(t, p.other, key) == nil })
	}
}

func TestWhatWasNotThereIsFoundOnceAnotherReplicaSetIt(t *testing.T) {
	p := newPair(t)
	if get(t, p.other, "k") != nil {
		t.Fatal("something is there")
	}
	must(t, p.one.Set(context.Background(), "k", []byte("v"), time.Minute))
	until(t, "the value", func() bool { return string(get(t, p.other, "k")) == "v" })
}

func TestAPurgeHoldsWithinASecondWhereItsMessageIsLost(t *testing.T) {
	p := newPair(t)
	ctx := context.Background()
	p.behind(t, "k", "v")
	if strict(t, p.other, "k") != "v" || strict(t, p.other, "marker") != "" {
		t.Fatal("no copy")
	}
	p.silence(t)
	must(t, p.server.Client().Del(ctx, "k").Err())
	p.behind(t, "marker", "1")
	p.clock.pass(time.Second)
	if got := strict(t, p.other, "k"); got != "" {
		t.Errorf("a second after the purge: got %q", got)
	}
	if got := strict(t, p.other, "marker"); got != "1" {
		t.Errorf("a second after the mark: got %q", got)
	}
	if got := get(t, p.other, "k"); string(got) != "v" {
		t.Errorf("what cannot be revoked is served on: got %q", got)
	}
}

func TestWhatWasMissedBetweenTwoSubscriptionsIsNotServed(t *testing.T) {
	p := newPair(t)
	ctx := context.Background()
	p.behind(t, "k", "v")
	if strict(t, p.other, "k") != "v" {
		t.Fatal("no copy")
	}
	p.silence(t)
	must(t, p.server.Client().Del(ctx, "k").Err())
	p.clock.pass(time.Second)
	must(t, p.server.Client().Do(ctx, "ACL", "SETUSER", "default", "allchannels", "+publish").Err())
	until(t, "a new subscription", p.other.Hears)
	if got := strict(t, p.other, "k"); got != "" {
		t.Errorf("the new subscription vouches for an old copy: got %q", got)
	}
}

func TestASubscriptionThatEndedVouchesForNothing(t *testing.T) {
	p := newPair(t)
	p.behind(t, "k", "v")
	if strict(t, p.other, "k") != "v" {
		t.Fatal("no copy")
	}
	p.clock.pass(time.Second)
	until(t, "a sign of life", p.other.Hears)
	p.silence(t)
	until(t, "the end of the subscription", func() bool { return !p.other.Hears() })
	must(t, p.server.Client().Del(context.Background(), "k").Err())
	if got := strict(t, p.other, "k"); got != "" {
		t.Errorf("got %q", got)
	}
}

func TestWithoutRedisACopyThatMayBeRevokedLivesASecond(t *testing.T) {
	for how, lose := range map[string]func(*redistest.Server){"killed": (*redistest.Server).Kill, "hung": (*redistest.Server).Hang} {
		t.Run(how, func(t *testing.T) {
			p := newPair(t)
			must(t, p.one.Set(context.Background(), "k", []byte("v"), time.Minute))
			lose(p.server)
			if got := strict(t, p.one, "k"); got != "v" {
				t.Errorf("at once: got %q", got)
			}
			p.clock.pass(time.Second)
			if got := strict(t, p.one, "k"); got != "" {
				t.Errorf("a second later: got %q", got)
			}
			if got := get(t, p.one, "k"); string(got) != "v" {
				t.Errorf("what cannot be revoked: got %q", got)
			}
			if p.one.Shared() || p.one.Failures() == 0 {
				t.Error("the loss shows nowhere")
			}
		})
	}
}

// refusing lets Redis answer what it is asked and take nothing.
func refusing(s *redistest.Server) {
	s.Client().Do(context.Background(), "REPLICAOF", "127.0.0.1", "1")
}

func taking(s *redistest.Server) { s.Client().Do(context.Background(), "REPLICAOF", "NO", "ONE") }

func TestADeleteThatRedisDidNotTakeIsSentAgain(t *testing.T) {
	for how, lose := range map[string]struct{ lose, find func(*redistest.Server) }{
		"hung":      {(*redistest.Server).Hang, (*redistest.Server).Resume},
		"read-only": {refusing, taking},
	} {
		t.Run(how, func(t *testing.T) {
			p := newPair(t)
			ctx := context.Background()
			must(t, p.one.Set(ctx, "k", []byte("v"), time.Minute))
			until(t, "the value", func() bool { return string(get(t, p.other, "k")) == "v" })
			lose.lose(p.server)
			must(t, p.one.Delete(ctx, "k"))
			must(t, p.one.Keep(ctx, "marker", []byte("1"), time.Minute))
			if get(t, p.one, "k") != nil || string(get(t, p.one, "marker")) != "1" {
				t.Error("this replica does not go by what it did")
			}
			lose.find(p.server)
			until(t, "the purge", func() bool {
				// Until Redis has it, this replica may not read the old value there.
				if got := strict(t, p.one, "k"); got != "" {
					t.Fatalf("got %q", got)
				}
				return get(t, p.other, "k") == nil && string(get(t, p.other, "marker")) == "1"
			})
			if err := p.server.Client().Get(ctx, "k").Err(); err == nil {
				t.Error("Redis still has it")
			}
		})
	}
}

func TestAfterTwoMinutesADeleteIsSentNoMore(t *testing.T) {
	p := newPair(t)
	ctx := context.Background()
	must(t, p.one.Set(ctx, "k", []byte("v"), time.Hour))
	refusing(p.server)
	must(t, p.one.Delete(ctx, "k"))
	if p.one.Owed() != 1 || get(t, p.one, "k") != nil {
		t.Errorf("before: %d owed, got %q", p.one.Owed(), get(t, p.one, "k"))
	}
	p.clock.pass(2*time.Minute + 1)
	until(t, "the end of the debt", func() bool { return p.one.Owed() == 0 })
	if got := get(t, p.one, "k"); string(got) != "v" {
		t.Errorf("after: got %q", got)
	}
}

func TestWhatIsClaimedWhileADeleteIsOwedIsNotDeleted(t *testing.T) {
	p := newPair(t)
	ctx := context.Background()
	must(t, p.one.Set(ctx, "k", []byte("old"), time.Minute))
	refusing(p.server)
	must(t, p.one.Delete(ctx, "k"))
	if added, err := p.one.Add(ctx, "k", []byte("claim"), time.Minute); !added || err != nil {
		t.Fatalf("got %v, %v", added, err)
	}
	taking(p.server)
	until(t, "the claim", func() bool { return string(get(t, p.other, "k")) == "claim" })
	if added, err := p.other.Add(ctx, "k", []byte("second"), time.Minute); added || err != nil {
		t.Errorf("claimed twice: %v, %v", added, err)
	}
}

func TestWhatRedisDidNotTakeIsNotForgottenForAnothersWord(t *testing.T) {
	p := newPair(t)
	ctx := context.Background()
	must(t, p.one.Keep(ctx, "k", []byte("old"), time.Minute))
	refusing(p.server)
	must(t, p.one.Keep(ctx, "k", []byte("new"), time.Minute))
	taking(p.server)
	must(t, p.other.Set(ctx, "k", []byte("another's"), time.Minute))
	until(t, "the end of the debt", func() bool { return p.one.Owed() == 0 })
	if got := p.server.Client().Get(ctx, "k").Val(); got != "new" {
		t.Errorf("got %q", got)
	}
}

func TestAVainAddMakesNobodyForgetItsCopy(t *testing.T) {
	p := newPair(t)
	ctx := context.Background()
	must(t, p.one.Set(ctx, "k", []byte("v"), time.Minute))
	must(t, p.one.Set(ctx, "last", []byte("v"), time.Minute))
	elsewhere := newRedis(t, p.server.URL())
	if added, err := elsewhere.Add(ctx, "k", []byte("w"), time.Minute); added || err != nil {
		t.Fatalf("got %v, %v", added, err)
	}
	must(t, elsewhere.Delete(ctx, "last"))
	until(t, "what was announced last", func() bool { return get(t, p.one, "last") == nil })
	must(t, p.server.Client().FlushAll(ctx).Err())
	if got := get(t, p.one, "k"); string(got) != "v" {
		t.Errorf("got %q", got)
	}
}

func TestWhatThisReplicaAloneBelievedGivesWayToWhatRedisHas(t *testing.T) {
	p := newPair(t)
	ctx := context.Background()
	p.behind(t, "k", "theirs")
	refusing(p.server)
	must(t, p.one.Set(ctx, "k", []byte("mine"), time.Minute))
	taking(p.server)
	p.clock.pass(time.Second)
	until(t, "a sign of life", p.one.Hears)
	if got := strict(t, p.one, "k"); got != "theirs" {
		t.Errorf("got %q", got)
	}
}

func TestTheCallersEndIsAnErrorAndNoLoss(t *testing.T) {
	p := newPair(t)
	must(t, p.one.Set(context.Background(), "k", []byte("v"), time.Minute))
	ctx, leave := context.WithCancel(context.Background())
	leave()
	if _, err := p.other.Get(ctx, "k"); err == nil {
		t.Error("got an answer")
	}
	if err := p.one.Set(ctx, "k", []byte("w"), time.Minute); err == nil {
		t.Error("set")
	}
	if _, err := p.one.Add(ctx, "k2", []byte("w"), time.Minute); err == nil {
		t.Error("added")
	}
	if p.one.Failures()+p.other.Failures() != 0 || !p.one.Shared() {
		t.Error("counted as a loss of Redis")
	}
}
