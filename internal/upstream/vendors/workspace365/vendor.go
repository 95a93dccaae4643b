package workspace365

import (
	"net/url"
	"slices"
	"strings"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// name is the vendor's name in configurations and of its extension object.
const name = "workspace365"

// Vendor returns the registration of Workspace 365.
func Vendor() upstream.Vendor {
	return upstream.Vendor{Name: name, Title: "Workspace 365", Open: open}
}

func open(c upstream.Connection) (upstream.Connector, error) {
	var s settings
	if err := c.Settings(&s); err != nil {
		return nil, err
	}
	s = s.withDefaults()
	routes, statuses, err := s.validate()
	if err != nil {
		return nil, err
	}
	c.BaseURL = below(c.BaseURL, s.Environment)
	wire := family{client: rest.NewClient(c, s.secrets()...), routes: routes, statuses: statuses}
	opened := &connector{client: wire.client, facts: slices.Concat(routes.Facts(), statuses.Facts(), s.facts())}
	if !s.APIToken.IsZero() {
		opened.portal = &portal{wire.with(portalAuth(s.APIToken))}
	}
	if !s.SyncToken.IsZero() {
		opened.directory = &directory{wire.with(s.directoryAuth()), s.Booleans, s.Required, s.PicturePart}
	}
	if s.Introspection == byProbe {
		opened.introspector = &introspector{wire}
	}
	return opened.widened(), nil
}

// below returns the base URL with the environment as one segment more: every
// path begins with it, and the transport holds each call to its base.
func below(base *url.URL, environment string) *url.URL {
	out := *base
	out.Path = strings.TrimSuffix(base.Path, "/") + "/" + environment
	out.RawPath = strings.TrimSuffix(base.EscapedPath(), "/") + "/" + url.PathEscape(environment)
	return &out
}
