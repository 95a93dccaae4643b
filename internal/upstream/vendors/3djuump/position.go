package juump

import (
	"regexp"
	"strconv"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// position is where a walk goes on: "<way><offset>".
type position struct {
	way    way
	offset int
}

// way is how a walk is read. Its first page decides, and the others keep to it.
type way string

const (
	// byServer: pages that the server cuts, which is known to honour the offset.
	byServer way = "p"
	// fromWhole: slices of the whole directory, sorted by id.
	fromWhole way = "w"
)

// positionForm is every position that a page was ever given with.
var positionForm = regexp.MustCompile(`^([pw])([1-9][0-9]{0,8})$`)

func parsePosition(at string) (position, error) {
	if at == "" {
		return position{way: byServer}, nil
	}
	parts := positionForm.FindStringSubmatch(at)
	if parts == nil {
		return position{}, &upstream.Error{Kind: upstream.BadPosition}
	}
	offset, err := strconv.Atoi(parts[2])
	if err != nil {
		return position{}, &upstream.Error{Kind: upstream.BadPosition, Err: err}
	}
	return position{way: way(parts[1]), offset: offset}, nil
}

// String returns the position as it stands in a page.
func (p position) String() string { return string(p.way) + strconv.Itoa(p.offset) }
