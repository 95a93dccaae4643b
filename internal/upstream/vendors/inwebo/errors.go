package inwebo

import (
	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// translate turns a refusal into an error, and a success into nil. quirk: no
// error body is documented and a proxy may answer HTML, so the status alone
// decides (sheet §6).
func (c *connector) translate(a *rest.Answer) *upstream.Error { return c.statuses.Translate(a) }
