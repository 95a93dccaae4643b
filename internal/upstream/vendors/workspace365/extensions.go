package workspace365

import (
	"encoding/json"
	"maps"
	"slices"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// extensions is the vendor's extension object.
type extensions struct {
	SecondaryEmail *string `json:"secondaryEmail,omitempty"`
}

// extensionsOf reads the extension object. Names count letter by letter, which
// is why they are not left to encoding/json.
func extensionsOf(raw json.RawMessage) (extensions, []upstream.FieldError) {
	at := func(member ...string) string {
		return upstream.Pointer(append([]string{"extensions", name}, member...)...)
	}
	var out extensions
	var members map[string]json.RawMessage
	if len(raw) == 0 {
		return out, nil
	}
	if err := json.Unmarshal(raw, &members); err != nil {
		return out, []upstream.FieldError{{Pointer: at(), Code: "type", Detail: "It is an object."}}
	}
	var faults []upstream.FieldError
	for _, member := range slices.Sorted(maps.Keys(members)) {
		if member != "secondaryEmail" {
			faults = append(faults, upstream.FieldError{Pointer: at(member), Code: "unsupported-field", Detail: "This vendor cannot hold it."})
			continue
		}
		// A null leaves the pointer as it is and is no text either.
		if err := json.Unmarshal(members[member], &out.SecondaryEmail); err != nil || out.SecondaryEmail == nil {
			faults = append(faults, upstream.FieldError{Pointer: at(member), Code: "type", Detail: "It is a text."})
		}
	}
	return out, faults
}
