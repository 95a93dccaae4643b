package handlers

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"

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
		if open, ok := s.Connections.Get(l.connection); !ok || !l.caller.Has(l.connection) {
			return fanout.Walk{}, nil, fail(codeNotFound)
		} else if !open.Can(l.operation.id) {
			return fanout.Walk{}, nil, s.unsupported(target{open, l.operation})
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

// able parts the connections into those that can give this list and those that
// cannot. One that never supplies an attribute of the filter fails a strict list.
func (s *server) able(ctx context.Context, l *listing, names []string) ([]string, []api.Source, error) {
	var able []string
	var unable []api.Source
	for _, name := range names {
		open, ok := s.Connections.Get(name)
		if !ok || !open.Can(l.operation.id) {
			unable = append(unable, api.Source{Connection: name, Status: statusUnsupported})
			continue
		}
		missing := neverSupplied(open.Connector.Describe(), l.filter)
		switch {
		case len(missing) == 0:
			able = append(able, name)
		case l.partial:
			unable = append(unable, api.Source{Connection: name, Status: statusUnsupported, Problem: new(unsupportedFilter(name, missing).problem(ctx))})
		default:
			return nil, nil, unsupportedFilter(name, missing)
		}
	}
	if len(able) > 0 {
		return able, unable, nil
	}
	for _, source := range unable {
		if source.Problem != nil {
			return nil, nil, unsupportedFilter(source.Connection, neverSupplied(s.describe(source.Connection), l.filter))
		}
	}
	f := fail(codeUnsupportedOperation)
	f.detail, f.sources = "None of the connections can list.", unable
	f.header.Set("Allow", "")
	return nil, nil, f
}

func (s *server) describe(connection string) upstream.Description {
	open, _ := s.Connections.Get(connection)
	return open.Connector.Describe()
}

func unsupportedFilter(connection string, attributes []string) *failure {
	f := fail(codeUnsupportedFilter)
	f.connection = connection
	f.detail = "It never supplies " + strings.Join(attributes, ", ") + "."
	f.errors = []api.ProblemError{{Parameter: new("filter"), Code: "unsupported-attribute"}}
	return f
}

// neverSupplied returns the attributes of the filter that a source's lists never
// hold: an absent value there would read as one that does not match.
func neverSupplied(d upstream.Description, filter upstream.Filter) []string {
	if filter == nil {
		return nil
	}
	return slices.DeleteFunc(upstream.AttributesOf(filter), func(name string) bool {
		return name == "id" || d.Reads(name, upstream.InList)
	})
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

// The states of a source.
const (
	statusOK          = "ok"
	statusFailed      = "failed"
	statusTimeout     = "timeout"
	statusThrottled   = "throttled"
	statusUnsupported = "unsupported"
)

func sourcesOf(ctx context.Context, outcomes []fanout.Outcome) []api.Source {
	var out []api.Source
	for _, o := range outcomes {
		source := api.Source{Connection: o.Source, Status: statusOK}
		if o.Err != nil {
			f := asFailure(at(o.Source, o.Err))
			source.Status, source.Problem = sourceStatus(f.code), new(f.problem(ctx))
		}
		out = append(out, source)
	}
	return out
}

func sourceStatus(c code) string {
	switch c {
	case codeVendorTimeout:
		return statusTimeout
	case codeVendorThrottled:
		return statusThrottled
	default:
		return statusFailed
	}
}

// strict is the problem of a page with failed sources: the first one's, with
// what became of all.
func strict(outcomes []fanout.Outcome, sources []api.Source) error {
	for _, o := range outcomes {
		if o.Err == nil {
			continue
		}
		var f *failure
		if err := at(o.Source, o.Err); errors.As(err, &f) {
			f.sources = sources
			return f
		}
	}
	return fail(codeInternal)
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
