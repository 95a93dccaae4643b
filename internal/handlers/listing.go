package handlers

import (
	"context"
	"maps"
	"net/url"
	"slices"
	"strconv"

	"github.com/dragoman-gateway/dragoman/api"
	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/fanout"
)

// defaultLimit is a page's size where the caller does not say.
const defaultLimit = 50

// listing is one request for a page of a list.
type listing struct {
	operation *operation
	caller    *Caller
	// connection is the one that ?connection= names; source is the only one that
	// the list is about, where the path says so.
	connection, source string
	limit              *int
	cursor             string
	filterText         string
	filter             upstream.Filter
	include            string
	partial            bool
	// path is the list's own path below the base, escaped, and narrowed holds the
	// parameters that make it a part of a larger list.
	path     string
	narrowed url.Values
}

// newListing begins a listing of the operation at this path.
func newListing(ctx context.Context, limit *int, cursor *string) *listing {
	l := &listing{operation: operationFrom(ctx), caller: callerFrom(ctx), limit: limit, cursor: value(cursor), narrowed: url.Values{}}
	l.path = l.operation.template
	return l
}

// narrow adds a parameter that makes the list a part of a larger one.
func (l *listing) narrow(name, value string) {
	if value != "" {
		l.narrowed.Set(name, value)
	}
}

// bound is what a cursor of this list is bound to.
func (l *listing) bound() []byte {
	return binding(l.caller.Tenant, l.operation.id, l.filterText, l.connection, l.path, l.narrowed.Encode())
}

// names are the connections that the list covers.
func (l *listing) names() []string {
	switch {
	case l.source != "":
		return []string{l.source}
	case l.connection != "":
		return []string{l.connection}
	}
	return l.caller.Connections
}

// walk returns where the list stands, and the sources that cannot take part.
func (s *server) walk(ctx context.Context, l *listing) (fanout.Walk, []api.Source, error) {
	if l.connection != "" {
		if _, err := s.target(ctx, l.connection); err != nil {
			return fanout.Walk{}, nil, err
		}
	}
	able, unable, err := s.able(ctx, l, l.names())
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

// sourceOf is one connection's list as a source of a page: a capability's method,
// the query that asks it for a page, and what tells an item that can be passed on.
func sourceOf[C, Q, T any](s *server, connection string, op func(C, context.Context, Q) (upstream.Page[T], error), query func(at string, limit int) Q, sound func(*T) bool) fanout.List[T] {
	return func(ctx context.Context, at string, limit int) (upstream.Page[T], error) {
		t, err := s.target(ctx, connection)
		if err != nil {
			return upstream.Page[T]{}, err
		}
		page, err := call(ctx, s, t, op, query(at, limit))
		if err != nil {
			return page, err
		}
		// Found here, it is this source's failure and not the whole page's.
		for i := range page.Items {
			if !sound(&page.Items[i]) {
				return page, onConnection(connection, unholdable())
			}
		}
		return page, nil
	}
}

// alone asks the one source of a list.
func alone[T any](l *listing, list fanout.List[T], key func(T) string) fanout.Ask[T] {
	return fanout.Ask[T]{Lists: map[string]fanout.List[T]{l.names()[0]: list}, Strict: true, Key: key}
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

// listed is one page of a list: its items, the cursor of the next page, or "", and
// what became of each source.
type listed[T any] struct {
	items   []fanout.Item[T]
	cursor  string
	sources []api.Source
}

// page runs the walk one page on.
func page[T any](ctx context.Context, s *server, l *listing, ask fanout.Ask[T]) (listed[T], error) {
	var none listed[T]
	w, unable, err := s.walk(ctx, l)
	if err != nil {
		return none, err
	}
	result := fanout.Next(ctx, w, ask)
	sources := append(sourcesOf(ctx, result.Outcomes), unable...)
	failed := result.Failed()
	if failed > 0 && (!l.partial || failed == len(result.Outcomes)) {
		return none, strict(result.Outcomes, sources)
	}
	p := listed[T]{items: result.Items, sources: sources}
	if !result.Walk.Ended() {
		p.cursor, err = s.Cursors.seal(result.Walk, l.bound())
	}
	return p, err
}

// each converts the items of a page, each with its connection's name.
func each[T, U any](p listed[T], convert func(connection string, item T) U) []U {
	out := make([]U, len(p.items))
	for i, item := range p.items {
		out[i] = convert(item.Source, item.Value)
	}
	return out
}

// link is the relative reference to the next page, with all parameters.
func (l *listing) link(cursor string) *string {
	if cursor == "" {
		return nil
	}
	query := url.Values{"cursor": {cursor}}
	maps.Copy(query, l.narrowed)
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
	return new("<" + base + l.path + "?" + query.Encode() + `>; rel="next"`)
}
