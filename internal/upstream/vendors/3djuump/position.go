package juump

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"strconv"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// position is where a walk goes on. Its text is "<offset>.<mark>" on a server
// that pages, and "<way><offset>" where the connector pages itself.
type position struct {
	way    way
	offset int
	// mark is that of the page before.
	mark string
}

// way is how the rest of a walk is read.
type way string

const (
	// byServer: the server pages.
	byServer way = ""
	// fromWhole: slices of the whole directory, sorted by id.
	fromWhole way = "w"
	// afterHead: slices of the whole directory that begins with the server's own
	// first page, since that was given before it showed that it has no others.
	afterHead way = "h"
)

// positionForm is every position that a page was ever given with.
var positionForm = regexp.MustCompile(`^(?:([wh])([1-9][0-9]{0,8})|([1-9][0-9]{0,8})\.([0-9a-f]{8}))$`)

func parsePosition(at string) (position, error) {
	if at == "" {
		return position{}, nil
	}
	parts := positionForm.FindStringSubmatch(at)
	if parts == nil {
		return position{}, &upstream.Error{Kind: upstream.BadPosition}
	}
	offset, err := strconv.Atoi(parts[2] + parts[3])
	if err != nil {
		return position{}, &upstream.Error{Kind: upstream.BadPosition, Err: err}
	}
	return position{way: way(parts[1]), offset: offset, mark: parts[4]}, nil
}

// String returns the position as it stands in a page.
func (p position) String() string {
	if p.way == byServer {
		return strconv.Itoa(p.offset) + "." + p.mark
	}
	return string(p.way) + strconv.Itoa(p.offset)
}

// markOf is a short hash of a page's first id: enough to suspect that a page is
// the one before again, and nobody's id.
func markOf(id string) string {
	sum := sha256.Sum256([]byte(id))
	return hex.EncodeToString(sum[:4])
}
