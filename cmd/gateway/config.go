package main

import (
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// config is the configuration file. docs/configuration.md shows it to operators.
type config struct {
	Listen      string                      `yaml:"listen"`
	AdminListen string                      `yaml:"adminListen"`
	DrainDelay  *time.Duration              `yaml:"drainDelay"`
	CursorKeys  []upstream.Secret           `yaml:"cursorKeys"`
	Redis       *redisConfig                `yaml:"redis"`
	Connections map[string]connectionConfig `yaml:"connections"`
	Issuers     []issuerConfig              `yaml:"issuers"`
	Tenants     map[string]tenantConfig     `yaml:"tenants"`
}

// redisConfig is the Redis that replicas share. Its URL holds a password.
type redisConfig struct {
	URL upstream.Secret `yaml:"url"`
}

// connectionConfig is one account at one vendor. Settings are the vendor's own.
type connectionConfig struct {
	Vendor         string         `yaml:"vendor"`
	BaseURL        string         `yaml:"baseURL"`
	Timeout        *time.Duration `yaml:"timeout"`
	TLS            tlsConfig      `yaml:"tls"`
	AllowPlaintext bool           `yaml:"allowPlaintext"`
	// RateLimit and Concurrency bound the vendor calls of all tenants together.
	RateLimit   *rateLimitConfig `yaml:"rateLimit"`
	Concurrency *int             `yaml:"concurrency"`
	Settings    map[string]any   `yaml:"settings"`
}

type tlsConfig struct {
	CAFile string `yaml:"caFile"`
}

// issuerConfig is one issuer of JWTs and what is taken from it.
type issuerConfig struct {
	Issuer      string   `yaml:"issuer"`
	JWKSURL     string   `yaml:"jwksURL"`
	Audience    string   `yaml:"audience"`
	Algorithms  []string `yaml:"algorithms"`
	TenantClaim string   `yaml:"tenantClaim"`
	Tenants     []string `yaml:"tenants"`
}

// tenantConfig is one internal app and what it may use, in the order in which a
// list over several connections has them.
type tenantConfig struct {
	Connections []string         `yaml:"connections"`
	Keys        []keyConfig      `yaml:"keys"`
	RateLimit   *rateLimitConfig `yaml:"rateLimit"`
	Concurrency *int             `yaml:"concurrency"`
}

// keyConfig is one key. No scopes are none. Connections that are left out are all of
// the tenant's, an empty list is none.
type keyConfig struct {
	ID          string   `yaml:"id"`
	SHA256      string   `yaml:"sha256"`
	Scopes      []string `yaml:"scopes"`
	Connections []string `yaml:"connections"`
}

type rateLimitConfig struct {
	Rate  float64 `yaml:"rate"`
	Burst int     `yaml:"burst"`
}

// The defaults.
const (
	defaultListen      = "127.0.0.1:8080"
	defaultAdminListen = "127.0.0.1:9090"
	defaultDrainDelay  = 2 * time.Second
	defaultTimeout     = 10 * time.Second
	// defaultConcurrency is a connection's; a tenant has no limit unless it is given.
	defaultConcurrency = 64
)
