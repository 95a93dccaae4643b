package cache

import "testing"

func TestACopyThatTookLongDoesNotReplaceWhatCameMeanwhile(t *testing.T) {
	put := func(done *bool) func() { return func() { *done = true } }
	for situation, c := range map[string]struct {
		meanwhile func(*turns)
		want      bool
	}{
		"nothing happened":            {func(*turns) {}, true},
		"another key changed":         {func(ts *turns) { ts.change("other", func() {}) }, true},
		"the key was deleted":         {func(ts *turns) { ts.change("k", func() {}) }, false},
		"the key was written":         {func(ts *turns) { ts.write(ts.begin("k"), false, func() {}) }, false},
		"the key was read":            {func(ts *turns) { ts.fill(ts.begin("k"), func() {}) }, true},
		"somebody gave up on the key": {func(ts *turns) { ts.drop(ts.begin("k")) }, true},
	} {
		t.Run(situation, func(t *testing.T) {
			var ts turns
			var filled bool
			own := ts.begin("k")
			c.meanwhile(&ts)
			ts.fill(own, put(&filled))
			if filled != c.want {
				t.Errorf("got %v", filled)
			}
			if len(ts.open) != 0 {
				t.Errorf("%d turns are left", len(ts.open))
			}
		})
	}
}

func TestAWriteThatMustIsPutNearAlthoughItIsLate(t *testing.T) {
	for _, must := range []bool{false, true} {
		var ts turns
		var done bool
		own := ts.begin("k")
		ts.change("k", func() {})
		ts.write(own, must, func() { done = true })
		if done != must {
			t.Errorf("must %v: got %v", must, done)
		}
	}
}
