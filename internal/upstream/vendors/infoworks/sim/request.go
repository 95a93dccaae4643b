package sim

import (
	"encoding/json"
	"net/http"
	"net/url"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// operation is one operation of the vendor: the body of its 200, or a refusal.
type operation func(r *http.Request) (any, *problem)

// answer serves an operation over HTTP.
func answer(op operation) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		body, refused := op(r)
		if refused != nil {
			send(w, refused.status, refused.body)
			return
		}
		// quirk: success is always 200, also for create and delete (sheet §4).
		send(w, http.StatusOK, body)
	}
}

func send(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	_ = e.Encode(body)
}

// bare refuses a query or a body before an operation that takes neither.
func bare(op operation) operation {
	return func(r *http.Request) (any, *problem) {
		if _, refused := query(r); refused != nil {
			return nil, refused
		}
		if refused := bodyless(r); refused != nil {
			return nil, refused
		}
		return op(r)
	}
}

func bodyless(r *http.Request) *problem {
	if len(simkit.Body(r)) > 0 {
		return badRequest("no body expected")
	}
	return nil
}

// query returns the query parameters; each must be one of allowed, and once.
func query(r *http.Request, allowed ...string) (url.Values, *problem) {
	values, fault := simkit.Query(r.URL.RawQuery, allowed...)
	if fault != nil {
		return nil, badRequest(fault.String())
	}
	return values, nil
}

// decode reads the JSON body of an operation without a query.
//
// The vendor mixes userIds with search_list, so that a name in another case is
// no name (sheet §7.7).
func decode(r *http.Request, into any) *problem {
	if _, refused := query(r); refused != nil {
		return refused
	}
	if !simkit.IsJSON(r.Header.Get("Content-Type")) {
		return badRequest("content type must be application/json")
	}
	if simkit.DecodeStrict(simkit.Body(r), into) != nil {
		return badRequest("malformed body")
	}
	return nil
}
