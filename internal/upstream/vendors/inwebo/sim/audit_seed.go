package sim

import (
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

const (
	recentEvents   = 40
	archivedEvents = 15
)

// seedEvents returns an audit log that ends a few minutes before now: most of it
// in the weeks of the online export, the rest in the months of the archive. None
// is so near to the end of either that it would leave it within a day.
func seedEvents(o simkit.Options, people []simkit.Person, now time.Time) []simkit.Event {
	r := o.Rand("inwebo.audit")
	// Five digits tell events of one second apart.
	number := r.IntN(50000)
	out := make([]simkit.Event, 0, archivedEvents+recentEvents)
	add := func(i int, before time.Duration) {
		at := now.UTC().Add(-before).Truncate(time.Second)
		number++
		out = append(out, simkit.Event{
			ID:     fmt.Sprintf("%s%05d", at.Format("20060102150405"), number),
			At:     at,
			Fields: eventFields(r, i, people),
		})
	}
	const hour, day = time.Hour, 24 * time.Hour
	for i := range archivedEvents {
		// From a year ago to seven weeks ago.
		add(i, time.Duration(48+22*(archivedEvents-1-i))*day+time.Duration(r.IntN(20))*hour)
	}
	for i := range recentEvents {
		back := recentEvents - 1 - i
		// Every fourth event shares its second with the one before it.
		if i%4 == 1 {
			back++
		}
		add(i, time.Duration(back)*20*hour+7*time.Minute)
	}
	return out
}

// actions are what happened. No page lists them.
var actions = []string{"LOGIN_OK", "LOGIN_FAILED", "PIN_CHANGED", "DEVICE_ADDED", "ACCOUNT_CREATED", "ACCOUNT_LOCKED"}

// eventFields are the members of an event beside its id, which no page documents.
// Nobody stands in the event of a service without accounts.
func eventFields(r *rand.Rand, i int, people []simkit.Person) map[string]any {
	fields := map[string]any{
		"action": actions[i%len(actions)],
		"ip":     fmt.Sprintf("192.0.2.%d", 1+r.IntN(254)),
	}
	if len(people) > 0 {
		fields["login"] = people[r.IntN(len(people))].ID
	}
	switch i % 5 {
	case 1:
		fields["device"] = map[string]any{"name": "Ines's phone <2>", "os": "Android", "trusted": i%2 == 0}
	case 2:
		fields["action"], fields["apiToken"] = "TOKEN_CREATED", strayToken(r)
	case 4:
		fields["action"], fields["details"] = "TOKEN_COPIED", map[string]any{"tool": "console", "apiToken": strayToken(r)}
	}
	return fields
}

// strayToken looks like an API token and opens nothing.
func strayToken(r *rand.Rand) string {
	signature := base64.RawURLEncoding.EncodeToString(signingKey(r))
	return part(map[string]string{"alg": "HS256", "typ": "JWT"}) + "." + part(map[string]string{"sub": "9999/0"}) + "." + signature
}
