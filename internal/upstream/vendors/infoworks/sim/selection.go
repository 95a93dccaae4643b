package sim

import (
	"cmp"
	"encoding/json"
	"net/url"
	"slices"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// filter is a Mongo-like equality object: field and wanted value. Operators such
// as $in are refused.
type filter map[string]string

// filterFields are the fields that can be filtered on, with all their values.
var filterFields = map[string]func(simkit.Person) []string{
	"id":            func(p simkit.Person) []string { return []string{p.ID} },
	"_id":           func(p simkit.Person) []string { return []string{p.ID} },
	"profile.email": func(p simkit.Person) []string { return []string{text(p.Email)} },
	"roles":         func(p simkit.Person) []string { return p.Roles },
}

func readFilter(q url.Values) (filter, bool) {
	if !q.Has("filter") {
		return nil, true
	}
	var sent map[string]any
	// An unescaped # ends the query on its way, and what is left does not parse
	// (sheet §7.16).
	if json.Unmarshal([]byte(q.Get("filter")), &sent) != nil || sent == nil {
		return nil, false
	}
	f := filter{}
	for field, wanted := range sent {
		value, isText := wanted.(string)
		if _, known := filterFields[field]; !known || !isText {
			return nil, false
		}
		f[field] = value
	}
	return f, true
}

// matches tells whether p has every wanted value; as in Mongo, a list has a
// value when one of its items is it.
func (f filter) matches(p simkit.Person) bool {
	for field, wanted := range f {
		if !slices.Contains(filterFields[field](p), wanted) {
			return false
		}
	}
	return true
}

// order is a sort field and its direction; without a field, people stay in the
// order in which they came to be.
type order struct {
	by         string
	descending bool
}

var sortFields = map[string]func(a, b simkit.Person) int{
	"profile.email": func(a, b simkit.Person) int { return cmp.Compare(text(a.Email), text(b.Email)) },
	"created_at":    func(a, b simkit.Person) int { return moment(a.CreatedAt).Compare(moment(b.CreatedAt)) },
}

func readOrder(q url.Values) (order, bool) {
	o := order{by: q.Get("sort_by"), descending: q.Get("order_by") == "desc"}
	if q.Has("order_by") && !o.descending && q.Get("order_by") != "asc" {
		return o, false
	}
	return o, !q.Has("sort_by") || sortFields[o.by] != nil
}

func (o order) sort(people []simkit.Person) {
	compare := sortFields[o.by]
	if compare == nil {
		return
	}
	slices.SortStableFunc(people, func(a, b simkit.Person) int {
		if o.descending {
			return compare(b, a)
		}
		return compare(a, b)
	})
}

// text and moment read an absent value as the least one, as Mongo sorts it.
func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func moment(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return *t
}
