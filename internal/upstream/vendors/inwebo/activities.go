package inwebo

import (
	"context"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// ListActivities returns one page of the audit log, which is one page of one of
// the vendor's two exports: what is older than five weeks is in the archive alone,
// and where the archive ends the online export goes on. The page size must stay
// the same for a walk. quirk: an event tells its time by its id alone, to the
// second (sheet §4); one whose id is no time can be in no window and is listed.
func (c *connector) ListActivities(ctx context.Context, q upstream.AuditQuery) (upstream.Page[upstream.AuditEvent], error) {
	var none upstream.Page[upstream.AuditEvent]
	at := c.start(q)
	if q.At != "" {
		var err error
		if at, err = spotAt(q.At); err != nil {
			return none, err
		}
	}
	route, query := at.call(q)
	answer, err := c.do(ctx, route, query, nil)
	if err != nil {
		return none, err
	}
	page, events, err := eventsOf(answer)
	if err != nil {
		return none, err
	}
	if len(events) > min(q.Limit, exportMax) {
		return none, answer.Malformed("a page of more events than asked for")
	}
	out := upstream.Page[upstream.AuditEvent]{Items: wanted(events, q, at)}
	if !beyond(events, q.Until) {
		out.Next, err = c.next(at, answer, page, highest(events, at.last))
	}
	if err != nil {
		return none, err
	}
	return out, nil
}

// wanted drops what is outside the window, and after the archive what that gave:
// both exports have the weeks in between.
func wanted(events []upstream.AuditEvent, q upstream.AuditQuery, at spot) []upstream.AuditEvent {
	kept := make([]upstream.AuditEvent, 0, len(events))
	for _, e := range events {
		given := !at.archive && at.last != "" && isEventID(e.NativeID) && e.NativeID <= at.last
		early := q.Since != nil && e.OccurredAt != nil && e.OccurredAt.Before(*q.Since)
		if !given && !early && !isLate(e, q.Until) {
			kept = append(kept, e)
		}
	}
	return kept
}

func isLate(e upstream.AuditEvent, until *time.Time) bool {
	return until != nil && e.OccurredAt != nil && !e.OccurredAt.Before(*until)
}

// beyond tells whether a page is wholly behind the window, and with it all that
// would follow.
func beyond(events []upstream.AuditEvent, until *time.Time) bool {
	for _, e := range events {
		if !isLate(e, until) {
			return false
		}
	}
	return len(events) > 0
}

// highest returns the highest of the ids that can be compared, and of last.
func highest(events []upstream.AuditEvent, last string) string {
	for _, e := range events {
		if isEventID(e.NativeID) {
			last = max(last, e.NativeID)
		}
	}
	return last
}

// auditFacts are what the walk takes for granted beyond the paths.
func auditFacts() []upstream.Fact {
	return []upstream.Fact{
		{Name: "exports: an id and fromId begin with a time in UTC, yyyyMMddHHmmss", Certainty: upstream.Inferred},
		{Name: "exports: ids ascend", Certainty: upstream.Inferred},
	}
}
