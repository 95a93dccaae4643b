package sim

import (
	"mime"
	"net/http"
	"net/url"
	"strconv"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// query returns the parameters of an operation, each of which has to be one of
// known and to come once.
func query(r *http.Request, known ...string) (url.Values, *refusal) {
	values, fault := simkit.Query(r.URL.RawQuery, known...)
	return values, refused("query", fault)
}

// form returns the body of a write.
func form(r *http.Request) (url.Values, *refusal) {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != "application/x-www-form-urlencoded" {
		return nil, refuse(http.StatusBadRequest, "media-type", "The body has to be a form.")
	}
	values, fault := simkit.Query(string(simkit.Body(r)), "login", "mail", "first", "last", "state")
	return values, refused("form", fault)
}

// refused says in the vendor's words what is wrong with a query or a form.
func refused(which string, fault *simkit.QueryFault) *refusal {
	switch {
	case fault == nil:
		return nil
	case fault.Malformed:
		return refuse(http.StatusBadRequest, "invalid", "The "+which+" is malformed.")
	case fault.Repeated:
		return invalid(fault.Name, "It comes more than once.")
	}
	return invalid(fault.Name, "There is no such thing.")
}

// sizeOf reads how many items a page may hold (sheet §2).
func sizeOf(values url.Values) (int, *refusal) {
	const usual, most = 25, 50
	if !values.Has("size") {
		return usual, nil
	}
	n, err := strconv.Atoi(values.Get("size"))
	if err != nil || n < 1 || n > most {
		return 0, invalid("size", "A page has 1 to 50 items.")
	}
	return n, nil
}
