package workspace365

import (
	"fmt"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// admin is the only role that the vendor knows.
const admin = "admin"

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
