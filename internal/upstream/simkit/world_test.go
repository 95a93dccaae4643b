package simkit_test

import (
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

func nora() simkit.Person {
	return simkit.Person{
		ID: "nora", UserName: new("nora"), Active: new(true), Roles: []string{"r"}, Memberships: []simkit.Membership{{GroupID: "g", RoleID: "lead"}},
		Extensions: map[string]any{"rank": 1}, Secrets: map[string]string{"password": "p"},
	}
}

func team() simkit.Group {
	return simkit.Group{ID: "g", DisplayName: new("Team"), Extensions: map[string]any{"size": 1}}
}

func TestAWorldKeepsPeopleInOrderUnderIDsThatCompareByteForByte(t *testing.T) {
	w := simkit.NewWorld([]simkit.Person{{ID: "b"}, {ID: "a"}}, nil)
	steps := []struct {
		name string
		got  bool
		want bool
	}{
		{"add", w.Add(simkit.Person{ID: "B"}), true},
		{"add again", w.Add(simkit.Person{ID: "a"}), false},
		{"change", w.Change("a", func(p *simkit.Person) { p.Roles = []string{"x"} }), true},
		{"change nobody", w.Change("A", func(*simkit.Person) { t.Error("there is nobody to edit") }), false},
		{"remove", w.Remove("b"), true},
		{"remove again", w.Remove("b"), false},
	}
	for _, s := range steps {
		if s.got != s.want {
			t.Errorf("%s: got %t, want %t", s.name, s.got, s.want)
		}
	}
	want := []simkit.Person{{ID: "a", Roles: []string{"x"}}, {ID: "B"}}
	if diff := cmp.Diff(want, w.People()); diff != "" {
		t.Errorf("people (-want +got):\n%s", diff)
	}
	if _, ok := w.Person("b"); ok {
		t.Error("b is still there")
	}
}

// TestAWorldIsChangedByItsMethodsAlone changes everything that it was given and
// everything that it returned.
func TestAWorldIsChangedByItsMethodsAlone(t *testing.T) {
	person, group, added := nora(), team(), nora()
	added.ID = "lee"
	w := simkit.NewWorld([]simkit.Person{person}, []simkit.Group{group})
	w.Add(added)
	one, _ := w.Person("nora")
	oneGroup, _ := w.Group("g")
	for _, p := range append(w.People(), person, added, one) {
		p.Roles[0], p.Memberships[0].GroupID, p.Extensions["rank"], p.Secrets["password"] = "x", "x", 2, "x"
		*p.UserName, *p.Active = "x", false
	}
	for _, g := range append(w.Groups(), group, oneGroup) {
		g.Extensions["size"], *g.DisplayName = 2, "x"
	}
	lee := nora()
	lee.ID = "lee"
	if diff := cmp.Diff([]simkit.Person{nora(), lee}, w.People()); diff != "" {
		t.Errorf("people (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]simkit.Group{team()}, w.Groups()); diff != "" {
		t.Errorf("groups (-want +got):\n%s", diff)
	}
}

func TestAWorldTellsNothingFromEmpty(t *testing.T) {
	w := simkit.NewWorld([]simkit.Person{{ID: "a"}, {ID: "b", Roles: []string{}, Memberships: []simkit.Membership{}}}, nil)
	a, _ := w.Person("a")
	b, _ := w.Person("b")
	if a.Roles != nil || a.Memberships != nil || b.Roles == nil || b.Memberships == nil {
		t.Errorf("got %#v and %#v", a, b)
	}
	if _, ok := w.Group("g"); ok || len(w.Groups()) > 0 {
		t.Error("there is no group")
	}
}

func TestManyCanUseOneWorld(t *testing.T) {
	w := simkit.NewWorld([]simkit.Person{nora()}, []simkit.Group{team()})
	var users sync.WaitGroup
	for range 50 {
		users.Go(func() {
			w.Change("nora", func(p *simkit.Person) { p.Roles = append(p.Roles, "r") })
			w.Add(simkit.Person{ID: "lee"})
			_, _ = w.People(), w.Groups()
			_, _ = w.Person("lee")
			w.Remove("lee")
		})
	}
	users.Wait()
	if p, _ := w.Person("nora"); len(p.Roles) != 51 {
		t.Errorf("got %d roles, want 51", len(p.Roles))
	}
}
