package workspace365

import (
	"fmt"
	"strings"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// admin is the only role that the vendor knows.
const admin = "admin"

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
