package juump

import (
	"context"
	"slices"
	"strings"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// listing is one answer to a list of a collection.
type listing[W, Item any] struct {
	of      collection[W, Item]
	answer  *rest.Answer
	records []rest.Kept[W]
	count   int
}

// query is the body that asks for one page: none where the server knows no
// pages, for then the vendor's own script sends none either (sheet §4.1).
func (c collection[W, Item]) query(limit, offset int) any {
	if c.whole {
		return nil
	}
	return listQuery{Limit: limit, Offset: offset, Sort: sorting{Field: c.key, Ascending: true}}
}

// list asks for items; no body asks for all. An answer without its list, or with
// an item that cannot be told from others, is an error and never a short list.
func (c collection[W, Item]) list(ctx context.Context, body any) (listing[W, Item], error) {
	var none listing[W, Item]
	answer, err := c.do(ctx, c.route, rest.Call{JSON: body})
	if err != nil {
		return none, err
	}
	page, err := rest.JSON[list[W]](answer)
	if err != nil {
		return none, err
	}
	if page.Data == nil {
		return none, answer.Malformed("a list without data")
	}
	for _, r := range page.Data {
		if flaw := c.flaw(r.Value); flaw != "" {
			return none, answer.Malformed(flaw)
		}
	}
	return listing[W, Item]{of: c, answer: answer, records: page.Data, count: page.Count}, nil
}

// whole slices a listing that is the whole collection. One that counts more items
// than it gives is refused.
func (l listing[W, Item]) whole(s step, offset int) (upstream.Page[Item], error) {
	if l.count > len(l.records) {
		return upstream.Page[Item]{}, l.answer.Malformed("a whole list that counts more items than it gives")
	}
	all := l.unique(l.sorted())
	from := min(offset, len(all))
	to := min(from+s.limit, len(all))
	page, err := l.page(all[from:to], s.raw)
	if err == nil && to < len(all) {
		page.Next = position{way: fromWhole, offset: to}.String()
	}
	return page, err
}

// serverPage returns the page that the server cut. An empty one is no end where
// the count says that items follow.
func (l listing[W, Item]) serverPage(s step, offset int) (upstream.Page[Item], error) {
	if len(l.records) == 0 && l.count > offset {
		return upstream.Page[Item]{}, l.answer.Malformed("an empty list that counts more items")
	}
	page, err := l.page(l.unique(l.records), s.raw)
	if err == nil && !l.ends(s.limit, offset) {
		page.Next = position{way: byServer, offset: offset + len(l.records)}.String()
	}
	return page, err
}

// ends tells whether nothing follows. quirk: count is most likely the total, yet
// it may be the size of the page (sheet §5), so it ends a walk only where it
// cannot be that: behind a short page, or beyond the first.
func (l listing[W, Item]) ends(limit, offset int) bool {
	n := len(l.records)
	return n == 0 || n < limit && l.count <= offset+n || offset > 0 && l.count == offset+n
}

func (l listing[W, Item]) page(records []rest.Kept[W], raw bool) (upstream.Page[Item], error) {
	items := make([]Item, len(records))
	for i, r := range records {
		if !raw {
			items[i] = l.of.item(r.Value, nil)
			continue
		}
		clean, err := l.answer.Raw(r.Raw)
		if err != nil {
			return upstream.Page[Item]{}, err
		}
		items[i] = l.of.item(r.Value, clean)
	}
	return upstream.Page[Item]{Items: items}, nil
}

// sorted orders the records by id, byte by byte, so that every step of a walk
// slices the same whole.
func (l listing[W, Item]) sorted() []rest.Kept[W] {
	return slices.SortedStableFunc(slices.Values(l.records), func(a, b rest.Kept[W]) int {
		return strings.Compare(l.of.id(a.Value), l.of.id(b.Value))
	})
}

// unique keeps the first record of each id.
func (l listing[W, Item]) unique(records []rest.Kept[W]) []rest.Kept[W] {
	seen := map[string]bool{}
	return slices.DeleteFunc(slices.Clone(records), func(r rest.Kept[W]) bool {
		id := l.of.id(r.Value)
		double := seen[id]
		seen[id] = true
		return double
	})
}
