package infoworks

import "github.com/dragoman-gateway/dragoman/internal/upstream/rest"

// subjectEmail returns the address of a token's user, nil where it does not say.
// quirk: sub is a text that holds JSON (sheet §3).
func subjectEmail(c rest.Claims) *string {
	subject, _ := c["sub"].(string)
	return rest.ClaimsIn([]byte(subject)).Text("email")
}
