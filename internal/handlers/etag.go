package handlers

import (
	"crypto/sha256"
	"fmt"
	"net/http"
	"strings"
)

// entityTag is the strong entity tag of a body: bodies share one only where they
// are the same, byte for byte.
func entityTag(body []byte) string { return fmt.Sprintf(`"%x"`, sha256.Sum256(body)) }

// notModified tells whether a GET or a HEAD names this entity tag in If-None-Match:
// a 304 without a body is then the answer.
func notModified(r *http.Request, etag string) bool {
	return (r.Method == http.MethodGet || r.Method == http.MethodHead) &&
		matchesTag(strings.Join(r.Header.Values("If-None-Match"), ","), etag)
}

// matchesTag tells whether a list of entity tags holds this one, or is a star. The
// comparison is the weak one (RFC 9110 §13.1.2); from where the list cannot be
// read it names nothing.
func matchesTag(list, etag string) bool {
	list = strings.Trim(list, " \t")
	if list == "*" {
		return true
	}
	for list != "" {
		tag, rest, ok := cutTag(strings.TrimLeft(list, ", \t"))
		if !ok {
			return false
		}
		if tag == strings.TrimPrefix(etag, "W/") {
			return true
		}
		list = rest
	}
	return false
}

// cutTag splits a list after its first entity tag, which it returns without what
// marks it as weak. A tag may hold commas, so that they cannot be split at.
func cutTag(list string) (tag, rest string, ok bool) {
	opaque, quoted := strings.CutPrefix(strings.TrimPrefix(list, "W/"), `"`)
	end := strings.IndexByte(opaque, '"')
	if !quoted || end < 0 {
		return "", "", false
	}
	rest = strings.TrimLeft(opaque[end+1:], " \t")
	return `"` + opaque[:end+1], rest, rest == "" || rest[0] == ','
}
