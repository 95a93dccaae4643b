package simkit

import (
	"mime"
	"strings"
)

// IsJSON tells whether a Content-Type announces JSON in UTF-8. A charset may be
// left out and no other may be named; a dialect such as application/scim+json is
// another type.
func IsJSON(contentType string) bool {
	media, params, err := mime.ParseMediaType(contentType)
	charset, named := params["charset"]
	return err == nil && media == "application/json" && (!named || strings.EqualFold(charset, "utf-8"))
}
