package upstream

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxID is the longest vendor id that the gateway takes, in bytes.
const MaxID = 512

// ValidID tells whether a vendor id can be sent in a path: not empty, "." or "..",
// not over-long, UTF-8, and without control characters. Everything else is a
// vendor's right.
func ValidID(id string) bool {
	if id == "" || id == "." || id == ".." || len(id) > MaxID || !utf8.ValidString(id) {
		return false
	}
	return strings.IndexFunc(id, unicode.IsControl) < 0
}
