package simkit

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// mux matches escaped paths segment by segment. It neither cleans nor redirects
// as http.ServeMux does: a path that is not exactly a documented one is a stray,
// and a simulator has to see the bytes that the connector sent.
type mux struct {
	routes    []*route
	otherwise http.HandlerFunc
}

type route struct {
	pattern  string
	verb     string
	segments []string
	writes   func(*http.Request) bool
	handler  http.HandlerFunc
}

func (m *mux) handle(pattern string, writes func(*http.Request) bool, h http.HandlerFunc) {
	verb, path, ok := strings.Cut(pattern, " ")
	if !ok || !strings.HasPrefix(path, "/") {
		panic("simkit: pattern must be \"VERB /path\": " + pattern)
	}
	m.routes = append(m.routes, &route{
		pattern: pattern, verb: verb, segments: strings.Split(path, "/"), writes: writes, handler: h,
	})
}

// match finds the route of a verb and an escaped path, literal segments before
// parameters.
func (m *mux) match(verb, escaped string) (*route, map[string]string) {
	got := strings.Split(escaped, "/")
	var best *route
	var params map[string]string
	for _, rt := range m.routes {
		if rt.verb != verb {
			continue
		}
		if p, ok := rt.bind(got); ok && (best == nil || len(p) < len(params)) {
			best, params = rt, p
		}
	}
	return best, params
}

func (rt *route) bind(got []string) (map[string]string, bool) {
	if len(got) != len(rt.segments) {
		return nil, false
	}
	params := map[string]string{}
	for i, want := range rt.segments {
		name, isParam := strings.CutPrefix(want, "{")
		if !isParam {
			if want != got[i] {
				return nil, false
			}
			continue
		}
		value, err := url.PathUnescape(got[i])
		if err != nil || value == "" {
			return nil, false
		}
		params[strings.TrimSuffix(name, "}")] = value
	}
	return params, true
}

func (m *mux) serve(w http.ResponseWriter, r *http.Request, rt *route) {
	switch {
	case rt != nil:
		rt.handler(w, r)
	case m.otherwise != nil:
		m.otherwise(w, r)
	default:
		w.WriteHeader(http.StatusNotFound)
	}
}

type requestKey struct{}

type requestData struct {
	params map[string]string
	body   []byte
}

func withRequest(r *http.Request, params map[string]string, body []byte) *http.Request {
	r = r.WithContext(context.WithValue(r.Context(), requestKey{}, requestData{params, body}))
	r.Body = io.NopCloser(bytes.NewReader(body))
	return r
}

// Param returns a path parameter of the matched pattern, unescaped once.
func Param(r *http.Request, name string) string {
	d, _ := r.Context().Value(requestKey{}).(requestData)
	return d.params[name]
}

// Body returns the whole request body.
func Body(r *http.Request) []byte {
	d, _ := r.Context().Value(requestKey{}).(requestData)
	return d.body
}
