package inwebo

import (
	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// name is the vendor's name in configurations and of its extension object.
const name = "inwebo"

// Vendor returns the registration of inWebo.
func Vendor() upstream.Vendor {
	return upstream.Vendor{Name: name, Title: "inWebo (TrustBuilder MFA)", Open: open}
}

func open(c upstream.Connection) (upstream.Connector, error) {
	var s settings
	if err := c.Settings(&s); err != nil {
		return nil, err
	}
	routes, statuses, err := s.validate()
	if err != nil {
		return nil, err
	}
	return &connector{
		client:   rest.NewClient(c, s.APIToken),
		auth:     rest.Headers{"Authorization": upstream.NewSecret("Bearer " + s.APIToken.Reveal())},
		routes:   routes,
		statuses: statuses,
		timeout:  c.Timeout,
	}, nil
}
