package inwebo

import (
	"errors"

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
	}, nil
}

// validate returns the tables as the settings leave them, or every fault.
func (s settings) validate() (rest.Routes, rest.Statuses, error) {
	routes, faults := defaultRoutes().Override(s.Routes)
	statuses, more := defaultStatuses().Override(s.Statuses, routes)
	faults = append(faults, more...)
	switch {
	case s.APIToken.IsZero():
		faults = append(faults, &upstream.Fault{Path: "settings.apiToken", Problem: "required"})
	case !s.APIToken.Sendable():
		faults = append(faults, &upstream.Fault{Path: "settings.apiToken", Problem: "want one word of visible ASCII characters"})
	}
	return routes, statuses, errors.Join(faults...)
}
