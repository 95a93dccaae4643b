package sim

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"
	"unicode/utf8"
)

// decode reads a request body of exactly one JSON value into dst. It refuses
// what encoding/json would let pass: unknown names, repeated names, names in
// another case, null, broken UTF-8, anything after the value.
func decode(body []byte, dst any) error {
	scan := json.NewDecoder(bytes.NewReader(body))
	if !utf8.Valid(body) || !clean(scan) {
		return badRequest
	}
	if _, err := scan.Token(); err != io.EOF {
		return badRequest
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	if err := d.Decode(dst); err != nil {
		return badRequest
	}
	return nil
}

// clean reads one value and tells whether it is free of null and of doubtful
// names, at every depth.
func clean(d *json.Decoder) bool {
	token, err := d.Token()
	if err != nil || token == nil {
		return false
	}
	switch token {
	case json.Delim('{'):
		seen := map[string]bool{}
		for d.More() {
			token, err := d.Token()
			name, _ := token.(string)
			if err != nil || seen[name] || !fieldName(name) || !clean(d) {
				return false
			}
			seen[name] = true
		}
	case json.Delim('['):
		for d.More() {
			if !clean(d) {
				return false
			}
		}
	default:
		return true
	}
	_, err = d.Token()
	return err == nil
}

// fieldName holds for every name of this vendor. encoding/json folds case, so a
// name in another case has to be caught here.
func fieldName(name string) bool {
	return name != "" && strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789_") == ""
}
