package main

import (
	"cmp"
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/dragoman-gateway/dragoman/api"
)

// sample is one operation of the specification and a request that fits it.
type sample struct {
	id, method, template string
	scopes               []string
	parameters           []string
	byQuery, write       bool
	mediaType            string
	// example is the body, as it stands in the specification; a text is sent as it
	// is.
	example any
}

// asked is a sample at one connection.
type asked struct {
	sample
	path, body string
}

// samples returns a request for every operation of the specification, its body
// from the specification's own examples. An operation that has none, or a
// parameter that nothing is known of, fails the test: it would go untested.
func samples(t testing.TB) []sample {
	t.Helper()
	document, err := api.Load()
	if err != nil {
		t.Fatal(err)
	}
	var all []sample
	for _, template := range slices.Sorted(maps.Keys(document.Paths.Map())) {
		item := document.Paths.Value(template)
		for _, method := range slices.Sorted(maps.Keys(item.Operations())) {
			op := item.GetOperation(method)
			s := sample{id: op.OperationID, method: method, template: template}
			for _, scope := range op.Extensions["x-required-scopes"].([]any) {
				s.scopes = append(s.scopes, scope.(string))
			}
			s.takeParameters(t, slices.Concat(item.Parameters, op.Parameters))
			s.takeBody(t, op.RequestBody)
			all = append(all, s)
		}
	}
	return all
}

func (s *sample) takeParameters(t testing.TB, parameters openapi3.Parameters) {
	t.Helper()
	for _, p := range parameters {
		switch {
		case p.Value.In == openapi3.ParameterInPath:
			s.parameters = append(s.parameters, p.Value.Name)
		case p.Value.Name == "connection":
			s.byQuery = true
		case p.Value.Name == "dryRun":
			s.write = true
		case p.Value.Required:
			t.Fatalf("%s: nothing is known of the required parameter %s", s.id, p.Value.Name)
		}
	}
}

func (s *sample) takeBody(t testing.TB, body *openapi3.RequestBodyRef) {
	t.Helper()
	if body == nil {
		return
	}
	for mediaType, media := range body.Value.Content {
		if isBinary(media) {
			s.mediaType, s.example = "image/png", tinyPNG
		}
		for _, example := range media.Examples {
			if mediaType != plainJSON && s.mediaType != "" {
				continue // a form says the same as the JSON beside it
			}
			s.mediaType, s.example = mediaType, example.Value.Value
		}
	}
	if s.example == nil {
		t.Fatalf("%s: the specification has no example of a body", s.id)
	}
}

// at returns the sample at a connection: every id in it is one of there.
func (s sample) at(connection string) asked {
	a := asked{sample: s, path: "/v1" + s.template}
	for _, name := range s.parameters {
		value := connection
		if strings.HasSuffix(name, "Id") {
			value = url.PathEscape(connection + ":" + cmp.Or(map[string]string{"iconId": "global.36", "credentialId": "8"}[name], "anybody"))
		}
		a.path = strings.ReplaceAll(a.path, "{"+name+"}", value)
	}
	if s.byQuery {
		a.path += "?connection=" + connection
	}
	body := s.example
	if group, ok := body.(map[string]any); ok && s.id == "createGroup" {
		// Without it the gateway makes an id, and no call is like another.
		body = maps.Clone(group)
		body.(map[string]any)["nativeId"] = "9b2e41d0"
	}
	if text, ok := body.(string); ok {
		a.body = text
	} else if body != nil {
		text, _ := json.Marshal(movedTo(connection, body))
		a.body = string(text)
	}
	return a
}

// movedTo returns a body with every id in it as one of this connection.
func movedTo(connection string, body any) any {
	switch v := body.(type) {
	case string:
		name, native, found := strings.Cut(v, ":")
		if found && slices.Contains([]string{"iw", "juump", "inwebo", "w365"}, name) {
			return connection + ":" + native
		}
	case []any:
		out := make([]any, len(v))
		for i, inner := range v {
			out[i] = movedTo(connection, inner)
		}
		return out
	case map[string]any:
		out := map[string]any{}
		for name, inner := range v {
			out[name] = movedTo(connection, inner)
		}
		return out
	}
	return body
}

// with returns the same with more in its query.
func (a asked) with(query string) asked {
	a.path = withQuery(a.path, query)
	return a
}

// withQuery returns a path with more in its query.
func withQuery(path, query string) string {
	switch {
	case query == "":
		return path
	case strings.Contains(path, "?"):
		return path + "&" + query
	}
	return path + "?" + query
}

// elsewhere tells that the sample names a connection.
func (s sample) elsewhere() bool { return s.byQuery || len(s.parameters) > 0 }

// sendSample sends a sample with a key, and with further headers.
func (w *whole) sendSample(a asked, key string, further http.Header) answer {
	w.t.Helper()
	header := http.Header{"X-Request-Id": {"the-same"}}
	if key != "" {
		header.Set("Authorization", "Bearer "+w.keys[key])
	}
	if a.mediaType != "" {
		header.Set("Content-Type", a.mediaType)
	}
	maps.Copy(header, further)
	return w.sendHeader(a.method, a.path, header, a.body)
}
