package handlers

import (
	"bytes"
	"errors"
	"io"
	"maps"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/dragoman-gateway/dragoman/api"
	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// maxDepth is how deep the objects and arrays of a body may nest.
const maxDepth = 64

// decodeStrict decodes one JSON value and refuses what encoding/json lets pass:
// a member that comes twice, anything after the value, invalid UTF-8 and half
// surrogates, a depth that only an attack has.
func decodeStrict(body []byte) (any, *api.ProblemError) {
	if !utf8.Valid(body) {
		return nil, &api.ProblemError{Code: "encoding", Detail: optional("The body is not UTF-8.")}
	}
	documents := jsontext.NewDecoder(bytes.NewReader(body))
	text, err := documents.ReadValue()
	if err != nil {
		return nil, syntaxFault(err)
	}
	var value any
	if err := json.Unmarshal(text, &value); err != nil {
		return nil, syntaxFault(err)
	}
	if path := tooDeep(value, make([]string, 0, maxDepth)); path != nil {
		return nil, depthFault(path)
	}
	if _, err := documents.ReadToken(); !errors.Is(err, io.EOF) {
		return nil, &api.ProblemError{Code: "trailing-data", Detail: optional("There is more than one value.")}
	}
	return value, nil
}

// syntaxFault says what is wrong with a body that is no JSON, or that has a member
// twice.
func syntaxFault(err error) *api.ProblemError {
	var syntax *jsontext.SyntacticError
	if errors.As(err, &syntax) {
		switch path := slices.Collect(syntax.JSONPointer.Tokens()); {
		case len(path) > maxDepth:
			return depthFault(path[:maxDepth])
		case errors.Is(err, jsontext.ErrDuplicateName):
			return &api.ProblemError{Pointer: optional(clip(upstream.Pointer(path...), 1024)), Code: "duplicate-member", Detail: optional("It is given twice.")}
		}
	}
	return &api.ProblemError{Code: "syntax", Detail: optional("The body is not JSON.")}
}

func depthFault(path []string) *api.ProblemError {
	return &api.ProblemError{Pointer: optional(clip(upstream.Pointer(path...), 1024)), Code: "depth", Detail: optional("It nests too deep.")}
}

// tooDeep returns the path of an object or array that nests too deep, or nil. All
// siblings share the room behind path: it is kept only where it is the answer.
func tooDeep(value any, path []string) []string {
	object, isObject := value.(map[string]any)
	list, isList := value.([]any)
	if !isObject && !isList {
		return nil
	}
	if len(path) == maxDepth {
		return path
	}
	for _, name := range slices.Sorted(maps.Keys(object)) {
		if found := tooDeep(object[name], append(path, name)); found != nil {
			return found
		}
	}
	for i, child := range list {
		if found := tooDeep(child, append(path, strconv.Itoa(i))); found != nil {
			return found
		}
	}
	return nil
}
