package upstreamtest

import (
	"errors"
	"fmt"
	"reflect"
	"slices"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// snapshot is everybody in a World at one moment, by id.
type snapshot map[string]simkit.Person

func (b *Bench) snapshot() snapshot {
	s := snapshot{}
	for _, p := range b.Sim.World.People() {
		s[p.ID] = p
	}
	return s
}

// unchanged demands that the World is as it was, except for these ids.
func (b *Bench) unchanged(before snapshot, except ...string) error {
	after := b.snapshot()
	for _, id := range except {
		delete(after, id)
	}
	var faults []error
	for id, was := range before {
		is, there := after[id]
		delete(after, id)
		switch {
		case slices.Contains(except, id):
		case !there:
			faults = append(faults, fmt.Errorf("user %q is gone", id))
		case !reflect.DeepEqual(was, is):
			faults = append(faults, fmt.Errorf("user %q changed too", id))
		}
	}
	for id := range after {
		faults = append(faults, fmt.Errorf("user %q came to be too", id))
	}
	return errors.Join(faults...)
}

// person returns somebody who must be there.
func (b *Bench) person(id string) (simkit.Person, error) {
	p, ok := b.Sim.World.Person(id)
	if !ok {
		return p, fmt.Errorf("user %q is not in the directory", id)
	}
	return p, nil
}
