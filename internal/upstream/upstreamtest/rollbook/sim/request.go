package sim

import (
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// query returns the parameters of a list. One that is not in known is refused and
// not ignored: whoever sends a filter, which the vendor does not have, would take
// the whole list for the filtered one.
func query(r *http.Request, known ...string) (url.Values, *refusal) {
	values, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, refuse(http.StatusBadRequest, "invalid", "The query is malformed.")
	}
	return values, only(values, known)
}

// form returns the body of a write.
func form(r *http.Request) (url.Values, *refusal) {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != "application/x-www-form-urlencoded" {
		return nil, refuse(http.StatusBadRequest, "media-type", "The body has to be a form.")
	}
	values, err := url.ParseQuery(string(simkit.Body(r)))
	if err != nil {
		return nil, refuse(http.StatusBadRequest, "invalid", "The form is malformed.")
	}
	return values, only(values, []string{"login", "mail", "first", "last", "state"})
}

// only refuses a name that is not known, and one that comes twice.
func only(values url.Values, known []string) *refusal {
	for name, given := range values {
		if !slices.Contains(known, name) {
			return invalid(name, "There is no such thing.")
		}
		if len(given) > 1 {
			return invalid(name, "It comes more than once.")
		}
	}
	return nil
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
