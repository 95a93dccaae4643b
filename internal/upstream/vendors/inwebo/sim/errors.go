package sim

import (
	"encoding/json"
	"net/http"
)

// errorNames are the vendor's names of the statuses it refuses with (sheet §6);
// for 409 and 415, which have no name there, HTTP's own reason is used.
var errorNames = map[int]string{
	http.StatusBadRequest:           "INVALID_REQUEST",
	http.StatusUnauthorized:         "UNAUTHORIZED",
	http.StatusNotFound:             "RESOURCE_NOT_FOUND",
	http.StatusConflict:             "CONFLICT",
	http.StatusUnsupportedMediaType: "UNSUPPORTED_MEDIA_TYPE",
}

// refusal is the vendor's error body.
type refusal struct {
	Status  int    `json:"status"`
	Error   string `json:"error"`
	Message string `json:"message"`
}

func refuse(status int, message string) *refusal {
	return &refusal{Status: status, Error: errorNames[status], Message: message}
}

func (no *refusal) write(w http.ResponseWriter) { writeJSON(w, no.Status, no) }

// notFound answers a path or verb that the vendor does not have.
func notFound(w http.ResponseWriter, _ *http.Request) {
	refuse(http.StatusNotFound, "no such resource").write(w)
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	enc := json.NewEncoder(w)
	// The vendor is not written in Go: it leaves <, > and & as they are.
	enc.SetEscapeHTML(false)
	// An error here means that the caller has gone: nobody is left to tell.
	_ = enc.Encode(v)
}
