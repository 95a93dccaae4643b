package sim

import (
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
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
	if !simkit.IsJSON(r.Header.Get("Content-Type")) {
		return refuse(http.StatusUnsupportedMediaType, "Content-Type must be application/json")
	}
	if r.ContentLength < 0 {
		return refuse(http.StatusBadRequest, "Content-Length is mandatory")
	}
	return nil
}

// query returns the request's query parameters. Another one than known is refused
// and not ignored: the vendor has no filters (sheet §5).
func query(r *http.Request, known ...string) (url.Values, *refusal) {
	values, fault := simkit.Query(r.URL.RawQuery, known...)
	if fault != nil {
		return nil, refuse(http.StatusBadRequest, fault.String())
	}
	return values, nil
}
