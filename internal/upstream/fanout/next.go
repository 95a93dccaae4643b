package fanout

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// List asks one source for one page of at most limit items, beginning at a
// position that the source itself gave.
type List[T any] func(ctx context.Context, at string, limit int) (upstream.Page[T], error)

// Ask is one list over several sources. Its functions are called by several
// goroutines at once.
type Ask[T any] struct {
	// Lists are the sources by name.
	Lists map[string]List[T]
	// Strict tells that one failed source fails the page: no further source is
	// asked then.
	Strict bool
	// Keep tells which items of a source belong to the list; nil keeps all.
	Keep func(source string, item T) bool
	// Enough tells that a source has been scanned for long enough and that what it
	// gave so far is to be the page; nil lets every scan go on to its end.
	Enough func(source string) bool
	// Key identifies an item within its source, for dropping one that a shifting
	// offset brings twice to one page.
	Key func(item T) string
}

// Item is an item and the source that it came from.
type Item[T any] struct {
	Source string
	Value  T
}

// Outcome is what became of one source that a page asked. Err is nil where it
// answered.
type Outcome struct {
	Source string
	Err    error
}

// Result is one page: its items, the walk as it then stands, and the outcome of
// every source that was asked, in order. The spot of a source that failed has
// not moved, and none of its items is among the items.
type Result[T any] struct {
	Items    []Item[T]
	Walk     Walk
	Outcomes []Outcome
}

// Failed tells how many of the sources failed.
func (r Result[T]) Failed() int {
	n := 0
	for _, o := range r.Outcomes {
		if o.Err != nil {
			n++
		}
	}
	return n
}

// Next reads the next page of a walk. All sources that the page has room for are
// asked at once, so it takes as long as the slowest. Where one of them fails, its
// room goes to those that would have had to wait.
func Next[T any](ctx context.Context, w Walk, ask Ask[T]) Result[T] {
	result := Result[T]{Walk: Walk{Limit: w.Limit, Share: w.Share, Spots: slices.Clone(w.Spots)}}
	asked := map[int]bool{}
	for {
		turn := w.turn(asked, len(asked)-result.Failed())
		if len(turn) == 0 || ask.Strict && result.Failed() > 0 {
			return result
		}
		for n, p := range ask.all(ctx, w, turn) {
			asked[turn[n]] = true
			result.add(turn[n], p)
		}
	}
}

// all asks the sources of a turn at once.
func (ask Ask[T]) all(ctx context.Context, w Walk, turn []int) []pull[T] {
	pulls := make([]pull[T], len(turn))
	var wait sync.WaitGroup
	for n, i := range turn {
		wait.Go(func() {
			// This is a goroutine of its own: nobody else would catch its panic, and
			// one bad source would end the process.
			defer func() {
				if thrown := recover(); thrown != nil {
					pulls[n] = pull[T]{spot: w.Spots[i], err: fmt.Errorf("fanout: panic: %T", thrown)}
				}
			}()
			pulls[n] = ask.pull(ctx, w, w.Spots[i])
		})
	}
	wait.Wait()
	return pulls
}

// add takes over what one source gave; nothing of one that failed.
func (r *Result[T]) add(spot int, p pull[T]) {
	source := r.Walk.Spots[spot].Source
	r.Outcomes = append(r.Outcomes, Outcome{Source: source, Err: p.err})
	if p.err != nil {
		return
	}
	r.Walk.Spots[spot] = p.spot
	for _, item := range p.items {
		r.Items = append(r.Items, Item[T]{Source: source, Value: item})
	}
}
