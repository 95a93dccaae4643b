package sim

import (
	"cmp"
	"net/http"
	"slices"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// sortable are the fields of a user that have an order.
var sortable = map[string]func(a, b simkit.Person) int{
	"oidcsub":     func(a, b simkit.Person) int { return cmp.Compare(a.ID, b.ID) },
	"displayname": func(a, b simkit.Person) int { return cmp.Compare(text(a.DisplayName), text(b.DisplayName)) },
	"enabled":     func(a, b simkit.Person) int { return falseFirst(enabled(a), enabled(b)) },
	"frontendaccess": func(a, b simkit.Person) int {
		return falseFirst(frontendAccess(a), frontendAccess(b))
	},
}

// listUsers answers the page that the body asks for, and everything when there
// is no body. Its count is the number of all users, not of those on the page.
func (v *Vendor) listUsers(r *http.Request) (reply, error) {
	if _, err := query(r); err != nil {
		return reply{}, err
	}
	q, err := readListQuery(simkit.Body(r))
	if err != nil {
		return reply{}, err
	}
	people := v.world.People()
	q.arrange(people)
	from, to := v.window(q, len(people))

	list := userList{Count: len(people), Data: []any{}}
	for _, p := range people[from:to] {
		item, err := only(v.render(p), q.ResultFields)
		if err != nil {
			return reply{}, err
		}
		list.Data = append(list.Data, item)
	}
	return reply{http.StatusOK, list}, nil
}

func readListQuery(body []byte) (listQuery, error) {
	var q listQuery
	if len(body) == 0 {
		return q, nil
	}
	if err := decode(body, &q); err != nil {
		return q, err
	}
	return q, q.check()
}

func (q listQuery) check() error {
	switch {
	case q.Limit != nil && *q.Limit < 0,
		q.Offset != nil && *q.Offset < 0,
		q.Operator != nil && *q.Operator != "AND" && *q.Operator != "OR",
		q.Sort != nil && sortable[q.Sort.Field] == nil:
		return badRequest
	}
	for _, name := range q.ResultFields {
		if !slices.Contains(userFields, name) {
			return badRequest
		}
	}
	return nil
}

// arrange sorts by the asked field, ascending unless told otherwise. Without a
// sort, and among equals, users keep the order in which they came to be.
func (q listQuery) arrange(people []simkit.Person) {
	if q.Sort == nil {
		return
	}
	compare := sortable[q.Sort.Field]
	descending := q.Sort.Asc != nil && !*q.Sort.Asc
	slices.SortStableFunc(people, func(a, b simkit.Person) int {
		if descending {
			return compare(b, a)
		}
		return compare(a, b)
	})
}

func falseFirst(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}
