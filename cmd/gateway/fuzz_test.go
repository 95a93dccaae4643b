package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream/vendors"
)

// FuzzConfiguration: no text ends the process that reads it, tells a secret in its
// faults, or has a file read that it does not name.
func FuzzConfiguration(f *testing.F) {
	const secret = "a-secret-that-no-fault-may-tell"
	for _, bomb := range bombs() {
		if text := bomb[0]; len(text) < 4<<10 {
			f.Add([]byte(text))
		}
	}
	for _, seed := range []string{
		complete(f, example), "", "a: &a [*a]", "connections: {iw: {vendor: infoworks, baseURL: \"http://iw.example\", settings: {password: {file: none}}}}",
		"cursorKeys: [{env: X}, {file: none}]\nredis: {url: {env: X}}", "tenants: {hr: {rateLimit: {rate: .inf, burst: -1}}}", "listen: !!binary x", "? [a]\n: b", "\xff", "a: b\n---\nc: d",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		seen := files{}
		s, err := settleText(&loader{decoder{getenv: func(string) string { return secret }, files: seen}, registered(vendors.All())}, text)
		tree, _ := parse(text)
		for path := range seen {
			if !holdsText(tree, path) {
				t.Errorf("%q was read", path)
			}
		}
		if err == nil {
			if len(s.keys) > 0 && s.pool.Len() == 0 {
				t.Error("keys without a connection")
			}
			_ = s.pool.Close()
			return
		}
		if slices.ContainsFunc(disguises(secret), func(form string) bool { return strings.Contains(err.Error(), form) }) {
			t.Errorf("the fault tells the secret: %v", err)
		}
	})
}

// holdsText tells whether a text stands anywhere in a tree.
func holdsText(tree any, text string) bool {
	switch v := tree.(type) {
	case string:
		return v == text
	case []any:
		return slices.ContainsFunc(v, func(inner any) bool { return holdsText(inner, text) })
	case map[string]any:
		for _, inner := range v {
			if holdsText(inner, text) {
				return true
			}
		}
	}
	return false
}
