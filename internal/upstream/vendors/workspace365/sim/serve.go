package sim

import (
	"encoding/json"
	"net/http"
)

// operation is one call behind the guard. A problem is answered with 400;
// otherwise the body is answered with 200, and a nil body is an empty one.
type operation func(*http.Request) (body any, problem *errorResponse)

// serve puts the family's credential and the absence of a query before op.
func serve(c credential, op operation) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if status := c.admit(r); status != http.StatusOK {
			// Nothing is promised of these bodies (sheet §6).
			w.WriteHeader(status)
			return
		}
		if r.URL.RawQuery != "" {
			answer(w, http.StatusBadRequest, globalError("The request has a query that this call does not know."))
			return
		}
		body, problem := op(r)
		if problem != nil {
			answer(w, http.StatusBadRequest, problem)
			return
		}
		answer(w, http.StatusOK, body)
	}
}

// answer writes body as JSON, and nothing where body is nil.
func answer(w http.ResponseWriter, status int, body any) {
	// quirk: an empty body has the JSON content type too (sheet §7.12).
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	if body == nil {
		w.WriteHeader(status)
		return
	}
	text, err := json.Marshal(body)
	if err != nil {
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	w.WriteHeader(status)
	_, _ = w.Write(text)
}

// unknownPath is the answer to a path or verb that the vendor does not have.
func unknownPath(w http.ResponseWriter, _ *http.Request) {
	w.WriteHeader(http.StatusNotFound)
}
