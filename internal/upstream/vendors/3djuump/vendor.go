package juump

import (
	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// name is the vendor's name in configurations and of its extension object.
const name = "3djuump"

// Vendor returns the registration of 3DJuump Infinite.
func Vendor() upstream.Vendor {
	return upstream.Vendor{Name: name, Title: "3DJuump Infinite", Open: open}
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
	return &connector{
		client: rest.NewClient(c, append(insideOf(s.APIKey), s.APIKey)...),
		// quirk: 3.3 wants the same key in both headers, older servers read only
		// the second and 4.1 only the first (sheet §3).
		auth: rest.Headers{
			"Authorization":     upstream.NewSecret("Basic " + s.APIKey.Reveal()),
			"X-Infinite-Apikey": s.APIKey,
		},
		routes:   routes,
		statuses: statuses,
		whole:    s.List == listWhole,
		rewrites: s.Membership == membershipUpdate,
		timeout:  c.Timeout,
	}, nil
}
