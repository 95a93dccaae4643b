package sim_test

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
	"github.com/dragoman-gateway/dragoman/internal/upstream/vendors/inwebo/sim"
)

// eventToken is the first token that an event of the seed holds.
func eventToken(t *testing.T) string {
	t.Helper()
	for _, e := range newBench(t, 1).World.Events.All() {
		if token, ok := e.Fields["apiToken"].(string); ok {
			return token
		}
	}
	t.Fatal("no event holds a token")
	return ""
}

func TestSeededEventsAreOfTheirAges(t *testing.T) {
	b := newBench(t, 5)
	const day = 24 * time.Hour
	recent, archived := 0, 0
	for _, e := range b.World.Events.All() {
		// A day's distance to every line: a test may last that long.
		switch age := b.clock.Load().Sub(e.At); {
		case age > time.Minute && age < 34*day:
			recent++
		case age > 36*day && age < 390*day:
			archived++
		default:
			t.Errorf("%s is %v old", e.ID, age)
		}
	}
	if recent != 40 || archived != 15 {
		t.Errorf("%d recent and %d archived events", recent, archived)
	}
}

func TestSeededIDsAreTheirTimeInUTCAndAscend(t *testing.T) {
	b := newBench(t, 5)
	before, twins := "", 0
	for _, e := range b.World.Events.All() {
		if !regexp.MustCompile(`^\d{19}$`).MatchString(e.ID) || e.ID <= before {
			t.Errorf("id %q after %q", e.ID, before)
		}
		if at, err := time.Parse("20060102150405", e.ID[:14]); err != nil || !at.Equal(e.At) || e.At.Location() != time.UTC {
			t.Errorf("%s is of %v, %v", e.ID, e.At, err)
		}
		if before != "" && before[:14] == e.ID[:14] {
			twins++
		}
		before = e.ID
	}
	if twins != 10 {
		t.Errorf("%d events share their second with the one before", twins)
	}
}

func TestSeededEventsAreAwkward(t *testing.T) {
	b := newBench(t, 5)
	for name, is := range map[string]func(simkit.Event) bool{
		"is a login":              func(e simkit.Event) bool { return e.Fields["action"] == "LOGIN_OK" },
		"has a nested object":     func(e simkit.Event) bool { _, ok := e.Fields["device"].(map[string]any); return ok },
		"holds a token":           func(e simkit.Event) bool { _, ok := e.Fields["apiToken"].(string); return ok },
		"holds a token inside":    func(e simkit.Event) bool { return e.Fields["details"] != nil },
		"is plain":                func(e simkit.Event) bool { return len(e.Fields) == 3 },
		"shows a character of it": func(e simkit.Event) bool { return strings.Contains(raw(e), "\\u003c") },
	} {
		if n := len(slices.DeleteFunc(b.World.Events.All(), func(e simkit.Event) bool { return !is(e) })); n < 3 {
			t.Errorf("%d events of which it %s", n, name)
		}
	}
	for _, e := range b.World.Events.All() {
		if _, known := b.World.Person(e.Fields["login"].(string)); !known || e.Fields["ip"] == "" || e.Fields["action"] == "" {
			t.Errorf("%s: %v", e.ID, e.Fields)
		}
		if strings.Contains(raw(e), b.token()) {
			t.Errorf("%s holds the real token", e.ID)
		}
	}
}

func raw(e simkit.Event) string {
	out, _ := json.Marshal(e.Fields)
	return string(out)
}

func TestEventsOfAServiceWithoutAccountsNameNobody(t *testing.T) {
	s := sim.New(simkit.Options{Seed: 7})
	for _, e := range s.World.Events.All() {
		if login, there := e.Fields["login"]; there {
			t.Errorf("%s names %v", e.ID, login)
		}
	}
}
