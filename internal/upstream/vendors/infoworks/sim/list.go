package sim

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

const (
	usersPath    = basePath + "/admin/users"
	defaultLimit = 10
)

// page is one page of the user list (sheet §5).
type page struct {
	Limit      int    `json:"limit"`
	Offset     int    `json:"offset"`
	TotalCount int    `json:"total_count"`
	Links      links  `json:"links"`
	Message    string `json:"message"`
	Result     []any  `json:"result"`
}

type links struct {
	Base string `json:"base"`
	Self string `json:"self"`
	Next string `json:"next"`
}

// listUsers answers one page. A page past the end is empty, not refused.
func (v *Vendor) listUsers(r *http.Request) (any, *problem) {
	if refused := bodyless(r); refused != nil {
		return nil, refused
	}
	q, refused := readListQuery(r)
	if refused != nil {
		return nil, refused
	}
	people := slices.DeleteFunc(v.world.People(), func(p simkit.Person) bool { return !q.filter.matches(p) })
	q.order.sort(people)
	total := len(people)
	people = people[min(q.offset, total):]
	people = people[:min(q.limit, len(people))]

	items := make([]any, len(people))
	for i, p := range people {
		items[i] = q.projection.apply(v.listed(p))
	}
	return page{
		Limit: q.limit, Offset: q.offset, TotalCount: total, Links: q.links(),
		Message: "Successfully fetched users", Result: items,
	}, nil
}

// listQuery is what the list was asked for.
type listQuery struct {
	limit, offset int
	order         order
	filter        filter
	projection    projection
	// rest are the parameters as sent, without limit and offset.
	rest url.Values
}

func readListQuery(r *http.Request) (listQuery, *problem) {
	sent, refused := query(r, "limit", "offset", "sort_by", "order_by", "filter", "projections")
	if refused != nil {
		return listQuery{}, refused
	}
	q := listQuery{rest: sent}
	var ok [5]bool
	q.limit, ok[0] = number(sent, "limit", defaultLimit, 1)
	q.offset, ok[1] = number(sent, "offset", 0, 0)
	q.order, ok[2] = readOrder(sent)
	q.filter, ok[3] = readFilter(sent)
	q.projection, ok[4] = readProjection(sent)
	if slices.Contains(ok[:], false) {
		return listQuery{}, badRequest("query parameter out of range")
	}
	sent.Del("limit")
	sent.Del("offset")
	return q, nil
}

// number reads a parameter of at least least; 32 bits keep a sum of two from
// overflowing.
func number(q url.Values, name string, absent, least int) (int, bool) {
	if !q.Has(name) {
		return absent, true
	}
	n, err := strconv.ParseInt(q.Get(name), 10, 32)
	return int(n), err == nil && int(n) >= least
}

func (q listQuery) links() links {
	// quirk: links are paths, not URLs, and next is there also on the last page
	// and beyond (sheet §5).
	at := func(offset int) string {
		link := fmt.Sprintf("%s?limit=%d&offset=%d", usersPath, q.limit, offset)
		if len(q.rest) > 0 {
			link += "&" + q.rest.Encode()
		}
		return link
	}
	return links{Base: usersPath, Self: at(q.offset), Next: at(q.offset + q.limit)}
}
