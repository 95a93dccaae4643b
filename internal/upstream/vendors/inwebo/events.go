package inwebo

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// eventsOf reads one page of an export, with the events that it holds.
func eventsOf(a *rest.Answer) (exportPage, []upstream.AuditEvent, error) {
	page, err := rest.JSON[exportPage](a)
	if err != nil {
		return exportPage{}, nil, err
	}
	if page.HasMore == nil || page.Content == nil {
		return exportPage{}, nil, a.Malformed("a page without hasMore or content")
	}
	events := make([]upstream.AuditEvent, len(page.Content))
	for i, members := range page.Content {
		if events[i], err = eventOf(a, members); err != nil {
			return exportPage{}, nil, err
		}
	}
	return page, events, nil
}

func eventOf(a *rest.Answer, members map[string]json.RawMessage) (upstream.AuditEvent, error) {
	id := idOf(members["id"])
	if !upstream.ValidID(id) {
		return upstream.AuditEvent{}, a.Malformed("an event without an id")
	}
	event := upstream.AuditEvent{NativeID: id, OccurredAt: timeOf(id)}
	delete(members, "id")
	// Members that came as JSON marshal again.
	object, _ := json.Marshal(members)
	shown, err := a.Raw(object)
	if err != nil {
		return upstream.AuditEvent{}, err
	}
	if string(shown) != "{}" {
		event.Extensions = shown
	}
	return event, nil
}

// idOf reads an id that is a text or a whole number, whose digits all count: it
// has more of them than a float can hold.
func idOf(raw json.RawMessage) string {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		return text
	}
	if number := string(raw); isDigits(number) {
		return number
	}
	return ""
}

// idTime is the layout of the first 14 of the 19 digits of an event's id, and
// idRest what comes before all others of that second.
const (
	idTime   = "20060102150405"
	idRest   = "00000"
	idLength = len(idTime) + len(idRest)
)

// isEventID tells whether an id is of the vendor's own form, in which ids can be
// compared.
func isEventID(id string) bool { return len(id) == idLength && isDigits(id) }

func isDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// timeOf is when an event happened by its id, nil where that is no time.
func timeOf(id string) *time.Time {
	if !isEventID(id) {
		return nil
	}
	at, err := time.Parse(idTime, id[:len(idTime)])
	if err != nil {
		return nil
	}
	return &at
}

// firstID is the least id that an event of this time can have.
func firstID(at time.Time) string { return at.UTC().Format(idTime) + idRest }
