package upstreamtest

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"time"
)

func closeRules() []Rule {
	return []Rule{
		{Name: "nothing runs after Close", Alone: true, Check: checkClose},
	}
}

// settled is how long a connector that was closed is watched.
const settled = 60 * time.Millisecond

func checkClose(ctx context.Context, b *Bench) error {
	if err := b.Connector.Close(); err != nil {
		return err
	}
	before := goroutines()
	late, err := b.twin()
	if err != nil {
		return err
	}
	for _, o := range late.operations() {
		if _, err := late.try(ctx, o); err != nil {
			return during(o.id, err)
		}
	}
	if err := late.Connector.Close(); err != nil {
		return err
	}
	sent := len(late.Sim.Log.All())
	time.Sleep(settled)
	if n := len(late.Sim.Log.All()) - sent; n > 0 {
		return fmt.Errorf("%d requests were sent after Close", n)
	}
	return left(before)
}

// left demands that every goroutine ends that was not there before, except the
// one that accepts connections for the simulator.
func left(before map[string]string) error {
	var running map[string]string
	for range 50 {
		running = goroutines()
		for id, stack := range running {
			if _, old := before[id]; old || strings.Contains(stack, "httptest.(*Server).goServe") {
				delete(running, id)
			}
		}
		if len(running) == 0 {
			return nil
		}
		time.Sleep(10 * time.Millisecond)
	}
	var faults []error
	for _, stack := range running {
		faults = append(faults, errors.New("still running: "+stack))
	}
	return errors.Join(faults...)
}

// goroutines returns the stacks of all goroutines by what identifies them.
func goroutines() map[string]string {
	dump := make([]byte, 4<<20)
	dump = dump[:runtime.Stack(dump, true)]
	out := map[string]string{}
	for stack := range strings.SplitSeq(string(dump), "\n\n") {
		id, _, _ := strings.Cut(stack, " [")
		out[id] = stack
	}
	return out
}
