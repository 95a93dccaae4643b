package upstream

import (
	"math"
	"strconv"
)

// ParsePosition reads a position that is a number: how many items or pages were
// given. The first page has none, which is 0; what no page was ever given with is
// a [BadPosition].
func ParsePosition(at string) (int, error) {
	if at == "" {
		return 0, nil
	}
	given, err := strconv.Atoi(at)
	if err != nil || given < 1 || given == math.MaxInt || strconv.Itoa(given) != at {
		return 0, &Error{Kind: BadPosition}
	}
	return given, nil
}

// Cut returns one page of a list that a vendor gives as a whole. A position is
// how many items were given, see [ParsePosition].
func Cut[T any](all []T, limit int, at string) (Page[T], error) {
	from, err := ParsePosition(at)
	if err != nil {
		return Page[T]{}, err
	}
	// What was given may have shrunk since.
	from = min(from, len(all))
	to := min(from+limit, len(all))
	page := Page[T]{Items: all[from:to]}
	if to < len(all) {
		page.Next = strconv.Itoa(to)
	}
	return page, nil
}
