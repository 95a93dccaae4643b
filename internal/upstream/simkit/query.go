package simkit

import (
	"maps"
	"net/url"
	"slices"
)

// QueryFault says why a query is refused: it is malformed, or the parameter Name
// is repeated, or else not known.
type QueryFault struct {
	Malformed, Repeated bool
	Name                string
}

// String says it in words.
func (f *QueryFault) String() string {
	switch {
	case f.Malformed:
		return "malformed query"
	case f.Repeated:
		return f.Name + " is given more than once"
	}
	return "unknown query parameter"
}

// Query reads a raw query, or a form, which is written alike. A parameter that
// is not in known is refused and not ignored: whoever sends a filter that the
// vendor does not have would take the whole list for the filtered one. So is one
// that comes twice. Of several faults it names the first by the alphabet.
func Query(raw string, known ...string) (url.Values, *QueryFault) {
	values, err := url.ParseQuery(raw)
	if err != nil {
		return nil, &QueryFault{Malformed: true}
	}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		switch {
		case !slices.Contains(known, name):
			return nil, &QueryFault{Name: name}
		case len(values[name]) > 1:
			return nil, &QueryFault{Name: name, Repeated: true}
		}
	}
	return values, nil
}
