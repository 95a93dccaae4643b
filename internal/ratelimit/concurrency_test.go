package ratelimit_test

import (
	"sync"
	"sync/atomic"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/ratelimit"
)

func TestNoMoreAreUnderWayThanMayBe(t *testing.T) {
	c := ratelimit.NewConcurrency(map[string]int{"hr": 2, "it": 1})
	first, _ := c.Enter("hr")
	if _, ok := c.Enter("hr"); !ok {
		t.Fatal("the second of two is refused")
	}
	if leave, ok := c.Enter("hr"); ok || leave != nil {
		t.Error("a third enters")
	}
	if _, ok := c.Enter("it"); !ok {
		t.Error("one name's requests count for another")
	}
	first()
	first()
	if _, ok := c.Enter("hr"); !ok {
		t.Error("who left still counts")
	}
	if _, ok := c.Enter("hr"); ok {
		t.Error("leaving twice made room for two")
	}
}

func TestANameWithoutALimitAlwaysEnters(t *testing.T) {
	c := ratelimit.NewConcurrency(nil)
	for range 1000 {
		leave, ok := c.Enter("free")
		if !ok {
			t.Fatal("it is refused")
		}
		defer leave()
	}
}

func TestWhoIsUnderWayCountsUnderANewLimit(t *testing.T) {
	c := ratelimit.NewConcurrency(map[string]int{"hr": 2})
	first, _ := c.Enter("hr")
	second, _ := c.Enter("hr")
	c.SetLimits(map[string]int{"hr": 1})
	first()
	if _, ok := c.Enter("hr"); ok {
		t.Error("one enters beside the one who is still under way")
	}
	second()
	if _, ok := c.Enter("hr"); !ok {
		t.Error("nobody is under way, and nobody enters")
	}
	c.SetLimits(map[string]int{"hr": 0})
	if _, ok := c.Enter("hr"); ok {
		t.Error("a second enters where one may")
	}
	c.SetLimits(nil)
	if _, ok := c.Enter("hr"); !ok {
		t.Error("a limit that was taken away holds")
	}
}

func TestACrowdNeverExceedsTheLimit(t *testing.T) {
	const limit = 3
	c := ratelimit.NewConcurrency(map[string]int{"hr": limit})
	var inside, entered atomic.Int64
	var crowd sync.WaitGroup
	for range 16 {
		crowd.Go(func() {
			for range 2000 {
				leave, ok := c.Enter("hr")
				if !ok {
					continue
				}
				if n := inside.Add(1); n > limit {
					t.Errorf("%d are inside", n)
				}
				entered.Add(1)
				inside.Add(-1)
				leave()
			}
		})
	}
	crowd.Wait()
	if entered.Load() == 0 {
		t.Error("nobody entered")
	}
	for range limit {
		if _, ok := c.Enter("hr"); !ok {
			t.Error("somebody who left still counts")
		}
	}
}
