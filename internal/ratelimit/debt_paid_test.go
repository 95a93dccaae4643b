package ratelimit

import "testing"

func TestADebtThatWasPaidTwiceTakesNothingBack(t *testing.T) {
	for _, owed := range []int64{0, -2} {
		d := &debt{}
		d.owed.Store(owed)
		d.due.Store(true)
		d.payAll(t.Context(), nil, quota{}) // a limiter that is none: to ask it panics
		if d.payOne() || d.owed.Load() != owed {
			t.Errorf("of %d there is %d", owed, d.owed.Load())
		}
	}
}
