package sim

import (
	"encoding/json"
	"encoding/xml"
	"net/http"
)

// refusal is the vendor's error body (sheet §5).
type refusal struct {
	XMLName xml.Name `xml:"fault"`
	Code    string   `xml:"code,attr"`
	Field   string   `xml:"field,attr,omitempty"`
	Text    string   `xml:"text"`

	status int
}

func refuse(status int, code, text string) *refusal {
	return &refusal{status: status, Code: code, Text: text}
}

// invalid refuses a member of a form or a parameter of a query.
func invalid(field, text string) *refusal {
	return &refusal{status: http.StatusBadRequest, Code: "invalid", Field: field, Text: text}
}

func unknown(text string) *refusal { return refuse(http.StatusNotFound, "not-found", text) }

// write answers with the refusal. quirk: it is XML whatever the caller accepts
// (sheet §5).
func (no *refusal) write(w http.ResponseWriter) {
	body, err := xml.Marshal(no)
	if err != nil {
		panic("rollbook: " + err.Error())
	}
	w.Header().Set("Content-Type", "application/xml")
	w.WriteHeader(no.status)
	// An error here means that the caller has gone: nobody is left to tell.
	_, _ = w.Write(append([]byte(`<?xml version="1.0"?>`+"\n"), body...))
}

// writeJSON answers with v, or without a body where there is none.
func writeJSON(w http.ResponseWriter, status int, v any) {
	if v == nil {
		w.WriteHeader(status)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	enc := json.NewEncoder(w)
	// The vendor is not written in Go: it leaves <, > and & as they are.
	enc.SetEscapeHTML(false)
	_ = enc.Encode(v)
}
