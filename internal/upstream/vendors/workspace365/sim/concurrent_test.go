package sim_test

import (
	"fmt"
	"sync"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

func TestOneNameGoesToOneOfManyAtOnce(t *testing.T) {
	b := newBench(t)
	// Many names make the search long enough for the others to catch up.
	for i := range 3000 {
		b.World.Add(simkit.Person{ID: fmt.Sprintf("crowd%d", i), UserName: new(fmt.Sprintf("crowd%d@acme.example", i))})
	}
	before := len(b.World.People())

	statuses := make([]int, 8)
	var wg sync.WaitGroup
	for i := range statuses {
		wg.Go(func() { statuses[i] = b.put(t, fmt.Sprintf("a%d", i), sarah).status })
	}
	wg.Wait()

	created := 0
	for _, status := range statuses {
		if status == 200 {
			created++
		}
	}
	if grown := len(b.World.People()) - before; created != 1 || grown != 1 {
		t.Errorf("%d created and %d more people, want 1 and 1", created, grown)
	}
}

func TestUsersAreRemovedAndRestoredAtOnce(t *testing.T) {
	b := newBench(t)
	var wg sync.WaitGroup
	for _, p := range b.World.People() {
		wg.Go(func() {
			b.delete(t, p.ID)
			b.put(t, p.ID, fmt.Sprintf(`{"FirstName":"A","LastName":"B","UserPrincipalName":%q}`, *p.UserName))
		})
	}
	wg.Wait()
	if n := len(b.World.People()); n != 14 {
		t.Errorf("%d people, want 14", n)
	}
}
