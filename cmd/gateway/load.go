package main

import (
	"bytes"
	"cmp"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"os"
	"slices"

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
	// pool holds the connections, open.
	pool   *upstream.Pool
	keys   []handlers.Key
	limits map[string]ratelimit.Limit
}

// loadFile reads a configuration file, see [load].
func loadFile(path string, getenv func(string) string) (*settled, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return load(text, getenv)
}

// load reads a configuration and opens its connections, which sends nothing. Its
// error joins every fault, each under its path.
func load(text []byte, getenv func(string) string) (*settled, error) {
	tree, err := parse(text)
	if err != nil {
		return nil, err
	}
	l := &loader{&decoder{getenv: getenv}, map[string]bool{}}
	var c config
	l.into("", tree, &c)
	// A tree that does not fit is checked no further as a whole; what stands in
	// it may still fit and then holds faults of its own.
	l.pieces(tree, &c)
	s := l.settle(c)
	if len(l.faults) > 0 {
		return nil, errors.Join(append(l.faults, s.pool.Close())...)
	}
	return s, nil
}

// parse reads the one YAML document that a configuration is.
func parse(text []byte) (map[string]any, error) {
	var tree, second map[string]any
	documents := yaml.NewDecoder(bytes.NewReader(text))
	switch err := documents.Decode(&tree); {
	case errors.Is(err, io.EOF), err == nil && len(tree) == 0:
		return nil, errors.New("the configuration is empty")
	case err != nil:
		return nil, errors.New(yaml.FormatError(err, false, false))
	}
	if err := documents.Decode(&second); !errors.Is(err, io.EOF) {
		return nil, errors.New("the configuration has a second document")
	}
	return tree, nil
}

type loader struct {
	*decoder
	// unfit are the connections whose faults were found by their shape: they are
	// not looked at again.
	unfit map[string]bool
}

// pieces decodes the connections and tenants one by one where the whole did not
// fit, so that one fault does not hide the others.
func (l *loader) pieces(tree map[string]any, c *config) {
	if len(l.faults) == 0 {
		return
	}
	c.Connections, c.Tenants = map[string]connectionConfig{}, map[string]tenantConfig{}
	each(tree["connections"], func(name string, node any) {
		var fits bool
		c.Connections[name], fits = piece[connectionConfig](l, node)
		l.unfit[name] = !fits
	})
	each(tree["tenants"], func(name string, node any) { c.Tenants[name], _ = piece[tenantConfig](l, node) })
}

// piece decodes quietly: its faults were found with the whole.
func piece[T any](l *loader, node any) (out T, fits bool) {
	d := &decoder{getenv: l.getenv}
	d.into("", node, &out)
	return out, len(d.faults) == 0
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
	l.open(s, c.Connections)
	if len(c.Tenants) == 0 {
		l.fault("tenants", "at least one is needed")
	}
	for _, name := range slices.Sorted(maps.Keys(c.Tenants)) {
		l.tenant(s, c, name)
	}
	return s
}

// open opens what can be opened, so that a fault in a vendor's settings is
// reported beside all others.
func (l *loader) open(s *settled, connections map[string]connectionConfig) {
	var named []upstream.NamedConnection
	for _, name := range slices.Sorted(maps.Keys(connections)) {
		if l.unfit[name] {
			continue
		}
		if c := l.connection(name, connections[name]); c.BaseURL != nil {
			named = append(named, c)
		}
	}
	pool, err := upstream.NewPool(registered(), named)
	if s.pool = pool; err != nil {
		l.faults = append(l.faults, err)
	}
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
