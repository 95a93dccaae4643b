package infoworks

import (
	"net/http"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// name is the vendor's name in configurations and of its extension object.
const name = "infoworks"

// Vendor returns the registration of Infoworks.
func Vendor() upstream.Vendor {
	return upstream.Vendor{Name: name, Title: "Infoworks", Open: open}
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
		client:            rest.NewClient(c, s.secrets()...),
		refreshToken:      s.refreshHeaders(),
		password:          s.passwordHeaders(),
		routes:            routes,
		statuses:          statuses,
		filterIgnoresCase: s.FilterIgnoresCase,
		rotateWith:        s.RotateWith,
		now:               c.Now,
	}
	// quirk: 406 is a refused login, and on any call it may mean that the bearer
	// wore out, as 401 does (sheet §3, §7.3).
	opened.bearer = &rest.Session{
		Mint: opened.mint, StaleOn: []int{http.StatusUnauthorized, http.StatusNotAcceptable}, Now: c.Now,
	}
	if s.Password.IsZero() {
		return opened, nil
	}
	return passwordConnector{opened}, nil
}
