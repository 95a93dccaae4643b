package main

import (
	"crypto/sha256"
	"crypto/x509"
	"fmt"
	"maps"
	"net"
	"net/netip"
	"net/url"
	"reflect"
	"regexp"
	"slices"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// connectionNameForm is what a connection may be called: the part of an id
// before the colon.
var connectionNameForm = regexp.MustCompile(`^[a-z][a-z0-9-]{0,31}$`)

func (l *loader) connection(name string, c connectionConfig) upstream.NamedConnection {
	path := "connections." + name
	if !connectionNameForm.MatchString(name) {
		// Kept even where the connection is a misfit: its name is wrong all the same.
		l.all = append(l.all, &upstream.Fault{Path: path, Problem: "a name is a lower-case letter and up to 31 letters, digits and dashes"})
	}
	timeout := defaultTimeout
	if c.Timeout != nil {
		timeout = *c.Timeout
	}
	if timeout <= 0 {
		l.fault(path+".timeout", "want a positive duration")
	}
	return upstream.NamedConnection{Vendor: c.Vendor, Connection: upstream.Connection{
		Name: name, Account: accountOf(c), BaseURL: l.baseURL(path, c), Timeout: timeout, RootCAs: l.roots(path, c.TLS.CAFile), Now: time.Now,
		// The faults are kept here, and the vendor goes on to check what fits.
		Settings: func(into any) error {
			l.fill(path+".settings", c.Settings, reflect.ValueOf(into).Elem())
			return nil
		},
	}}
}

// accountOf is the same where vendor, base URL and settings are. Of a secret it knows
// where it is and not what it holds: a rotated one is of the same account. Settings
// within settings, such as routes, say how an account is spoken to and not which.
func accountOf(c connectionConfig) string {
	hash := sha256.New()
	fmt.Fprintf(hash, "%q %q", c.Vendor, c.BaseURL)
	for _, name := range slices.Sorted(maps.Keys(c.Settings)) {
		switch value := c.Settings[name].(type) {
		case map[string]any:
			env, _ := value["env"].(string)
			file, _ := value["file"].(string)
			fmt.Fprintf(hash, " %q %q %q", name, env, file)
		case []any:
		default:
			fmt.Fprintf(hash, " %q %q", name, fmt.Sprint(value))
		}
	}
	return string(hash.Sum(nil))
}

// baseURL demands https, but for loopback and where the operator says otherwise,
// and an address that the transport will dial.
// In place of one that is none it returns a URL to open the connection with.
func (l *loader) baseURL(path string, c connectionConfig) *url.URL {
	u, err := url.Parse(c.BaseURL)
	if err != nil || u.Hostname() == "" || u.Scheme != "http" && u.Scheme != "https" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		l.fault(path+".baseURL", "want http(s)://host[:port][/path]")
		return &url.URL{Scheme: "https", Host: "nowhere.invalid"}
	}
	if ip, err := netip.ParseAddr(u.Hostname()); err == nil && rest.NeverDialled(ip) {
		l.fault(path+".baseURL", "link-local, unspecified and multicast addresses are never called")
	}
	if u.Scheme == "http" && !c.AllowPlaintext && !isLoopback(u.Hostname()) {
		l.fault(path+".baseURL", "plain http would show the credentials: use https, or set allowPlaintext")
	}
	return u
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

func (l *loader) roots(path, file string) *x509.CertPool {
	if file == "" {
		return nil
	}
	pem, err := l.files.read(file)
	pool := x509.NewCertPool()
	if err != nil || !pool.AppendCertsFromPEM(pem) {
		l.fault(path+".tls.caFile", "cannot be read or holds no certificate")
	}
	return pool
}
