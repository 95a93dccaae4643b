package infoworks

import (
	"context"
	"net/url"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// StartSSO returns where a browser begins to sign on. It is asked with the
// connection's own bearer. quirk: the answer is a 200 without the usual envelope,
// and its Location is a member of the body (sheet §7.8, §7.9).
func (c *connector) StartSSO(ctx context.Context, _ struct{}) (upstream.SSO, error) {
	answer, err := c.do(ctx, "startSSO", rest.Call{Auth: c.bearer})
	if err != nil {
		return upstream.SSO{}, err
	}
	body, err := rest.JSON[struct {
		Location string `json:"Location"`
	}](answer)
	if err != nil {
		return upstream.SSO{}, err
	}
	location, err := url.Parse(body.Location)
	if err != nil || !isWebPage(location) {
		return upstream.SSO{}, answer.Malformed("a sign-on without a location")
	}
	return upstream.SSO{Location: location}, nil
}

// isWebPage tells whether a browser can be sent there: an absolute address on the
// web that carries nobody's password.
func isWebPage(u *url.URL) bool {
	return (u.Scheme == "https" || u.Scheme == "http") && u.Hostname() != "" && u.User == nil
}
