package inwebo

import (
	"math"
	"net/url"
	"strconv"
	"strings"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// position is where a walk through the audit log stands: before a page of the
// archive or of the online export.
type position struct {
	archive bool
	// last is the highest id that the archive gave, empty where it gave none.
	last string
	// query is the archive's page, page the online export's.
	query url.Values
	page  int
}

// The phases of a walk as a position's text names them.
const (
	inArchive = "archive"
	inOnline  = "online"
)

// maxQuery is the longest query of the archive's that a position holds.
const maxQuery = 512

// String returns the position as a page of ours names it: phase, last id, page or
// query.
func (p position) String() string {
	if p.archive {
		return inArchive + ":" + p.last + ":" + p.query.Encode()
	}
	return inOnline + ":" + p.last + ":" + strconv.Itoa(p.page)
}

// parsePosition reads what String wrote; anything else is a BadPosition.
func parsePosition(at string) (position, error) {
	phase, tail, _ := strings.Cut(at, ":")
	last, where, _ := strings.Cut(tail, ":")
	p, ok := position{archive: phase == inArchive, last: last}, last == "" || isEventID(last)
	if p.archive {
		query, err := url.ParseQuery(where)
		p.query, ok = query, ok && err == nil && where != "" && len(where) <= maxQuery
	} else {
		page, err := strconv.Atoi(where)
		p.page, ok = page, ok && err == nil && page >= 0 && page < math.MaxInt
	}
	if !ok || p.String() != at {
		return position{}, &upstream.Error{Kind: upstream.BadPosition}
	}
	return p, nil
}
