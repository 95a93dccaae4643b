package upstreamtest

import (
	"context"
	"errors"
	"sync"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

func lifeRules() []Rule {
	return []Rule{
		{Name: "many readers at once get what one gets", Needs: reading, Check: checkConcurrent},
	}
}

// readers is how many callers read at once.
const readers = 32

func checkConcurrent(ctx context.Context, b *Bench) error {
	people := b.Sim.World.People()
	faults := make([]error, readers)
	var group sync.WaitGroup
	for i := range readers {
		group.Go(func() {
			if has[upstream.UserLister](b.Connector) {
				faults[i] = b.checkComplete(ctx, 5+i%7)
			}
			if has[upstream.UserGetter](b.Connector) {
				faults[i] = errors.Join(faults[i], b.found(ctx, people[i%len(people)]))
			}
		})
	}
	group.Wait()
	return errors.Join(faults...)
}
