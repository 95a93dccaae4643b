package cache_test

import (
	"context"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/cache"
)

func marked(token string) cache.Subject {
	s := subject(token)
	s.Markers = [][]string{{"token", token}, {"connection", "iw"}}
	return s
}

func TestAMarkVoidsWhatIsStored(t *testing.T) {
	for _, parts := range [][]string{{"token", "t1"}, {"connection", "iw"}} {
		c, clock := newCache(t)
		ask(t, c, kind(), marked("t1"), says("active"))
		must(t, c.Mark(context.Background(), time.Minute, parts...))
		for range 2 {
			if who, s := ask(t, c, kind(), marked("t1"), says("revoked")); who != "revoked" || s.Hit || s.Stored {
				t.Errorf("%q: got %q, %+v", parts, who, s)
			}
		}
		clock.pass(time.Minute)
		if _, s := ask(t, c, kind(), marked("t1"), says("revoked")); !s.Stored {
			t.Errorf("%q: after the mark nothing is stored", parts)
		}
	}
}

func TestAnothersMarkVoidsNothing(t *testing.T) {
	c, _ := newCache(t)
	ask(t, c, kind(), marked("t1"), says("active"))
	must(t, c.Mark(context.Background(), time.Minute, "token", "t2"))
	must(t, c.Mark(context.Background(), time.Minute, "tokent1"))
	if _, s := ask(t, c, kind(), marked("t1"), says("revoked")); !s.Hit {
		t.Errorf("got %+v", s)
	}
}

func TestALoadThatBeganBeforeTheMarkIsNotStored(t *testing.T) {
	c, clock := newCache(t)
	who, s := ask(t, c, kind(), marked("t1"), func(ctx context.Context) (verdict, error) {
		return verdict{"active"}, c.Mark(ctx, time.Minute, "token", "t1")
	})
	if who != "active" || s.Stored {
		t.Fatalf("got %q, %+v", who, s)
	}
	clock.pass(time.Minute)
	if who, _ := ask(t, c, kind(), marked("t1"), says("revoked")); who != "revoked" {
		t.Errorf("after the mark's life: got %q", who)
	}
}

// The vendor answers after the mark has come and gone.
func TestALoadThatOutlivesTheMarkBringsTheOldVerdictBackToNobody(t *testing.T) {
	c, clock := newCache(t)
	_, s := ask(t, c, kind(), marked("t1"), func(ctx context.Context) (verdict, error) {
		err := c.Mark(ctx, time.Minute, "token", "t1")
		clock.pass(time.Minute)
		return verdict{"active"}, err
	})
	if s.Stored {
		t.Errorf("got %+v", s)
	}
}

func TestWhoComesAfterTheMarkDoesNotWaitForALoadOfBefore(t *testing.T) {
	c, _ := newCache(t)
	h := newHerd()
	go func() { _, _, _ = cache.Through(context.Background(), c, kind(), marked("t1"), h.load) }()
	<-h.begun
	must(t, c.Mark(context.Background(), time.Minute, "token", "t1"))
	ctx, stop := context.WithTimeout(context.Background(), 20*time.Second)
	defer stop()
	if v, _, err := cache.Through(ctx, c, kind(), marked("t1"), says("revoked")); v.Who != "revoked" || err != nil {
		t.Errorf("got %+v, %v", v, err)
	}
	close(h.release)
}

func TestAMarkHoldsAcrossAReplacedSecret(t *testing.T) {
	clock := newClock()
	m := newMemory(t, clock.Now)
	before, now := cache.New(m, newBox(t, 1), clock.Now), cache.New(m, newBox(t, 2, 1), clock.Now)
	ask(t, before, kind(), marked("t1"), says("active"))
	must(t, now.Mark(context.Background(), time.Minute, "token", "t1"))
	if who, _ := ask(t, before, kind(), marked("t1"), says("revoked")); who != "revoked" {
		t.Errorf("the replica with the old secret: got %q", who)
	}
	must(t, before.Mark(context.Background(), time.Minute, "token", "t2"))
	if _, s := ask(t, now, kind(), marked("t2"), says("revoked")); s.Stored {
		t.Error("the replica with both secrets does not see the mark of one that has the old")
	}
}
