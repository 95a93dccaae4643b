package sim

import (
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// acceptsJSON refuses a caller who would not take JSON. A request without
// Accept passes, as the vendor's PowerShell sample sends none (source).
func acceptsJSON(r *http.Request) *refusal {
	accepted := strings.Join(r.Header.Values("Accept"), ",")
	if accepted == "" {
		return nil
	}
	for one := range strings.SplitSeq(accepted, ",") {
		kind, _, _ := mime.ParseMediaType(one)
		if slices.Contains([]string{"application/json", "application/*", "*/*"}, kind) {
			return nil
		}
	}
	return refuse(http.StatusBadRequest, "Accept must allow application/json")
}

// sendsJSON refuses a body that is not announced as JSON of a known length.
func sendsJSON(r *http.Request) *refusal {
	// quirk: the vendor's curl sample has no content type and would send a
	// form; only the table's application/json is taken (sheet §7.6).
	kind, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	charset, named := params["charset"]
	if err != nil || kind != "application/json" || (named && !strings.EqualFold(charset, "utf-8")) {
		return refuse(http.StatusUnsupportedMediaType, "Content-Type must be application/json")
	}
	if r.ContentLength < 0 {
		return refuse(http.StatusBadRequest, "Content-Length is mandatory")
	}
	return nil
}

// query returns the request's query parameters. A parameter that is not in
// known is refused and not ignored: whoever sends a filter, which the vendor
// does not have, would take the whole list for the filtered one (sheet §5).
func query(r *http.Request, known ...string) (url.Values, *refusal) {
	values, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, refuse(http.StatusBadRequest, "malformed query")
	}
	for name, given := range values {
		if !slices.Contains(known, name) {
			return nil, refuse(http.StatusBadRequest, "unknown query parameter")
		}
		if len(given) > 1 {
			return nil, refuse(http.StatusBadRequest, name+" is given more than once")
		}
	}
	return values, nil
}
