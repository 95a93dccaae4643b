package simkit_test

import (
	"regexp"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

func TestAUUIDIsRandomAndOfVersionFour(t *testing.T) {
	form := regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)
	r := simkit.Options{Seed: 7}.Rand("uuid")
	seen := map[string]bool{}
	for range 200 {
		id := simkit.UUID(r)
		if !form.MatchString(id) || seen[id] {
			t.Errorf("got %q, seen before %t", id, seen[id])
		}
		seen[id] = true
	}
	if again := simkit.UUID(simkit.Options{Seed: 7}.Rand("uuid")); !seen[again] {
		t.Error("the same seed makes another UUID")
	}
}
