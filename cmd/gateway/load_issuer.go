package main

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/dragoman-gateway/dragoman/internal/handlers"
)

func (l *loader) issuer(s *settled, c config, index int) {
	path, i := fmt.Sprintf("issuers[%d]", index), c.Issuers[index]
	for _, required := range []struct{ name, value string }{
		{"issuer", i.Issuer}, {"audience", i.Audience}, {"tenantClaim", i.TenantClaim},
	} {
		if required.value == "" {
			l.fault(path+"."+required.name, "required")
		}
	}
	if i.Issuer != "" && slices.ContainsFunc(s.issuers, func(other handlers.Issuer) bool { return other.Name == i.Issuer }) {
		l.fault(path+".issuer", "it is named twice")
	}
	l.jwksURL(path+".jwksURL", i.JWKSURL)
	l.algorithms(path+".algorithms", i.Algorithms)
	s.issuers = append(s.issuers, handlers.Issuer{
		Name: i.Issuer, JWKSURL: i.JWKSURL, Audience: i.Audience, Algorithms: i.Algorithms,
		TenantClaim: i.TenantClaim, Tenants: l.issuersTenants(path+".tenants", c, i.Tenants),
	})
}

// jwksURL demands https, but for loopback: who can alter the keys on their way is
// whoever he likes.
func (l *loader) jwksURL(path, text string) {
	u, err := url.Parse(text)
	switch {
	case err != nil || u.Hostname() == "" || u.Scheme != "http" && u.Scheme != "https" || u.Fragment != "" || u.User != nil:
		l.fault(path, "want https://host[:port]/path")
	case u.Scheme == "http" && !isLoopback(u.Hostname()):
		l.fault(path, "plain http would let others put their keys in: use https")
	}
}

func (l *loader) algorithms(path string, algorithms []string) {
	if len(algorithms) == 0 {
		l.fault(path, "at least one is needed")
	}
	for i, algorithm := range algorithms {
		if !slices.Contains(handlers.Algorithms(), algorithm) {
			l.fault(fmt.Sprintf("%s[%d]", path, i), "no such algorithm; there are %s", strings.Join(handlers.Algorithms(), ", "))
		}
	}
}

// issuersTenants returns the connections of the tenants that an issuer may name.
func (l *loader) issuersTenants(path string, c config, names []string) map[string][]string {
	if len(names) == 0 {
		l.fault(path, "at least one is needed")
	}
	tenants := map[string][]string{}
	for i, name := range names {
		tenant, known := c.Tenants[name]
		// Without any tenants, that alone is the fault.
		if !known && len(c.Tenants) > 0 {
			l.fault(fmt.Sprintf("%s[%d]", path, i), "no tenant %q", name)
		}
		if _, twice := tenants[name]; twice {
			l.fault(fmt.Sprintf("%s[%d]", path, i), "it is named twice")
		}
		tenants[name] = tenant.Connections
	}
	return tenants
}
