package juump

import (
	"encoding/json"
	"fmt"
	"regexp"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// incidentForm is a plain word, as the vendor's ids of incidents are.
var incidentForm = regexp.MustCompile(`^[A-Za-z0-9_.-]{1,64}$`)

// translate turns a refusal into an error, and a success into nil. The status
// alone decides; the vendor's code is shown, and the id of the incident goes
// into the cause, where a log finds it (sheet §6). An incident that is no plain
// word is left out, for it might be somebody's data, and so is one that holds a
// credential.
func (c *connector) translate(a *rest.Answer) *upstream.Error {
	refusal := c.statuses.Translate(a)
	if refusal == nil {
		return nil
	}
	var body problem
	if err := json.Unmarshal(a.Body, &body); err != nil {
		return refusal
	}
	if incidentForm.MatchString(body.UUID) && a.Text(body.UUID) == body.UUID {
		refusal.Err = fmt.Errorf("3djuump: incident %s", body.UUID)
	}
	return a.Code(refusal, body.Code)
}
