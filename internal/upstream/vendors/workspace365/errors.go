package workspace365

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// translate turns a refusal into an error, and a success into nil. The status
// decides; the body of a 400 or 404 only adds what the vendor says to people.
func (f family) translate(a *rest.Answer) *upstream.Error {
	refusal := f.statuses.Translate(a)
	if refusal == nil || a.Status != http.StatusBadRequest && a.Status != http.StatusNotFound {
		return refusal
	}
	return explain(a, refusal)
}

// maxFields is how many of the vendor's faults are told one by one.
const maxFields = 100

// explain adds the vendor's messages: a member of ours gets its own, everything
// else is one text.
func explain(a *rest.Answer, refusal *upstream.Error) *upstream.Error {
	var body apiErrorResponse
	// quirk: the vendor also calls this body an array, and nothing promises that
	// there is one: what cannot be read has nothing to add (sheet §6).
	_ = json.Unmarshal(a.Body, &body)
	texts := []string{body.GlobalError.Message}
	ours := pointersOf(a.Route)
	for _, member := range slices.Sorted(maps.Keys(body.FieldErrors)) {
		message := body.FieldErrors[member].Message
		pointer, found := ours.of(member)
		if !found || refusal.Kind != upstream.Rejected || len(refusal.Fields) == maxFields {
			texts = append(texts, message)
			continue
		}
		refusal.Fields = append(refusal.Fields, upstream.FieldError{Pointer: pointer, Code: "vendor-rejected", Detail: a.Text(message)})
	}
	return a.Message(refusal, strings.TrimSpace(strings.Join(texts, " ")))
}
