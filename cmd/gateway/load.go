package main

import (
	"cmp"
	"encoding/base64"
	"errors"
	"fmt"
	"maps"
	"net"
	"reflect"
	"slices"
	"strconv"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/handlers"
	"github.com/dragoman-gateway/dragoman/internal/ratelimit"
	"github.com/dragoman-gateway/dragoman/internal/redisconn"
	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/vendors"
)

// settled is a configuration without a fault, in the terms of the parts.
type settled struct {
	listen, adminListen string
	drainDelay          time.Duration
	// cursorKeys are those that were configured, possibly none.
	cursorKeys [][]byte
	// redisURL is zero without a Redis.
	redisURL upstream.Secret
	// pool holds the connections, open.
	pool    *upstream.Pool
	keys    []handlers.Key
	issuers []handlers.Issuer
	// limits and tenantConcurrency are by tenant, for those that have one.
	limits            map[string]ratelimit.Limit
	tenantConcurrency map[string]int
	// connectionLimits are by connection, for those that have one; every connection
	// has a concurrency.
	connectionLimits      map[string]ratelimit.Limit
	connectionConcurrency map[string]int
	// quota is what the connections ask before each call.
	quota quota
}

// loadFile reads a configuration file and puts every file that it read into seen,
// whether or not the configuration has a fault; see [loadText].
func loadFile(table []vendors.Entry, path string, getenv func(string) string, seen files) (*settled, error) {
	text, err := seen.read(path)
	if err != nil {
		return nil, err
	}
	return settleText(&loader{decoder{getenv: getenv, files: seen}, registered(table)}, text)
}

// loadText reads a configuration and opens its connections with the vendors of the
// table, which sends nothing. Its error joins every fault, each under its path.
func loadText(table []vendors.Entry, text []byte, getenv func(string) string) (*settled, error) {
	return settleText(&loader{decoder{getenv: getenv, files: files{}}, registered(table)}, text)
}

func settleText(l *loader, text []byte) (*settled, error) {
	tree, err := parse(text)
	if err != nil {
		return nil, err
	}
	var c config
	l.fill("", tree, reflect.ValueOf(&c).Elem())
	if l.nodes > maxNodes {
		return nil, errors.New("the configuration is too large: its aliases say more than a file can")
	}
	s := l.settle(c)
	if len(l.all) > 0 {
		return nil, errors.Join(append(l.all, s.pool.Close())...)
	}
	return s, nil
}

// loader checks what fits, and gathers its faults with those of the decoder.
type loader struct {
	decoder
	vendors []upstream.Vendor
}

func (l *loader) settle(c config) *settled {
	s := &settled{
		listen: cmp.Or(c.Listen, defaultListen), adminListen: cmp.Or(c.AdminListen, defaultAdminListen),
		drainDelay: defaultDrainDelay,
		limits:     map[string]ratelimit.Limit{}, tenantConcurrency: map[string]int{},
		connectionLimits: map[string]ratelimit.Limit{}, connectionConcurrency: map[string]int{},
	}
	l.address("listen", s.listen)
	l.address("adminListen", s.adminListen)
	if c.DrainDelay != nil {
		s.drainDelay = *c.DrainDelay
	}
	if s.drainDelay < 0 {
		l.fault("drainDelay", "want a duration of 0s or more")
	}
	l.cursorKeys(s, c.CursorKeys)
	l.redis(s, c.Redis)
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
	for i := range c.Issuers {
		l.issuer(s, c, i)
	}
	return s
}

// redis checks where Redis is, quoting nothing of it: a URL of Redis holds its
// password.
func (l *loader) redis(s *settled, c *redisConfig) {
	if c == nil {
		return
	}
	if err := redisconn.Check(c.URL.Reveal()); err != nil {
		l.fault("redis.url", "%v", err)
	}
	s.redisURL = c.URL
}

// open opens every connection, so that its vendor's settings are checked,
// whatever else is wrong: a load with a fault closes them again.
func (l *loader) open(s *settled, connections map[string]connectionConfig) {
	var named []upstream.NamedConnection
	for _, name := range slices.Sorted(maps.Keys(connections)) {
		c := connections[name]
		l.rateLimit("connections."+name, name, c.RateLimit, s.connectionLimits)
		s.connectionConcurrency[name] = defaultConcurrency
		l.concurrency("connections."+name, name, c.Concurrency, s.connectionConcurrency)
		connection := l.connection(name, c)
		connection.Admit, connection.Resilience = s.quota.of(name), resilience(s.connectionConcurrency[name])
		named = append(named, connection)
	}
	pool, err := upstream.NewPool(l.vendors, named)
	s.pool = pool
	l.gather(err)
}

// resilience is a connection's, with so many calls under way at once.
func resilience(concurrency int) *upstream.Resilience {
	r := upstream.DefaultResilience()
	r.Concurrency = uint(max(1, concurrency)) // less is a fault that was told
	return &r
}

func (l *loader) address(path, address string) {
	_, port, err := net.SplitHostPort(address)
	if number, portErr := strconv.ParseUint(port, 10, 16); err != nil || portErr != nil || strconv.FormatUint(number, 10) != port {
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
}
