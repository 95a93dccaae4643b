package rest

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// Route is one operation of a vendor on the wire.
type Route struct {
	// Name is the route's name in its table, set by [Routes.At].
	Name string
	Verb string
	// Path is a template below the base URL, such as "/admin/users/{id}", with
	// exactly the final slash that the vendor documents. A parameter is a whole
	// segment.
	Path string
	// Write tells that the call changes something at the vendor. It is not
	// guessed from the verb: 3DJuump lists by POST, Infoworks mints by GET.
	Write bool
	// Once keeps the transport from repeating the call where the verb would allow it:
	// the first uses something up, and a second would not be answered as the first.
	Once bool
	// Certainty is how well verb and path are known.
	Certainty upstream.Certainty
}

// Routes is a connector's table of wire operations, by its own short names. It
// is the one place where verbs and paths stand.
type Routes map[string]Route

// At returns the named route. A name that is not in the table is a mistake in the
// connector and panics.
func (t Routes) At(name string) Route {
	route, ok := t[name]
	if !ok {
		panic("rest: no route " + name)
	}
	route.Name = name
	return route
}

// Override returns a copy of the table in which the named operations have
// another verb and path, each given as "VERB /path". The number of parameters
// must stay the same. Each fault stands under settings.routes.
func (t Routes) Override(changes map[string]string) (Routes, []error) {
	out := maps.Clone(t)
	var faults []error
	for _, name := range slices.Sorted(maps.Keys(changes)) {
		route, known := t[name]
		verb, path, ok := strings.Cut(changes[name], " ")
		switch {
		case !known:
			faults = append(faults, &upstream.Fault{Path: "settings.routes." + name, Problem: "no such operation"})
		case !ok || !strings.HasPrefix(path, "/") || !isVerb(verb) || countParams(path) != countParams(route.Path) || !callable(path):
			faults = append(faults, &upstream.Fault{
				Path:    "settings.routes." + name,
				Problem: fmt.Sprintf("want \"VERB /path\" with %d parameters, as in %q", countParams(route.Path), route.String()),
			})
		default:
			route.Verb, route.Path, route.Certainty = verb, path, upstream.Configured
			out[name] = route
		}
	}
	return out, faults
}

// Facts lists the table as wire facts, inferred ones first, each changeable by
// the settings' routes.
func (t Routes) Facts() []upstream.Fact {
	var facts []upstream.Fact
	for _, name := range slices.Sorted(maps.Keys(t)) {
		facts = append(facts, upstream.Fact{
			Name: name + ": " + t[name].String(), Certainty: t[name].Certainty, Setting: "settings.routes." + name,
		})
	}
	slices.SortStableFunc(facts, func(a, b upstream.Fact) int { return -strings.Compare(string(a.Certainty), string(b.Certainty)) })
	return facts
}

// String returns "VERB /path".
func (r Route) String() string { return r.Verb + " " + r.Path }

func isParam(segment string) bool {
	return strings.HasPrefix(segment, "{") && strings.HasSuffix(segment, "}")
}

func countParams(path string) int {
	n := 0
	for s := range strings.SplitSeq(path, "/") {
		if isParam(s) {
			n++
		}
	}
	return n
}

// callable tells whether a call could take this path: it has no query, and
// nothing that would have to be escaped.
func callable(path string) bool {
	_, err := buildURL(&url.URL{}, path, slices.Repeat([]string{"x"}, countParams(path)), nil)
	return err == nil
}

func isVerb(verb string) bool {
	return slices.Contains([]string{"GET", "POST", "PUT", "PATCH", "DELETE"}, verb)
}
