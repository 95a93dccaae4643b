package handlers

import (
	"encoding/base64"
	"slices"
	"strings"
)

// accessToken is what a JWT says of itself, before anybody believes it.
type accessToken struct {
	algorithm, keyID string
	claims           map[string]any
}

// readAccessToken reads a JWT in the compact form (RFC 7519) strictly: three parts in
// the one spelling that base64url has for them, no member twice, every claim of its
// own type. It returns nil for anything else.
func readAccessToken(text string) *accessToken {
	parts := strings.Split(text, ".")
	if len(parts) != 3 || spelled(parts[2]) == nil {
		return nil
	}
	header, claims := objectOf(parts[0]), objectOf(parts[1])
	t := &accessToken{claims: claims}
	t.algorithm, _ = header["alg"].(string)
	t.keyID, _ = header["kid"].(string)
	if !isTyped(header) || !t.wellTyped() {
		return nil
	}
	return t
}

// text returns a claim that is a text, "" for one that is not there.
func (t *accessToken) text(claim string) string {
	text, _ := t.claims[claim].(string)
	return text
}

// wellTyped tells whether the registered claims are of the types of RFC 7519, and
// scope of that of RFC 9068: libraries read a text as a time, or nothing as none.
func (t *accessToken) wellTyped() bool {
	for claim, value := range t.claims {
		ok := true
		switch claim {
		case "exp", "nbf", "iat":
			_, ok = value.(float64)
		case "iss", "sub", "scope":
			_, ok = value.(string)
		}
		if !ok {
			return false
		}
	}
	return t.claims != nil
}

// isTyped tells whether the header says that it is one, or nothing (RFC 8725 §3.11): a
// logout token of the same issuer is signed with the same keys.
func isTyped(header map[string]any) bool {
	kind, present := header["typ"]
	name, _ := kind.(string)
	name = strings.TrimPrefix(strings.ToLower(name), "application/")
	return !present || slices.Contains([]string{"jwt", "at+jwt"}, name)
}

// objectOf returns the JSON object that a part of a token is, or nil.
func objectOf(part string) map[string]any {
	value, fault := decodeStrict(spelled(part))
	object, _ := value.(map[string]any)
	if fault != nil {
		return nil
	}
	return object
}

// spelled returns what a part of a token spells, or nil. The decoder would skip
// line breaks.
func spelled(part string) []byte {
	content, err := base64.RawURLEncoding.Strict().DecodeString(part)
	if err != nil || len(content) == 0 || strings.ContainsAny(part, "\r\n") {
		return nil
	}
	return content
}
