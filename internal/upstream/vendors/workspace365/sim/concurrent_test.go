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

func TestManyBatchesAtOnceGiveEveryActivityItsOwnID(t *testing.T) {
	b := newBench(t)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() { b.post(t, "activities-batch", `{"Scope":{"Kind":0},"Data":{"Title":"t"}}`) })
	}
	wg.Wait()
	seen := map[string]bool{}
	for _, a := range b.World.Activities.All() {
		seen[a.ID] = true
	}
	if len(seen) != 8*14 {
		t.Errorf("%d ids, want %d", len(seen), 8*14)
	}
}

func TestAGroupThatGoesWhileItIsJoinedKeepsNobody(t *testing.T) {
	b := newBench(t)
	group := b.World.Groups()[3].ID
	var wg sync.WaitGroup
	for _, p := range b.World.People() {
		wg.Go(func() { b.sync(t, "PUT", "Groups/"+group+"/Users/"+p.ID+"/") })
	}
	wg.Go(func() { b.sync(t, "DELETE", "Groups/"+group+"/") })
	wg.Wait()
	for _, p := range b.World.People() {
		for _, m := range p.Memberships {
			if m.GroupID == group {
				t.Errorf("%s is in a group that is gone", p.ID)
			}
		}
	}
}
