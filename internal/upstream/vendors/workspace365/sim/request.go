package sim

import (
	"net/http"
	"strings"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// jsonBody refuses a request whose body is not announced as JSON of a known
// length. The sheet lists no 411 and no 415 for any operation, hence 400.
func jsonBody(r *http.Request) *errorResponse {
	if problem := knownLength(r); problem != nil {
		return problem
	}
	if !simkit.IsJSON(r.Header.Get("Content-Type")) {
		return globalError("The Content-Type must be application/json.")
	}
	return nil
}

func knownLength(r *http.Request) *errorResponse {
	if r.ContentLength < 0 {
		return globalError("The request has no Content-Length.")
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

// objectID returns an ObjectId of the path exactly as it came.
func objectID(r *http.Request, name string) (string, *errorResponse) {
	// quirk: the vendor's own samples are no valid GUIDs, so that anything
	// without a slash will do and nothing is normalised (sheet §7.13).
	id := simkit.Param(r, name)
	if strings.Contains(id, "/") {
		return "", globalError("The " + name + " is not valid.")
	}
	return id, nil
}
