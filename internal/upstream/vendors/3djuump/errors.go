package juump

import (
	"encoding/json"
	"fmt"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// translate turns a refusal into an error, and a success into nil. The status
// alone decides; the vendor's code is shown, and the id of the incident goes
// into the cause, where a log finds it (sheet §6).
func (c *connector) translate(a *rest.Answer) *upstream.Error {
	refusal := c.statuses.Translate(a)
	if refusal == nil {
		return nil
	}
	var body problem
	if err := json.Unmarshal(a.Body, &body); err != nil {
		return refusal
	}
	if body.UUID != "" {
		refusal.Err = fmt.Errorf("3djuump: incident %s", a.Text(body.UUID))
	}
	return a.Code(refusal, body.Code)
}
