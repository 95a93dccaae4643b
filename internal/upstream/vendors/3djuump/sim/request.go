package sim

import (
	"net/http"
	"net/url"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// maxLength is the vendor's bound on a request body, inclusive.
const maxLength = 1 << 20

// bodyRule says what an operation demands of a request's body before it is read.
type bodyRule func(*http.Request) error

// takesJSON demands a known length within bounds and, where there is a body at
// all, the vendor's content type.
//
// quirk: content-length is required, so that neither a chunked body nor an
// empty one without "Content-Length: 0" will do (source; sheet §7.4).
func takesJSON(r *http.Request) error {
	switch {
	case r.ContentLength < 0, r.ContentLength == 0 && r.Header.Get("Content-Length") == "":
		return lengthRequired
	case r.ContentLength > maxLength:
		return payloadTooLarge
	case r.ContentLength > 0 && !simkit.IsJSON(r.Header.Get("Content-Type")):
		return unsupportedType
	}
	return nil
}

// takesNothing refuses any body: one that is sent was meant for another
// operation.
func takesNothing(r *http.Request) error {
	if r.ContentLength != 0 {
		return badRequest
	}
	return nil
}

// query returns the query parameters, of which each of allowed may stand once
// and any other not at all.
func query(r *http.Request, allowed ...string) (url.Values, error) {
	values, fault := simkit.Query(r.URL.RawQuery, allowed...)
	if fault != nil {
		return nil, badRequest
	}
	return values, nil
}

// decode reads a request body of exactly one JSON value into what into points at.
func decode(body []byte, into any) error {
	if simkit.DecodeStrict(body, into) != nil {
		return badRequest
	}
	return nil
}
