package main

import (
	"encoding/base64"
	"os"
	"strings"
	"testing"
)

func TestTheDocumentedConfigurationIsOneThatServes(t *testing.T) {
	page, err := os.ReadFile("../../docs/configuration.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(page), "```yaml\n")
	sample, _, found := strings.Cut(rest, "```")
	if !found {
		t.Fatal("the page shows no configuration")
	}
	_, hash := newKey("k1")
	text := strings.NewReplacer(
		"/run/secrets/juump", written(t, "a-ready-key"), "/etc/dragoman/dmu-ca.pem", written(t, authorityOf(t)),
		"<hex, from gateway key>", hash,
	).Replace(sample)
	env := map[string]string{"DRAGOMAN_CURSOR_KEY": base64.StdEncoding.EncodeToString(make([]byte, 32)), "DRAGOMAN_REDIS_URL": "rediss://dragoman:p@redis.corp.example:6379/0"}
	s, err := load([]byte(text), func(name string) string {
		if value, ok := env[name]; ok {
			return value
		}
		return "the-value-of-" + name
	})
	if err != nil {
		t.Fatal(err)
	}
	defer s.pool.Close()
	if s.pool.Len() != 4 || len(s.keys) != 1 || len(s.issuers) != 1 || len(s.cursorKeys) != 1 || s.redisURL.IsZero() || s.limits["hr-portal"].Burst != 100 {
		t.Errorf("got %+v", s)
	}
}
