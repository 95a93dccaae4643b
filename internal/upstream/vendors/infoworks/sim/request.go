package sim

import (
	"bytes"
	"encoding/json"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// operation is one operation of the vendor: the body of its 200, or a refusal.
type operation func(r *http.Request) (any, *problem)

// answer serves an operation over HTTP.
func answer(op operation) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		body, refused := op(r)
		if refused != nil {
			send(w, refused.status, refused.body)
			return
		}
		// quirk: success is always 200, also for create and delete (sheet §4).
		send(w, http.StatusOK, body)
	}
}

func send(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	_ = e.Encode(body)
}

// bare refuses a query or a body before an operation that takes neither.
func bare(op operation) operation {
	return func(r *http.Request) (any, *problem) {
		if _, refused := query(r); refused != nil {
			return nil, refused
		}
		if refused := bodyless(r); refused != nil {
			return nil, refused
		}
		return op(r)
	}
}

func bodyless(r *http.Request) *problem {
	if len(simkit.Body(r)) > 0 {
		return badRequest("no body expected")
	}
	return nil
}

// query returns the query parameters; each must be one of allowed, and once.
func query(r *http.Request, allowed ...string) (url.Values, *problem) {
	q, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, badRequest("malformed query")
	}
	for name, values := range q {
		if !slices.Contains(allowed, name) || len(values) != 1 {
			return nil, badRequest("unexpected query parameter")
		}
	}
	return q, nil
}

// decode reads a JSON request body, strictly: no unknown field, no other type,
// no null, and names spelled exactly like one of keys, at whatever depth.
func decode(r *http.Request, into any, keys ...string) *problem {
	if _, refused := query(r); refused != nil {
		return refused
	}
	media, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || media != "application/json" || !isUTF8(params["charset"]) {
		return badRequest("content type must be application/json")
	}
	var tree any
	if json.Unmarshal(simkit.Body(r), &tree) != nil || !exact(tree, keys) {
		return badRequest("malformed body")
	}
	d := json.NewDecoder(bytes.NewReader(simkit.Body(r)))
	d.DisallowUnknownFields()
	if d.Decode(into) != nil {
		return badRequest("body has a wrong type or an unknown field")
	}
	return nil
}

func isUTF8(charset string) bool { return charset == "" || strings.EqualFold(charset, "utf-8") }

// exact walks a JSON value. The vendor mixes userIds with search_list, and Go's
// decoder alone would accept any case of either (sheet §7.7).
func exact(tree any, keys []string) bool {
	switch node := tree.(type) {
	case nil:
		return false
	case map[string]any:
		for key, value := range node {
			if !slices.Contains(keys, key) || !exact(value, keys) {
				return false
			}
		}
	case []any:
		return !slices.ContainsFunc(node, func(item any) bool { return !exact(item, keys) })
	}
	return true
}
