package main

import (
	"cmp"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/goccy/go-yaml"

	"github.com/dragoman-gateway/dragoman/internal/handlers"
	"github.com/dragoman-gateway/dragoman/internal/ratelimit"
	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// settled is a configuration without a fault, in the terms of the parts.
type settled struct {
	listen, adminListen string
	cursorKeys          [][]byte
	// randomCursorKey tells that no key was configured.
	randomCursorKey bool
	connections     []upstream.NamedConnection
	keys            []handlers.Key
	limits          map[string]ratelimit.Limit
}

// loadFile reads a configuration file, see [load].
func loadFile(path string, getenv func(string) string) (*settled, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return load(text, getenv)
}

// load reads a configuration. Its error joins every fault that can be found
// without opening a connection, each under its path.
func load(text []byte, getenv func(string) string) (*settled, error) {
	var tree map[string]any
	if err := yaml.Unmarshal(text, &tree); err != nil {
		return nil, errors.New(yaml.FormatError(err, false, false))
	}
	if len(tree) == 0 {
		return nil, errors.New("the configuration is empty")
	}
	l := &loader{decoder: &decoder{getenv: getenv}}
	var c config
	l.into("", tree, &c)
	// A tree that does not fit is checked no further as a whole; what stands in
	// it may still fit and then holds faults of its own.
	l.pieces(tree, &c)
	s := l.settle(c)
	if len(l.faults) > 0 {
		return nil, errors.Join(l.faults...)
	}
	return s, nil
}

type loader struct{ *decoder }

// pieces decodes the connections and tenants one by one where the whole did not
// fit, so that one fault does not hide the others.
func (l *loader) pieces(tree map[string]any, c *config) {
	if len(l.faults) == 0 {
		return
	}
	c.Connections, c.Tenants = map[string]connectionConfig{}, map[string]tenantConfig{}
	each(tree["connections"], func(name string, node any) { c.Connections[name] = piece[connectionConfig](l, node) })
	each(tree["tenants"], func(name string, node any) { c.Tenants[name] = piece[tenantConfig](l, node) })
}

// piece decodes quietly: its faults were found with the whole.
func piece[T any](l *loader, node any) T {
	var out T
	(&decoder{getenv: l.getenv}).into("", node, &out)
	return out
}

func each(node any, do func(string, any)) {
	object, _ := node.(map[string]any)
	for name, child := range object {
		do(name, child)
	}
}

func (l *loader) settle(c config) *settled {
	s := &settled{listen: cmp.Or(c.Listen, defaultListen), adminListen: cmp.Or(c.AdminListen, defaultAdminListen), limits: map[string]ratelimit.Limit{}}
	l.address("listen", s.listen)
	l.address("adminListen", s.adminListen)
	l.cursorKeys(s, c.CursorKeys)
	if len(c.Connections) == 0 {
		l.fault("connections", "at least one is needed")
	}
	for _, name := range slices.Sorted(maps.Keys(c.Connections)) {
		s.connections = append(s.connections, l.connection(name, c.Connections[name]))
	}
	if len(c.Tenants) == 0 {
		l.fault("tenants", "at least one is needed")
	}
	for _, name := range slices.Sorted(maps.Keys(c.Tenants)) {
		l.tenant(s, c, name)
	}
	return s
}

func (l *loader) address(path, address string) {
	if _, _, err := net.SplitHostPort(address); err != nil {
		l.fault(path, "want host:port")
	}
}

func (l *loader) cursorKeys(s *settled, secrets []upstream.Secret) {
	for i, secret := range secrets {
		key, err := base64.StdEncoding.DecodeString(secret.Reveal())
		if err != nil || len(key) != handlers.CursorKeySize {
			l.fault(fmt.Sprintf("cursorKeys[%d]", i), "want %d bytes in base64", handlers.CursorKeySize)
		}
		s.cursorKeys = append(s.cursorKeys, key)
	}
	if len(secrets) == 0 {
		key := make([]byte, handlers.CursorKeySize)
		_, _ = rand.Read(key) // never fails: crypto/rand ends the program instead
		s.cursorKeys, s.randomCursorKey = [][]byte{key}, true
	}
}

// connectionNameForm is what a connection may be called: the part of an id
// before the colon.
var connectionNameForm = regexp.MustCompile(`^[a-z][a-z0-9-]{0,31}$`)

func (l *loader) connection(name string, c connectionConfig) upstream.NamedConnection {
	path := "connections." + name
	if !connectionNameForm.MatchString(name) {
		l.fault(path, "a name is a lower-case letter and up to 31 letters, digits and dashes")
	}
	if c.Timeout < 0 {
		l.fault(path+".timeout", "want a positive duration")
	}
	out := upstream.NamedConnection{Vendor: c.Vendor}
	out.Connection = upstream.Connection{
		Name: name, BaseURL: l.baseURL(path, c), Timeout: cmp.Or(c.Timeout, defaultTimeout), RootCAs: l.roots(path, c.TLS.CAFile), Now: time.Now,
		Settings: func(into any) error {
			d := &decoder{getenv: l.getenv}
			d.into("settings", c.Settings, into)
			return errors.Join(d.faults...)
		},
	}
	return out
}

// baseURL demands https, but for loopback and where the operator says otherwise.
func (l *loader) baseURL(path string, c connectionConfig) *url.URL {
	u, err := url.Parse(c.BaseURL)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		l.fault(path+".baseURL", "want http(s)://host[:port][/path]")
		return nil
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
	pem, err := os.ReadFile(file)
	pool := x509.NewCertPool()
	if err != nil || !pool.AppendCertsFromPEM(pem) {
		l.fault(path+".tls.caFile", "cannot be read or holds no certificate")
	}
	return pool
}

func (l *loader) tenant(s *settled, c config, name string) {
	path, t := "tenants."+name, c.Tenants[name]
	for i, connection := range t.Connections {
		if _, known := c.Connections[connection]; !known {
			l.fault(fmt.Sprintf("%s.connections[%d]", path, i), "no connection %q", connection)
		}
	}
	for i, key := range t.Keys {
		l.key(s, name, t, key, fmt.Sprintf("%s.keys[%d]", path, i))
	}
	if t.RateLimit != (rateLimitConfig{}) {
		if t.RateLimit.Rate <= 0 || t.RateLimit.Burst < 1 {
			l.fault(path+".rateLimit", "want a rate above 0 and a burst of at least 1")
		}
		s.limits[name] = ratelimit.Limit{Rate: t.RateLimit.Rate, Burst: t.RateLimit.Burst}
	}
}

func (l *loader) key(s *settled, tenant string, t tenantConfig, k keyConfig, path string) {
	if !keyIDForm.MatchString(k.ID) {
		l.fault(path+".id", "want 1 to 32 lower-case letters, digits and dashes")
	}
	if slices.ContainsFunc(s.keys, func(other handlers.Key) bool { return other.Caller.Key == k.ID }) {
		l.fault(path+".id", "another key has this id")
	}
	hash, err := hex.DecodeString(k.SHA256)
	if err != nil || len(hash) != sha256.Size {
		l.fault(path+".sha256", "want the hex SHA-256 of the whole key")
	}
	for i, scope := range k.Scopes {
		if !slices.Contains(handlers.Scopes(), scope) {
			l.fault(fmt.Sprintf("%s.scopes[%d]", path, i), "no such scope; there are %s", strings.Join(handlers.Scopes(), ", "))
		}
	}
	for i, connection := range k.Connections {
		if !slices.Contains(t.Connections, connection) {
			l.fault(fmt.Sprintf("%s.connections[%d]", path, i), "not one of the tenant's connections")
		}
	}
	key := handlers.Key{Caller: handlers.Caller{Tenant: tenant, Key: k.ID, Scopes: k.Scopes}}
	copy(key.SHA256[:], hash)
	for _, connection := range t.Connections {
		if k.Connections == nil || slices.Contains(k.Connections, connection) {
			key.Caller.Connections = append(key.Caller.Connections, connection)
		}
	}
	s.keys = append(s.keys, key)
}
