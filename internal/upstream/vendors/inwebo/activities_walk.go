package inwebo

import (
	"net/url"
	"strconv"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// positionOf is where the page that is asked for begins.
func (c *connector) positionOf(q upstream.AuditQuery) (position, error) {
	if q.At == "" {
		return c.start(q), nil
	}
	return parsePosition(q.At)
}

// start is where a walk begins: in the archive where what is asked for is, or may
// be, older than what the online export has.
func (c *connector) start(q upstream.AuditQuery) position {
	old := func(at *time.Time) bool { return at != nil && at.Before(c.now().Add(-onlineFor)) }
	query := url.Values{"limit": {exportLimit(q)}}
	switch {
	case old(q.Since):
		query.Set("fromId", firstID(*q.Since))
	case q.Since != nil || !old(q.Until):
		return position{}
	}
	return position{archive: true, query: query}
}

// call returns the route and the query of the position's page.
func (p position) call(q upstream.AuditQuery) (string, url.Values) {
	if p.archive {
		return "exportArchive", p.query
	}
	query := url.Values{"limit": {exportLimit(q)}, "page": {strconv.Itoa(p.page)}}
	switch {
	case p.last != "":
		query.Set("fromId", p.last)
	case q.Since != nil:
		query.Set("fromId", firstID(*q.Since))
	}
	return "exportOnline", query
}

// next returns the position after a page of which last is the highest id so far,
// empty at the end of the log.
func (c *connector) next(p position, a *rest.Answer, page exportPage, last string) (string, error) {
	switch {
	case p.archive && *page.HasMore:
		query, ok := archiveQuery(page.NextPage, c.routes.At("exportArchive").Path)
		// Ids ascend: a page without a higher one leads back, and would do so for ever.
		if !ok || last == p.last {
			return "", a.Malformed("a page of the archive without a usable next one")
		}
		return position{archive: true, last: last, query: query}.String(), nil
	case p.archive:
		return position{last: last}.String(), nil
	case *page.HasMore:
		return position{last: p.last, page: p.page + 1}.String(), nil
	}
	return "", nil
}

// archiveQuery returns the query of the archive's next page. quirk: that is told as
// a path to append to the host (sheet §4); nothing but its query is taken, and only
// from the archive's own path.
func archiveQuery(next, path string) (url.Values, bool) {
	u, err := url.Parse(next)
	if err != nil || u.Scheme != "" || u.Host != "" || u.User != nil || u.Fragment != "" || u.EscapedPath() != path {
		return nil, false
	}
	query, err := url.ParseQuery(u.RawQuery)
	return query, err == nil && len(query) > 0 && len(query.Encode()) <= maxQuery
}

func exportLimit(q upstream.AuditQuery) string { return strconv.Itoa(min(q.Limit, exportMax)) }

// wanted drops what is outside the window, and what the archive gave before: its
// pages may overlap, and both exports have the weeks in between.
func wanted(events []upstream.AuditEvent, q upstream.AuditQuery, at position) []upstream.AuditEvent {
	kept := make([]upstream.AuditEvent, 0, len(events))
	for _, e := range events {
		given := at.last != "" && isEventID(e.NativeID) && e.NativeID <= at.last
		early := q.Since != nil && e.OccurredAt != nil && e.OccurredAt.Before(q.Since.Truncate(time.Second))
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
