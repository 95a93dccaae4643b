package inwebo

import (
	"math"
	"net/url"
	"strconv"
	"strings"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// spot is where a walk through the audit log stands: before a page of the archive
// or of the online export.
type spot struct {
	archive bool
	// last is the highest id that the archive gave, empty where it gave none.
	last string
	// query is the archive's page, page the online export's.
	query url.Values
	page  int
}

// The phases of a walk as a position names them.
const (
	inArchive = "archive"
	inOnline  = "online"
)

// maxQuery is the longest query of the archive's that a position holds.
const maxQuery = 512

// String returns the spot as a position: phase, last id, page or query.
func (s spot) String() string {
	if s.archive {
		return inArchive + ":" + s.last + ":" + s.query.Encode()
	}
	return inOnline + ":" + s.last + ":" + strconv.Itoa(s.page)
}

// spotAt reads a position; one that no spot has is a BadPosition.
func spotAt(at string) (spot, error) {
	phase, tail, _ := strings.Cut(at, ":")
	last, where, _ := strings.Cut(tail, ":")
	s, ok := spot{archive: phase == inArchive, last: last}, last == "" || isEventID(last)
	if s.archive {
		query, err := url.ParseQuery(where)
		s.query, ok = query, ok && err == nil && where != "" && len(where) <= maxQuery
	} else {
		page, err := strconv.Atoi(where)
		s.page, ok = page, ok && err == nil && page >= 0 && page < math.MaxInt
	}
	if !ok || s.String() != at {
		return spot{}, &upstream.Error{Kind: upstream.BadPosition}
	}
	return s, nil
}

// start is where a walk begins: in the archive where what is asked for is older
// than what the online export has.
func (c *connector) start(q upstream.AuditQuery) spot {
	if q.Since != nil && q.Since.Before(c.now().Add(-onlineFor)) {
		return spot{archive: true, query: url.Values{"limit": {exportLimit(q)}, "fromId": {firstID(*q.Since)}}}
	}
	return spot{}
}

// call returns the route and the query of the spot's page.
func (s spot) call(q upstream.AuditQuery) (string, url.Values) {
	if s.archive {
		return "exportArchive", s.query
	}
	query := url.Values{"limit": {exportLimit(q)}, "page": {strconv.Itoa(s.page)}}
	switch {
	case s.last != "":
		query.Set("fromId", s.last)
	case q.Since != nil:
		query.Set("fromId", firstID(*q.Since))
	}
	return "exportOnline", query
}

// next returns the position after a page of which last is the highest id so far,
// empty at the end of the log.
func (c *connector) next(s spot, a *rest.Answer, page exportPage, last string) (string, error) {
	switch {
	case s.archive && *page.HasMore:
		query, ok := archiveQuery(page.NextPage, c.routes.At("exportArchive").Path)
		if !ok || query.Encode() == s.query.Encode() {
			return "", a.Malformed("a page of the archive without a usable next one")
		}
		return spot{archive: true, last: last, query: query}.String(), nil
	case s.archive:
		return spot{last: last}.String(), nil
	case *page.HasMore:
		return spot{last: s.last, page: s.page + 1}.String(), nil
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
