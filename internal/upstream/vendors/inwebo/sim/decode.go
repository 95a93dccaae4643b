package sim

import (
	"bytes"
	"encoding/json"
	"unicode/utf8"
)

// newAccount is the body of a create request; a nil field was not sent.
type newAccount struct {
	Login       *string         `json:"login"`
	Email       *string         `json:"email"`
	Language    *string         `json:"language"`
	Active      *bool           `json:"active"`
	Role        *reference      `json:"role"`
	Memberships []newMembership `json:"memberships"`
}

type newMembership struct {
	Group *reference `json:"group"`
	Role  *reference `json:"role"`
}

// reference points at a role or a group.
type reference struct {
	// quirk: an id looks like an integer and is a string; a JSON number does
	// not decode (sheet §7.3).
	ID *string `json:"id"`
}

// accountFields are the names in a create request, all levels together.
var accountFields = map[string]bool{
	"login": true, "email": true, "language": true, "active": true,
	"role": true, "memberships": true, "group": true, "id": true,
}

// decodeAccount reads a create request as strictly as its table allows: one
// object of only the documented fields, spelled as documented, each of its own
// type. It reports whether the body is one.
func decodeAccount(body []byte) (newAccount, bool) {
	var a newAccount
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.DisallowUnknownFields()
	if !utf8.Valid(body) || dec.Decode(&a) != nil {
		return a, false
	}
	var loose any
	// A whole-body decode fails on what may stand behind the first value.
	if json.Unmarshal(body, &loose) != nil {
		return a, false
	}
	return a, exact(loose)
}

// exact is false for what Go's decoder lets through and the vendor's table
// does not show: null for a value, and a field name in other capitals.
func exact(v any) bool {
	switch v := v.(type) {
	case nil:
		return false
	case []any:
		for _, element := range v {
			if !exact(element) {
				return false
			}
		}
	case map[string]any:
		for name, value := range v {
			if !accountFields[name] || !exact(value) {
				return false
			}
		}
	}
	return true
}
