package workspace365

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// identifier is an id of the caller's, with where it stands in the request as a
// fault that is not complete.
type identifier struct {
	id    string
	fault upstream.FieldError
}

// inPath is an id that came as the named parameter.
func inPath(parameter, id string) identifier {
	return identifier{id, upstream.FieldError{Parameter: parameter}}
}

// inBody is an id that came in the body, at these steps of its pointer.
func inBody(id string, steps ...string) identifier {
	return identifier{id, upstream.FieldError{Pointer: upstream.Pointer(steps...)}}
}

// listed are the ids of a list in the body, whose own steps come first.
func listed(ids []string, steps ...string) []identifier {
	out := make([]identifier, len(ids))
	for i, id := range ids {
		out[i] = inBody(id, append(steps[:len(steps):len(steps)], strconv.Itoa(i))...)
	}
	return out
}

// need returns one error with a fault for each id that does not fit, nil where
// all do. Kind names what fits. The error has no outcome: a write marks it as
// unsent.
func need(kind string, fits func(id string) bool, ids ...identifier) error {
	var faults []upstream.FieldError
	for _, i := range ids {
		if fits(i.id) {
			continue
		}
		i.fault.Code = "wrong-identifier"
		i.fault.Detail = fmt.Sprintf("This operation needs %s, and this is %s.", kind, kindOf(i.id))
		faults = append(faults, i.fault)
	}
	if len(faults) == 0 {
		return nil
	}
	return &upstream.Error{Kind: upstream.WrongIdentifier, Detail: faults[0].Detail, Fields: faults}
}

// needObjectID is need for what the sync token opens, which is writes alone.
func needObjectID(ids ...identifier) error {
	return upstream.Unsent(need("an ObjectId", isObjectID, ids...))
}

func needUPN(ids ...identifier) error { return need("a user principal name", isUPN, ids...) }

// isObjectID tells an ObjectId from the other names that the vendor has. quirk:
// its own examples of ObjectIds are no valid GUIDs, so anything else passes as it
// is (sheet §7.13).
func isObjectID(id string) bool {
	return !strings.Contains(id, "/") && !isUPN(id) && strings.Trim(id, "0123456789") != ""
}

func isUPN(id string) bool { return strings.Contains(id, "@") }

// isNumber tells whether an id is an integer as the vendor writes it, with no zero
// in front.
func isNumber(id string) bool {
	n, err := strconv.ParseUint(id, 10, 64)
	return err == nil && strconv.FormatUint(n, 10) == id
}

func kindOf(id string) string {
	switch {
	case isUPN(id):
		return "a user principal name"
	case isNumber(id):
		return "an integer id"
	case isObjectID(id):
		return "an ObjectId"
	default:
		return "nothing that can be one"
	}
}

// decimal returns an integer id of an answer as our id. Without one there is
// nothing that could be told.
func decimal(a *rest.Answer, id *uint64) (string, error) {
	if id == nil {
		return "", a.Malformed("an answer without an id")
	}
	return strconv.FormatUint(*id, 10), nil
}

// lookup is how a portal's body names a user, a group or a category: exactly one
// member is set.
type lookup struct {
	ID   json.Number `json:"Id,omitempty"`
	UPN  string      `json:"Upn,omitempty"`
	Name string      `json:"Name,omitempty"`
}

// lookupUser is a user by the kind of id that the caller gave.
func lookupUser(id string) lookup {
	if isUPN(id) {
		return lookup{UPN: id}
	}
	return lookup{ID: json.Number(id)}
}
