package upstream_test

import (
	"context"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

func TestCallsThatRunAtOnceCountOnce(t *testing.T) {
	_, timing := upstream.WithTiming(context.Background())
	at := func(ms int) time.Time { return time.UnixMilli(int64(ms)) }
	timing.Start(at(0))
	timing.Start(at(10))
	timing.Stop(at(30))
	timing.Stop(at(50))
	timing.Start(at(100))
	timing.Stop(at(120))
	if got := timing.Total(); got != 70*time.Millisecond {
		t.Errorf("got %v, want 70ms", got)
	}
}

func TestARequestThatNobodyMeasuresIsNotMeasured(t *testing.T) {
	timing := upstream.TimingFrom(context.Background())
	timing.Start(time.Now())
	timing.Stop(time.Now())
}
