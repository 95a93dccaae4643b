package upstreamtest

import (
	"slices"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

func TestTheSuiteKnowsEveryOperation(t *testing.T) {
	var known []string
	for _, o := range everyOperation() {
		known = append(known, o.id)
	}
	for _, o := range upstream.Operations() {
		if n := len(slices.DeleteFunc(slices.Clone(known), func(id string) bool { return id != o.ID })); o.ID != "checkConnection" && n != 1 {
			t.Errorf("the suite has %s %d times", o.ID, n)
		}
		known = slices.DeleteFunc(known, func(id string) bool { return id == o.ID })
	}
	if len(known) > 0 {
		t.Errorf("the suite has operations that there are not: %q", known)
	}
}

func TestTheFakeHasEveryOperation(t *testing.T) {
	f := NewFake(FakeWorld(simkit.Options{People: 1}))
	for _, o := range upstream.Operations() {
		if !o.Supported(f) {
			t.Errorf("it has no %s", o.ID)
		}
	}
}
