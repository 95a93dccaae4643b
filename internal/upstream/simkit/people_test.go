package simkit_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

func TestPeopleDependOnTheSeedAndTheDomainAlone(t *testing.T) {
	o := simkit.Options{People: 50, Seed: 7}
	if diff := cmp.Diff(o.MakePeople("corp.example"), o.MakePeople("corp.example")); diff != "" {
		t.Errorf("the same seed made others:\n%s", diff)
	}
	other := simkit.Options{People: 50, Seed: 8}
	if cmp.Equal(o.MakePeople("corp.example"), other.MakePeople("corp.example")) {
		t.Error("another seed made the same people")
	}
}

func TestPeopleHaveEMailsOfTheirOwnAndDatesInOrder(t *testing.T) {
	seen := map[string]bool{}
	absent := 0
	for _, p := range (simkit.Options{People: 300, Seed: 7}).MakePeople("corp.example") {
		if seen[*p.Email] || p.ID != "" {
			t.Errorf("%s comes twice, or has the id %q already", *p.Email, p.ID)
		}
		seen[*p.Email] = true
		if p.ModifiedAt.Before(*p.CreatedAt) || p.LastLoginAt != nil && p.LastLoginAt.Before(*p.ModifiedAt) {
			t.Errorf("%s: created %v, modified %v, seen %v", *p.Email, p.CreatedAt, p.ModifiedAt, p.LastLoginAt)
		}
		if p.LastLoginAt == nil {
			absent++
		}
	}
	if absent == 0 || absent == 300 {
		t.Errorf("%d of 300 never logged in, want some", absent)
	}
}

func TestTwoSaltsOfOneSeedGiveDifferentNumbers(t *testing.T) {
	o := simkit.Options{Seed: 7}
	if o.Rand("a").Uint64() != o.Rand("a").Uint64() || o.Rand("a").Uint64() == o.Rand("b").Uint64() {
		t.Error("a generator depends on the seed and the salt, and on nothing else")
	}
}

func TestAClockIsTheOneGivenOrThatOfTheMachine(t *testing.T) {
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	if got := (simkit.Options{Now: func() time.Time { return at }}).Clock()(); !got.Equal(at) {
		t.Errorf("got %v, want %v", got, at)
	}
	if got := time.Since((simkit.Options{}).Clock()()); got < 0 || got > time.Minute {
		t.Errorf("the clock is %v off", got)
	}
}
