package handlers

import (
	"context"
	"net/url"
	"slices"
	"strconv"

	"github.com/dragoman-gateway/dragoman/api"
	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/fanout"
)

// defaultLimit is a page's size where the caller does not say.
const defaultLimit = 50

// listing is one request for a page of a list over connections.
type listing struct {
	operation  *operation
	caller     *Caller
	connection string
	limit      *int
	cursor     string
	filterText string
	filter     upstream.Filter
	include    string
	partial    bool
}

// bound is what a cursor of this list is bound to.
func (l *listing) bound() []byte {
	return binding(l.caller.Tenant, l.operation.id, l.filterText, l.connection)
}

// walk returns where the list stands, and the sources that cannot take part.
func (s *server) walk(ctx context.Context, l *listing) (fanout.Walk, []api.Source, error) {
	names := l.caller.Connections
	if l.connection != "" {
		if _, err := s.target(ctx, l.connection); err != nil {
			return fanout.Walk{}, nil, err
		}
		names = []string{l.connection}
	}
	able, unable, err := s.able(ctx, l, names)
	if err != nil {
		return fanout.Walk{}, nil, err
	}
	if l.cursor == "" {
		limit := defaultLimit
		if l.limit != nil {
			limit = *l.limit
		}
		return fanout.Start(limit, able), unable, nil
	}
	w, ok := s.Cursors.open(l.cursor, l.bound())
	if !ok || !l.covers(w) {
		return fanout.Walk{}, nil, fail(codeInvalidCursor)
	}
	if l.limit != nil && *l.limit != w.Limit {
		return fanout.Walk{}, nil, invalid(api.ProblemError{Parameter: new("limit"), Code: "changed", Detail: optional("The limit belongs to the walk and cannot change.")})
	}
	return w, unable, nil
}

// covers tells whether the caller still has every source of the walk.
func (l *listing) covers(w fanout.Walk) bool {
	return !slices.ContainsFunc(w.Spots, func(spot fanout.Spot) bool { return !l.caller.Has(spot.Source) })
}

// enough ends a scan when half the time of one vendor call has passed: the cursor
// goes on from there, where a scan to its end might never be answered in time.
func (s *server) enough() func(source string) bool {
	start := s.Now()
	return func(source string) bool {
		open, ok := s.Connections.Get(source)
		return ok && open.Timeout > 0 && s.Now().Sub(start) > open.Timeout/2
	}
}

// page runs the walk one page on. It returns the page's items, the cursor of the
// next page, or "", and what became of each source.
func page[T any](ctx context.Context, s *server, l *listing, ask fanout.Ask[T]) ([]fanout.Item[T], string, []api.Source, error) {
	w, unable, err := s.walk(ctx, l)
	if err != nil {
		return nil, "", nil, err
	}
	result := fanout.Next(ctx, w, ask)
	sources := append(sourcesOf(ctx, result.Outcomes), unable...)
	failed := result.Failed()
	if failed > 0 && (!l.partial || failed == len(result.Outcomes)) {
		return nil, "", nil, strict(result.Outcomes, sources)
	}
	if result.Walk.Ended() {
		return result.Items, "", sources, nil
	}
	cursor, err := s.Cursors.seal(result.Walk, l.bound())
	return result.Items, cursor, sources, err
}

// link is the relative reference to the next page, with all parameters.
func (l *listing) link(cursor string) *string {
	if cursor == "" {
		return nil
	}
	query := url.Values{"cursor": {cursor}}
	add := func(name, value string) {
		if value != "" {
			query.Set(name, value)
		}
	}
	add("connection", l.connection)
	add("filter", l.filterText)
	add("include", l.include)
	if l.limit != nil {
		add("limit", strconv.Itoa(*l.limit))
	}
	if l.partial {
		add("partial", "true")
	}
	return new("<" + base + l.operation.template + "?" + query.Encode() + `>; rel="next"`)
}
