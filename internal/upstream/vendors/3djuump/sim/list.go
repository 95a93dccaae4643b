package sim

import (
	"net/http"
	"slices"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// collection is a set that can be listed: its items in the order in which they
// came to be, and what the body of a list may name of them.
type collection[T any] struct {
	all      func() []T
	render   func(T) any
	fields   []string
	sortable map[string]func(a, b T) int
}

// list answers the page that the body asks for, and everything when there is no
// body. Its count is the number of the whole set, not of what is on the page.
func list[T any](v *Vendor, of collection[T], r *http.Request) (reply, error) {
	if _, err := query(r); err != nil {
		return reply{}, err
	}
	q, err := of.read(simkit.Body(r))
	if err != nil {
		return reply{}, err
	}
	items := of.all()
	of.arrange(items, q.Sort)
	from, to := v.window(q, len(items))

	answer := page{Count: len(items), Data: []any{}}
	for _, item := range items[from:to] {
		shown, err := only(of.render(item), q.ResultFields)
		if err != nil {
			return reply{}, err
		}
		answer.Data = append(answer.Data, shown)
	}
	return reply{http.StatusOK, answer}, nil
}

func (of collection[T]) read(body []byte) (listQuery, error) {
	var q listQuery
	if len(body) == 0 {
		return q, nil
	}
	if err := decode(body, &q); err != nil {
		return q, err
	}
	return q, of.check(q)
}

func (of collection[T]) check(q listQuery) error {
	switch {
	case q.Limit != nil && *q.Limit < 0,
		q.Offset != nil && *q.Offset < 0,
		q.Operator != nil && *q.Operator != "AND" && *q.Operator != "OR",
		q.Sort != nil && of.sortable[q.Sort.Field] == nil:
		return badRequest
	}
	for _, name := range q.ResultFields {
		if !slices.Contains(of.fields, name) {
			return badRequest
		}
	}
	return nil
}

// arrange sorts by the asked field, ascending unless told otherwise. Without a
// sort, and among equals, items keep the order in which they came to be.
func (of collection[T]) arrange(items []T, by *sortOrder) {
	if by == nil {
		return
	}
	compare := of.sortable[by.Field]
	descending := by.Asc != nil && !*by.Asc
	slices.SortStableFunc(items, func(a, b T) int {
		if descending {
			return compare(b, a)
		}
		return compare(a, b)
	})
}
