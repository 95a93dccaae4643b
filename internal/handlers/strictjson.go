package handlers

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"unicode/utf8"

	"github.com/dragoman-gateway/dragoman/api"
	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// maxDepth is how deep the objects and arrays of a body may nest.
const maxDepth = 64

// decodeStrict decodes one JSON value and refuses what encoding/json lets pass:
// a member that comes twice, anything after the value, invalid UTF-8, a depth
// that only an attack has.
func decodeStrict(body []byte) (any, *api.ProblemError) {
	if !utf8.Valid(body) {
		return nil, &api.ProblemError{Code: "encoding", Detail: optional("The body is not UTF-8.")}
	}
	d := strictDecoder{json.NewDecoder(bytes.NewReader(body))}
	value, err := d.value(nil)
	if err == nil {
		if _, more := d.Token(); !errors.Is(more, io.EOF) {
			return nil, &api.ProblemError{Code: "trailing-data", Detail: optional("There is more than one value.")}
		}
		return value, nil
	}
	var fault *strictFault
	if errors.As(err, &fault) {
		return nil, &api.ProblemError{Pointer: optional(clip(upstream.Pointer(fault.path...), 1024)), Code: fault.code, Detail: optional(fault.detail)}
	}
	return nil, &api.ProblemError{Code: "syntax", Detail: optional("The body is not JSON.")}
}

type strictDecoder struct{ *json.Decoder }

type strictFault struct {
	path         []string
	code, detail string
}

func (f *strictFault) Error() string { return f.code }

func (d strictDecoder) value(path []string) (any, error) {
	token, err := d.Token()
	if err != nil {
		return nil, err
	}
	if _, opens := token.(json.Delim); opens && len(path) == maxDepth {
		return nil, &strictFault{path, "depth", "It nests too deep."}
	}
	switch token {
	case json.Delim('{'):
		return d.object(path)
	case json.Delim('['):
		return d.array(path)
	}
	return token, nil
}

func (d strictDecoder) object(path []string) (any, error) {
	out := map[string]any{}
	for d.More() {
		token, err := d.Token()
		if err != nil {
			return nil, err
		}
		name, _ := token.(string)
		here := append(path[:len(path):len(path)], name)
		if _, twice := out[name]; twice {
			return nil, &strictFault{here, "duplicate-member", "It is given twice."}
		}
		if out[name], err = d.value(here); err != nil {
			return nil, err
		}
	}
	_, err := d.Token()
	return out, err
}

func (d strictDecoder) array(path []string) (any, error) {
	out := []any{}
	for d.More() {
		v, err := d.value(append(path[:len(path):len(path)], strconv.Itoa(len(out))))
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	_, err := d.Token()
	return out, err
}
