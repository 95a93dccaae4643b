//go:build chaos

package chaos

import (
	"encoding/json"
	"testing"
)

// configuration is the gateway's configuration file, as far as the scenarios need
// it. It is written as JSON, which is YAML.
type configuration struct {
	Listen      string                 `json:"listen"`
	AdminListen string                 `json:"adminListen"`
	DrainDelay  string                 `json:"drainDelay,omitempty"`
	CursorKeys  []reference            `json:"cursorKeys"`
	Redis       *redisConfig           `json:"redis,omitempty"`
	Connections map[string]*connection `json:"connections"`
	Tenants     map[string]*tenant     `json:"tenants"`
}

// reference names a variable that holds a secret.
type reference struct {
	Env string `json:"env"`
}

type redisConfig struct {
	URL reference `json:"url"`
}

type connection struct {
	Vendor      string         `json:"vendor"`
	BaseURL     string         `json:"baseURL"`
	Timeout     string         `json:"timeout,omitempty"`
	Concurrency int            `json:"concurrency,omitempty"`
	RateLimit   *rateLimit     `json:"rateLimit,omitempty"`
	Settings    map[string]any `json:"settings"`
}

type tenant struct {
	Connections []string   `json:"connections"`
	RateLimit   *rateLimit `json:"rateLimit,omitempty"`
	Keys        []key      `json:"keys"`
}

type rateLimit struct {
	Rate  float64 `json:"rate"`
	Burst int     `json:"burst"`
}

type key struct {
	ID     string   `json:"id"`
	SHA256 string   `json:"sha256"`
	Scopes []string `json:"scopes"`
}

// text is the file.
func (c configuration) text(t *testing.T) string {
	t.Helper()
	out, err := json.MarshalIndent(c, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// edited is a copy of the configuration that edit has changed.
func (c configuration) edited(t *testing.T, edit func(*configuration)) configuration {
	t.Helper()
	var deep configuration
	if err := json.Unmarshal([]byte(c.text(t)), &deep); err != nil {
		t.Fatal(err)
	}
	edit(&deep)
	return deep
}
