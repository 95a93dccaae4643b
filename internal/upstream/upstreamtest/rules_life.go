package upstreamtest

import (
	"context"
	"errors"
	"sync"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

func lifeRules() []Rule {
	return []Rule{
		{Name: "many readers at once get what one gets", Needs: readsOften, Check: checkConcurrent},
	}
}

// readsOften tells whether the connector lists anything or reads users.
func readsOften(c upstream.Connector) bool { return lists(c) || has[upstream.UserGetter](c) }

// readers is how many callers read at once.
const readers = 32

func checkConcurrent(ctx context.Context, b *Bench) error {
	people, listings := b.Sim.World.People(), b.listings()
	faults := make([]error, readers)
	var group sync.WaitGroup
	for i := range readers {
		group.Go(func() {
			if len(listings) > 0 {
				l := listings[i%len(listings)]
				faults[i] = during(l.name, l.complete(ctx, b, 5+i%7))
			}
			if has[upstream.UserGetter](b.Connector) {
				faults[i] = errors.Join(faults[i], b.found(ctx, people[i%len(people)]))
			}
		})
	}
	group.Wait()
	return errors.Join(faults...)
}
