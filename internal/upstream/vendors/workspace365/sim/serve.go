package sim

import (
	"encoding/json"
	"net/http"
	"strconv"
)

// operation is one call behind the guard. A problem is answered as it says;
// otherwise the body is answered with 200, and a nil body is an empty one.
type operation func(*http.Request) (body any, problem *errorResponse)

// nothing is an empty body that is announced as no JSON either.
type nothing struct{}

// file is a body that is no JSON.
type file struct {
	contentType string
	content     []byte
}

// serve puts the family's credential and the absence of a query before op.
func serve(c credential, op operation) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if status := c.admit(r); status != http.StatusOK {
			// Nothing is promised of these bodies (sheet §6).
			w.WriteHeader(status)
			return
		}
		if r.URL.RawQuery != "" {
			refuse(w, globalError("The request has a query that this call does not know."))
			return
		}
		body, problem := op(r)
		if problem != nil {
			refuse(w, problem)
			return
		}
		answer(w, http.StatusOK, body)
	}
}

func refuse(w http.ResponseWriter, problem *errorResponse) {
	if problem.silent() {
		w.WriteHeader(problem.status)
		return
	}
	answer(w, problem.status, problem)
}

// answer writes body in its own manner: as JSON, unless it is something else or
// nothing at all.
func answer(w http.ResponseWriter, status int, body any) {
	switch body := body.(type) {
	case nothing:
		w.WriteHeader(status)
	case file:
		write(w, status, body.contentType, body.content)
	case nil:
		// quirk: an empty body has the JSON content type too (sheet §7.12).
		write(w, status, jsonType, nil)
	default:
		text, err := json.Marshal(body)
		if err != nil {
			w.WriteHeader(http.StatusInternalServerError)
			return
		}
		write(w, status, jsonType, text)
	}
}

// jsonType is the content type of every answer but an icon's content.
const jsonType = "application/json; charset=utf-8"

func write(w http.ResponseWriter, status int, contentType string, content []byte) {
	w.Header().Set("Content-Type", contentType)
	w.Header().Set("Content-Length", strconv.Itoa(len(content)))
	w.WriteHeader(status)
	_, _ = w.Write(content)
}

// unknownPath is the answer to a path or verb that the vendor does not have.
func unknownPath(w http.ResponseWriter, _ *http.Request) {
	w.WriteHeader(http.StatusNotFound)
}
