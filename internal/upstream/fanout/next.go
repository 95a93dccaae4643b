package fanout

import (
	"context"
	"sync"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// List asks one source for one page of at most limit items, beginning at a
// position that the source itself gave.
type List[T any] func(ctx context.Context, at string, limit int) (upstream.Page[T], error)

// Ask is one list over several sources.
type Ask[T any] struct {
	// Lists are the sources by name.
	Lists map[string]List[T]
	// Keep tells which items of a source belong to the list; nil keeps all.
	Keep func(source string, item T) bool
	// Key identifies an item within its source, for dropping one that a shifting
	// offset brings twice.
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

// Next reads the next page of a walk. All sources are asked at once, so the page
// takes as long as the slowest.
func Next[T any](ctx context.Context, w Walk, ask Ask[T]) Result[T] {
	turn := w.turn()
	pulls := make([]pull[T], len(turn))
	var wait sync.WaitGroup
	for n, i := range turn {
		wait.Go(func() { pulls[n] = ask.pull(ctx, w, w.Spots[i]) })
	}
	wait.Wait()

	result := Result[T]{Walk: Walk{Limit: w.Limit, Share: w.Share, Spots: append([]Spot(nil), w.Spots...)}}
	for n, i := range turn {
		source := w.Spots[i].Source
		result.Outcomes = append(result.Outcomes, Outcome{Source: source, Err: pulls[n].err})
		if pulls[n].err != nil {
			continue
		}
		result.Walk.Spots[i] = pulls[n].spot
		for _, item := range pulls[n].items {
			result.Items = append(result.Items, Item[T]{Source: source, Value: item})
		}
	}
	return result
}
