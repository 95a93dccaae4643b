package rollbook

import (
	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// name is the vendor's name in configurations.
const name = "rollbook"

// Vendor returns the registration of Rollbook.
func Vendor() upstream.Vendor {
	return upstream.Vendor{Name: name, Title: "Rollbook", Open: open}
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
		client:   rest.NewClient(c, s.Secret),
		auth:     signature{keyID: s.KeyID, secret: s.Secret, now: c.Now},
		routes:   routes,
		statuses: statuses,
	}, nil
}
