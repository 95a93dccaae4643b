package rest

import (
	"bytes"
	"encoding/json"
	"errors"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// JSON decodes the whole body of an answer into a T. Anything but one JSON value
// of that shape (HTML, half a document, a string where an object is due) is an
// error of kind Malformed. Unknown members are ignored: vendors add fields.
//
// The answer of a planned write has no body and decodes to the zero T.
func JSON[T any](a *Answer) (T, error) {
	var out T
	if a.Planned {
		return out, nil
	}
	body := bytes.TrimSpace(a.Body)
	if len(body) == 0 || string(body) == "null" {
		return out, a.malformed(errors.New("rest: empty answer"))
	}
	if err := json.Unmarshal(body, &out); err != nil {
		var zero T
		return zero, a.malformed(shape(err))
	}
	return out, nil
}

// Malformed is the error of an answer that is JSON and still not what the vendor
// documents, such as a list without its items.
func (a *Answer) Malformed(what string) *upstream.Error {
	return a.malformed(errors.New("rest: " + what))
}

// shape drops what encoding/json quotes of the vendor's values.
func shape(err error) error {
	var wrong *json.UnmarshalTypeError
	if errors.As(err, &wrong) {
		return errors.New("rest: wrong JSON type for " + wrong.Field)
	}
	return errors.New("rest: not JSON")
}
