package sim

import (
	"encoding/json"
	"net/http"
)

// reply is a good answer; a nil body is an empty one.
type reply struct {
	status int
	body   any
}

// operation does one of the vendor's operations or says why not.
type operation func(*http.Request) (reply, error)

// serve lets only those requests through to op that carry the key and keep the
// rule on bodies that the operation has.
func (v *Vendor) serve(rule bodyRule, op operation) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if !v.authorized(r) {
			v.refuse(w, unauthorized)
			return
		}
		if err := rule(r); err != nil {
			v.refuse(w, err)
			return
		}
		answer, err := op(r)
		if err != nil {
			v.refuse(w, err)
			return
		}
		if answer.body == nil {
			w.WriteHeader(answer.status)
			return
		}
		writeJSON(w, answer.status, answer.body)
	}
}

func writeJSON(w http.ResponseWriter, status int, body any) {
	out, err := json.Marshal(body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(out)
}
