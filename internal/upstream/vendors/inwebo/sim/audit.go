package sim

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

const (
	onlinePath  = "/audit/v2/customer/export/online"
	archivePath = "/audit/v2/customer/export/archive"

	defaultAuditLimit = 100
	maxAuditLimit     = 10000

	// onlineDays is how far back the online export goes, archiveMonths the
	// archive (sheet §4).
	onlineDays    = 35
	archiveMonths = 13
)

// events is one page of an export.
//
// quirk: it echoes neither page nor limit, and no total exists (sheet §4).
type events struct {
	Content []map[string]any `json:"content"`
	Size    int              `json:"size"`
	HasMore bool             `json:"hasMore"`
	// NextPage is there in the archive alone, and only while there is more.
	NextPage string `json:"nextPage,omitempty"`
}

// listActivities answers one page of the events of the last weeks.
func (v *Vendor) listActivities(r *http.Request) (any, *refusal) {
	values, no := query(r, "limit", "fromId", "page")
	if no != nil {
		return nil, no
	}
	limit, from, no := auditRange(values)
	if no != nil {
		return nil, no
	}
	// quirk: the first page is 0 (sheet §4).
	number, no := integer(values, "page", 0, 0)
	if no != nil {
		return nil, no
	}
	now := v.now().UTC()
	since := now.AddDate(0, 0, -onlineDays)
	log := v.log(from, func(at time.Time) bool { return !at.Before(since) && !at.After(now) })
	page, _ := cutEvents(log[min(number*limit, len(log)):], limit)
	return page, nil
}

// listArchivedActivities answers the first events of those that are older than the online ones.
func (v *Vendor) listArchivedActivities(r *http.Request) (any, *refusal) {
	// quirk: no page here; what follows is asked for as nextPage says (sheet §4).
	values, no := query(r, "limit", "fromId")
	if no != nil {
		return nil, no
	}
	limit, from, no := auditRange(values)
	if no != nil {
		return nil, no
	}
	now := v.now().UTC()
	since, until := now.AddDate(0, -archiveMonths, 0), now.AddDate(0, 0, -onlineDays)
	log := v.log(from, func(at time.Time) bool { return !at.Before(since) && at.Before(until) })
	page, rest := cutEvents(log, limit)
	if page.HasMore {
		// quirk: a path with a query, not a URL (sheet §4).
		next := url.Values{"limit": {strconv.Itoa(limit)}, "fromId": {rest[0].ID}}
		page.NextPage = archivePath + "?" + next.Encode()
	}
	return page, nil
}

// auditRange reads how many events are wanted, and the id from which on.
func auditRange(values url.Values) (limit int, from string, no *refusal) {
	limit, no = integer(values, "limit", defaultAuditLimit, 1)
	if no != nil {
		return 0, "", no
	}
	from = values.Get("fromId")
	if values.Has("fromId") && !isEventID(from) {
		return 0, "", refuse(http.StatusBadRequest, "fromId is invalid")
	}
	// A larger limit is cut without a word, as that of the accounts is.
	return min(limit, maxAuditLimit), from, nil
}

// isEventID tells whether it has the 19 digits of an event's id.
func isEventID(id string) bool { return len(id) == 19 && strings.Trim(id, "0123456789") == "" }

// log returns the events of a time, ascending by id and beginning with from,
// the event of that very id included.
func (v *Vendor) log(from string, in func(time.Time) bool) []simkit.Event {
	log := slices.DeleteFunc(v.world.Events.All(), func(e simkit.Event) bool { return e.ID < from || !in(e.At) })
	slices.SortStableFunc(log, func(a, b simkit.Event) int { return strings.Compare(a.ID, b.ID) })
	return log
}

// cutEvents makes a page of the first events, and returns what comes after it.
func cutEvents(log []simkit.Event, limit int) (events, []simkit.Event) {
	size := min(limit, len(log))
	out := events{Content: make([]map[string]any, size), Size: size, HasMore: size < len(log)}
	for i, e := range log[:size] {
		// quirk: an event has no date but in its id (sheet §4).
		out.Content[i] = map[string]any{}
		maps.Copy(out.Content[i], e.Fields)
		out.Content[i]["id"] = e.ID
	}
	return out, log[size:]
}
