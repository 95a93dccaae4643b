package inwebo

import (
	"context"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// ListActivities returns one page of the audit log, which is one page of one of
// the vendor's two exports: what is older than about five weeks is in the archive alone,
// and where the archive ends the online export goes on. The page size must stay
// the same for a walk. quirk: an event tells its time by its id alone, to the
// second (sheet §4); one whose id is no time can be in no window and is listed.
func (c *connector) ListActivities(ctx context.Context, q upstream.AuditQuery) (upstream.Page[upstream.AuditEvent], error) {
	var none upstream.Page[upstream.AuditEvent]
	at, err := c.positionOf(q)
	if err != nil {
		return none, err
	}
	route, query := at.call(q)
	answer, err := c.do(ctx, route, rest.Call{Query: query, Auth: c.auth})
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
