package fanout

import (
	"context"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// pull is what one source gave to one page.
type pull[T any] struct {
	items []T
	spot  Spot
	err   error
}

// pull reads one source until it has its share, one page without a filter and at
// most MaxScan with one. A page that brings more than there is room for is
// remembered with how many of its items are done with.
func (ask Ask[T]) pull(ctx context.Context, w Walk, spot Spot) pull[T] {
	size, pages := w.Share, 1
	if ask.Keep != nil {
		size, pages = max(w.Share, scanPage), MaxScan
	}
	p := pull[T]{spot: spot}
	seen := map[string]bool{}
	for range pages {
		page, err := ask.Lists[spot.Source](ctx, p.spot.At, size)
		if err == nil && page.Next != "" && page.Next == p.spot.At {
			err = &upstream.Error{Kind: upstream.Malformed, Detail: "The list does not move on."}
		}
		if err != nil {
			return pull[T]{spot: spot, err: err}
		}
		if full := ask.take(&p, page.Items, w.Share, seen); full {
			return p
		}
		p.spot.At, p.spot.Skip, p.spot.Done = page.Next, 0, page.Next == ""
		if p.spot.Done || len(p.items) == w.Share || ask.Enough != nil && ask.Enough(spot.Source) {
			return p
		}
	}
	return p
}

// take adds the items of a page that belong to the list, and reports true where
// the share was full before the page's end.
func (ask Ask[T]) take(p *pull[T], items []T, share int, seen map[string]bool) bool {
	for i := min(p.spot.Skip, len(items)); i < len(items); i++ {
		if ask.Keep != nil && !ask.Keep(p.spot.Source, items[i]) || seen[ask.Key(items[i])] {
			continue
		}
		if len(p.items) == share {
			p.spot.Skip = i
			return true
		}
		seen[ask.Key(items[i])] = true
		p.items = append(p.items, items[i])
	}
	return false
}
