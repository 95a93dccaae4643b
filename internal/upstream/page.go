package upstream

import "strconv"

// Cut returns one page of a list that a vendor gives as a whole. A position is
// how many items were given; one that Cut did not make is a [BadPosition].
func Cut[T any](all []T, limit int, at string) (Page[T], error) {
	from := 0
	if at != "" {
		given, err := strconv.Atoi(at)
		if err != nil || given < 1 || strconv.Itoa(given) != at {
			return Page[T]{}, &Error{Kind: BadPosition}
		}
		// What was given may have shrunk since.
		from = min(given, len(all))
	}
	to := min(from+limit, len(all))
	page := Page[T]{Items: all[from:to]}
	if to < len(all) {
		page.Next = strconv.Itoa(to)
	}
	return page, nil
}
