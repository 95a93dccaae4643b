package workspace365

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// admin is the only role that the vendor knows.
const admin = "admin"

// extensions is the vendor's extension object.
type extensions struct {
	SecondaryEmail *string `json:"secondaryEmail,omitempty"`
}

// needObjectID refuses what is another of the three names that the vendor has
// for a user. quirk: its own examples of ObjectIds are no valid GUIDs, so
// anything else passes as it is (sheet §7.13).
func needObjectID(id string) *upstream.Error {
	var given string
	switch {
	case id == "" || strings.Contains(id, "/"):
		given = "nothing that can be one"
	case isUPN(id):
		given = "a user principal name"
	case strings.Trim(id, "0123456789") == "":
		given = "an integer id"
	default:
		return nil
	}
	return &upstream.Error{
		Kind: upstream.WrongIdentifier, Outcome: upstream.NotSent,
		Detail: "This operation needs an ObjectId, and this is " + given + ".",
	}
}

func isUPN(id string) bool { return strings.Contains(id, "@") }

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

// checkRoles returns a fault for every role that the vendor does not know.
func checkRoles(roles []string) []upstream.FieldError {
	var faults []upstream.FieldError
	for i, role := range roles {
		if role != admin {
			faults = append(faults, upstream.FieldError{Pointer: fmt.Sprintf("/roles/%d", i), Code: "unknown-role", Detail: `This vendor knows the role "admin" only.`})
		}
	}
	return faults
}
