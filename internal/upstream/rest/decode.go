package rest

import (
	"bytes"
	"errors"

	"github.com/go-json-experiment/json"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// JSON decodes the whole body of an answer into a T. Anything but one JSON value
// of that shape (HTML, half a document, a string where an object is due, a member
// that comes twice, what is not UTF-8) is an error of kind Malformed. Names count
// letter by letter. Unknown members are ignored: vendors add fields.
//
// The answer of a planned write has no body and decodes to the zero T.
func JSON[T any](a *Answer) (T, error) { return decode[T](a) }

// JSONFolded is [JSON] with names in any case.
func JSONFolded[T any](a *Answer) (T, error) {
	return decode[T](a, json.MatchCaseInsensitiveNames(true))
}

func decode[T any](a *Answer, options ...json.Options) (T, error) {
	var out T
	if a.Planned {
		return out, nil
	}
	body := bytes.TrimSpace(a.Body)
	if len(body) == 0 || string(body) == "null" {
		return out, a.malformed(errors.New("rest: empty answer"))
	}
	if err := json.Unmarshal(body, &out, options...); err != nil {
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

// shape drops what the decoder quotes of the vendor's names and values.
func shape(err error) error {
	var wrong *json.SemanticError
	if errors.As(err, &wrong) {
		return errors.New("rest: JSON of another shape")
	}
	return errors.New("rest: not JSON")
}
