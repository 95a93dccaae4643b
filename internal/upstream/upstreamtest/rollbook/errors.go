package rollbook

import (
	"encoding/xml"
	"regexp"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// pointers are the members of the vendor's form as they stand in our bodies.
var pointers = map[string]string{
	"login": "/userName", "mail": "/email", "first": "/givenName", "last": "/familyName", "state": "/active",
}

// codeForm is the vendor's form of a code (sheet §5). A signature that is echoed in
// its place, of which the transport does not know, has digits.
var codeForm = regexp.MustCompile(`^[a-z-]{1,32}$`)

// translate turns a refusal into an error, and a success into nil. The status
// decides; the body adds the vendor's code and the member that it is about, and
// tells apart what is wrong with a list. quirk: it is XML, also where the answer
// would be JSON (sheet §5).
func (c *connector) translate(a *rest.Answer) *upstream.Error {
	refusal := c.statuses.Translate(a)
	if refusal == nil {
		return nil
	}
	var body fault
	if err := xml.Unmarshal(a.Body, &body); err != nil {
		// A page of a proxy has nothing to add.
		return refusal
	}
	pointer, ours := pointers[body.Field]
	switch {
	case a.Status == 400 && body.Field == "after":
		refusal.Kind = upstream.BadPosition
	case refusal.Kind == upstream.Rejected && ours:
		refusal.Fields = []upstream.FieldError{{Pointer: pointer, Code: "vendor-rejected", Detail: "The vendor refuses it."}}
	}
	if !codeForm.MatchString(body.Code) {
		return refusal
	}
	return a.Code(refusal, body.Code)
}
