package sim

import (
	"errors"
	"net/http"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// refusal is why the vendor does not do what it was asked.
type refusal struct {
	status int
	code   string
}

// Error returns the vendor's code.
func (e refusal) Error() string { return e.code }

// The statuses and codes are those of sheet §6; the vendor documents only
// E_UnknownError, which also stands where the sheet names no other code.
var (
	badRequest      = refusal{http.StatusBadRequest, "E_BadRequest"}
	unauthorized    = refusal{http.StatusUnauthorized, "E_Unauthorized"}
	notFound        = refusal{http.StatusNotFound, "E_NotFound"}
	conflict        = refusal{http.StatusConflict, "E_Conflict"}
	lengthRequired  = refusal{http.StatusLengthRequired, "E_LengthRequired"}
	payloadTooLarge = refusal{http.StatusRequestEntityTooLarge, "E_PayloadTooLarge"}
	unsupportedType = refusal{http.StatusUnsupportedMediaType, "E_UnknownError"}
	broken          = refusal{http.StatusInternalServerError, "E_UnknownError"}
)

// refuse answers with the vendor's error body and a new incident number.
func (v *Vendor) refuse(w http.ResponseWriter, err error) {
	no := broken
	errors.As(err, &no)
	// quirk: error is the boolean true and there is no message (sheet §6, §7.13).
	writeJSON(w, no.status, errorBody{Code: no.code, Error: true, UUID: v.incident()})
}

func (v *Vendor) unknownPath(w http.ResponseWriter, _ *http.Request) { v.refuse(w, notFound) }

func (v *Vendor) incident() string {
	v.mu.Lock()
	defer v.mu.Unlock()
	return simkit.UUID(v.incidents)
}
