package sim

import (
	"net/http"
	"net/url"
	"strconv"
)

const (
	defaultLimit = 50
	maxLimit     = 100
)

// listUsers answers one page of accounts, in the world's order.
func (v *Vendor) listUsers(r *http.Request) (any, *refusal) {
	values, no := query(r, "page", "limit")
	if no != nil {
		return nil, no
	}
	// quirk: the first page is 0 (source, sheet §7.1).
	number, no := integer(values, "page", 0, 0)
	if no != nil {
		return nil, no
	}
	limit, no := integer(values, "limit", defaultLimit, 1)
	if no != nil {
		return nil, no
	}
	// quirk: a larger limit is cut without a word, and the cut one is echoed
	// (sheet §5).
	return v.cut(number, min(limit, maxLimit)), nil
}

// cut takes one page out of the accounts; past the end it is empty (sheet §5).
func (v *Vendor) cut(number, limit int) page {
	people := v.world.People()
	from := min(number*limit, len(people))
	to := min(from+limit, len(people))
	content := make([]listedAccount, 0, to-from)
	for _, p := range people[from:to] {
		content = append(content, listed(p))
	}
	return page{
		Page: number, Size: len(content), Limit: limit,
		// quirk: the only sign that there is more; no total exists (sheet §5).
		HasMore: to < len(people),
		Content: content,
	}
}

// integer reads an optional parameter of the vendor's 32-bit int type, which
// must not be below least.
func integer(values url.Values, name string, fallback, least int) (int, *refusal) {
	if !values.Has(name) {
		return fallback, nil
	}
	n, err := strconv.ParseInt(values.Get(name), 10, 32)
	if err != nil || int(n) < least {
		return 0, refuse(http.StatusBadRequest, name+" is invalid")
	}
	return int(n), nil
}
