package handlers

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/dragoman-gateway/dragoman/api"
	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/fanout"
)

// The states of a source.
const (
	statusOK          = "ok"
	statusFailed      = "failed"
	statusTimeout     = "timeout"
	statusThrottled   = "throttled"
	statusUnsupported = "unsupported"
)

// able parts the connections into those that can give this list and those that
// cannot. One that never supplies an attribute of the filter fails a strict list.
func (s *server) able(ctx context.Context, l *listing, names []string) (asked []string, unable []api.Source, err error) {
	var lacking *failure
	for _, name := range names {
		open, ok := s.Connections.Get(name)
		if !ok || !open.Can(l.operation.id) {
			unable = append(unable, api.Source{Connection: name, Status: statusUnsupported})
			continue
		}
		missing := l.neverSupplied(open.Connector)
		if len(missing) == 0 {
			asked = append(asked, name)
			continue
		}
		f := unsupportedFilter(name, missing)
		// A connection that was added during a walk is none of its sources.
		if !l.partial && l.cursor == "" {
			return nil, nil, f
		}
		unable = append(unable, api.Source{Connection: name, Status: statusUnsupported, Problem: new(f.problem(ctx))})
		lacking = cmp.Or(lacking, f)
	}
	switch {
	case len(asked) > 0:
		return asked, unable, nil
	case lacking != nil:
		return nil, nil, lacking
	}
	f := s.nobodyCan(ctx, "None of the connections can list.")
	f.sources = unable
	return nil, nil, f
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
func (l *listing) neverSupplied(c upstream.Connector) []string {
	if l.filter == nil {
		return nil
	}
	fields := fieldsOf(l.operation, c.Describe())
	return slices.DeleteFunc(upstream.AttributesOf(l.filter), func(name string) bool {
		return name == "id" || fields.Have(name, upstream.InList)
	})
}

// fieldsOf is the table of what an operation lists: users or groups.
func fieldsOf(op *operation, d upstream.Description) upstream.Fields {
	if op.id == "listGroups" {
		return d.GroupFields
	}
	return d.UserFields
}

func sourcesOf(ctx context.Context, outcomes []fanout.Outcome) []api.Source {
	var out []api.Source
	for _, o := range outcomes {
		source := api.Source{Connection: o.Source, Status: statusOK}
		if o.Err != nil {
			f := onConnection(o.Source, o.Err)
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

// strict is the problem of a page with a failed source: the first one's, with what
// became of all.
func strict(outcomes []fanout.Outcome, sources []api.Source) error {
	failed := slices.IndexFunc(outcomes, func(o fanout.Outcome) bool { return o.Err != nil })
	f := onConnection(outcomes[failed].Source, outcomes[failed].Err)
	f.sources = sources
	return f
}
