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
	s = s.withDefaults()
	routes, statuses, err := s.validate()
	if err != nil {
		return nil, err
	}
	opened := &connector{
		client:   rest.NewClient(c, s.APIToken),
		auth:     rest.Bearer(s.APIToken),
		routes:   routes,
		statuses: statuses,
		facts:    s.facts(),
		timeout:  c.Timeout,
		now:      c.Now,
	}
	if s.Introspection == notAtAll {
		return opened, nil
	}
	return probingConnector{opened}, nil
}
