package ratelimit_test

import (
	"sync/atomic"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/ratelimit"
	"github.com/dragoman-gateway/dragoman/internal/redisconn/redistest"
)

// fickle is a client that a test lets lose Redis and find it again.
type fickle struct {
	patient
	lost atomic.Bool
}

// Up says what the test says.
func (f *fickle) Up() bool { return !f.lost.Load() }

func TestAReplicaThatLosesRedisForMomentsGetsNothingBesideTheLimit(t *testing.T) {
	server := redistest.Start(t)
	limit := map[string]ratelimit.Limit{"hr": {Rate: 200, Burst: 40}}
	client := &fickle{patient: patient{server.Client()}}
	all := []replica{join(t, client, limit, 0), join(t, patient{server.Client()}, limit, 0)}
	for _, r := range all {
		until(t, "both know of each other", func() bool { return r.replicas.Count() == 2 })
	}
	begin := clock(t, server)
	pressure := press(all, "hr")
	for range 10 {
		client.lost.Store(true)
		time.Sleep(10 * time.Millisecond)
		client.lost.Store(false)
		time.Sleep(300 * time.Millisecond) // to pay what is owed
	}
	admitted := float64(pressure.end())
	ideal := 40 + 200*clock(t, server).Sub(begin).Seconds()
	t.Logf("admitted %.0f, ideal %.0f, %+.2f %%", admitted, ideal, 100*(admitted/ideal-1))
	if admitted > 1.02*ideal {
		t.Errorf("admitted %.0f, ideal %.0f", admitted, ideal)
	}
}

func TestARedisThatWasLostToAllIsNotPaidForWhatItGainedMeanwhile(t *testing.T) {
	server := redistest.Start(t)
	limit := map[string]ratelimit.Limit{"hr": {Rate: 50, Burst: 10}}
	client := &fickle{patient: patient{server.Client()}}
	alone := join(t, client, limit, 0)
	client.lost.Store(true)
	for end := time.Now().Add(time.Second); time.Now().Before(end); time.Sleep(time.Millisecond) {
		alone.Take(ctx, "hr")
	}
	client.lost.Store(false)
	alone.Take(ctx, "hr") // pays
	time.Sleep(100 * time.Millisecond)
	if d := alone.Take(ctx, "hr"); !d.Allowed {
		t.Errorf("after the debt was paid: %+v", d)
	}
}
