package handlers

import (
	"maps"
	"net/url"
	"slices"
	"unicode/utf8"

	"github.com/dragoman-gateway/dragoman/api"
	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// formType is the media type of a form (RFC 7662, RFC 7009).
const formType = "application/x-www-form-urlencoded"

// decodeForm decodes a form as an object of texts and refuses what url.ParseQuery
// lets pass: a member that comes twice, and what is not UTF-8.
func decodeForm(body []byte) (any, *api.ProblemError) {
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, &api.ProblemError{Code: "syntax", Detail: optional("The body is no form.")}
	}
	object := map[string]any{}
	for _, name := range slices.Sorted(maps.Keys(form)) {
		at := optional(clip(upstream.Pointer(name), 1024))
		switch values := form[name]; {
		case !utf8.ValidString(name) || !utf8.ValidString(values[0]):
			return nil, &api.ProblemError{Code: "encoding", Detail: optional("The body is not UTF-8.")}
		case len(values) > 1:
			return nil, &api.ProblemError{Pointer: at, Code: "duplicate-member", Detail: optional("It is given twice.")}
		default:
			object[name] = values[0]
		}
	}
	return object, nil
}
