package sim

import (
	"mime"
	"net/http"
	"strings"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// jsonBody refuses a request whose body is not announced as JSON of a known
// length. The sheet lists no 411 and no 415 for any operation, hence 400.
func jsonBody(r *http.Request) *errorResponse {
	if r.ContentLength < 0 {
		return globalError("The request has no Content-Length.")
	}
	kind, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != "application/json" {
		return globalError("The Content-Type must be application/json.")
	}
	if charset, ok := params["charset"]; ok && !strings.EqualFold(charset, "utf-8") {
		return globalError("The charset must be utf-8.")
	}
	return nil
}

// noBody refuses a body where the vendor documents none. A Content-Type alone
// is fine: the vendor's own DELETE samples send one.
func noBody(r *http.Request) *errorResponse {
	if len(simkit.Body(r)) > 0 {
		return globalError("This call takes no body.")
	}
	return nil
}
