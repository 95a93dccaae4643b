package juump

import (
	"encoding/base64"
	"errors"
	"net/url"
	"strings"

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
	}, nil
}

// validate returns the tables as the settings leave them, or every fault.
func (s settings) validate() (rest.Routes, rest.Statuses, error) {
	routes, faults := defaultRoutes().Override(s.Routes)
	statuses, more := defaultStatuses().Override(s.Statuses, routes)
	faults = append(faults, more...)
	switch {
	case s.APIKey.IsZero():
		faults = append(faults, &upstream.Fault{Path: "settings.apiKey", Problem: "required"})
	case !s.APIKey.Sendable():
		faults = append(faults, &upstream.Fault{Path: "settings.apiKey", Problem: "want one word of visible ASCII characters"})
	}
	if s.List != "" && s.List != listPaged && s.List != listWhole {
		faults = append(faults, &upstream.Fault{Path: "settings.list", Problem: `want "paged" or "whole"`})
	}
	return routes, statuses, errors.Join(faults...)
}

// insideOf returns what a key is made of, so that an answer that echoes it
// decoded is scrubbed too: base64 of a user name and a password, each escaped
// as in a form, with a colon between (sheet §3).
func insideOf(key upstream.Secret) []upstream.Secret {
	pair, err := base64.StdEncoding.DecodeString(key.Reveal())
	if err != nil {
		return nil
	}
	_, escaped, _ := strings.Cut(string(pair), ":")
	password, err := url.QueryUnescape(escaped)
	if err != nil {
		password = escaped
	}
	return []upstream.Secret{upstream.NewSecret(string(pair)), upstream.NewSecret(escaped), upstream.NewSecret(password)}
}
