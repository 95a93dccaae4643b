//go:build chaos

package chaos

import (
	"strings"
	"testing"
)

// spoiltFile is a configuration file that must not be served.
type spoiltFile struct{ fault, text string }

// spoilt returns the good configuration with one fault each.
func spoilt(t *testing.T, good configuration) []spoiltFile {
	t.Helper()
	text := good.text(t)
	replaced := func(from, to string) string {
		if !strings.Contains(text, from) {
			t.Fatalf("the configuration has no %s to spoil", from)
		}
		return strings.Replace(text, from, to, 1)
	}
	all := []spoiltFile{
		{"nothing", ""},
		{"white space", " \n\n"},
		{"a comment", "# later\n"},
		{"a number", "42\n"},
		{"a list", "[" + text + "]"},
		{"no YAML", "listen: [127.0.0.1"},
		{"half of it", text[:len(text)/2]},
		{"bytes that are no text", "\x00\xff\xfe" + text},
		{"a tab for an indent", "tenants:\n\thr: {}\n"},
		{"two documents", text + "\n---\n" + text},
		{"ten times the size", strings.TrimSuffix(text, "}") + `, "padding": "` + strings.Repeat("x", 9*len(text)) + `"}`},
		{"an alias that multiplies", "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nlisten: *c\n"},
		{"an unknown key", replaced(`"drain`, `"drian`)},
		{"a key in another case", replaced(`"tenants"`, `"Tenants"`)},
		{"a key twice", strings.TrimSuffix(text, "}") + `, "listen": "127.0.0.1:0"}`},
		{"an address without a port", replaced(good.Listen, "127.0.0.1")},
		{"a secret in the clear", replaced(`"env": "`+cursorKeyVariable+`"`, `"value": "hush"`)},
		{"a variable that is not set", replaced(cursorKeyVariable, "CHAOS_NOBODY_SETS_THIS")},
		{"a file that is not there", replaced(`"env": "`+cursorKeyVariable+`"`, `"file": "/nonexistent/key"`)},
		{"a drain delay without a unit", replaced(`"drainDelay": "2s"`, `"drainDelay": 2`)},
	}
	for fault, edit := range spoilers() {
		all = append(all, spoiltFile{fault, good.edited(t, edit).text(t)})
	}
	return all
}

// spoilers are faults that a well-formed file can have.
func spoilers() map[string]func(*configuration) {
	return map[string]func(*configuration){
		"no connections":                  func(c *configuration) { c.Connections = nil },
		"no tenants":                      func(c *configuration) { c.Tenants = nil },
		"an unknown vendor":               func(c *configuration) { c.Connections["iw"].Vendor = "nobody" },
		"plain http to elsewhere":         func(c *configuration) { c.Connections["iw"].BaseURL = "http://vendor.example/v3" },
		"a base URL that is none":         func(c *configuration) { c.Connections["iw"].BaseURL = "://" },
		"a base URL with a password":      func(c *configuration) { c.Connections["iw"].BaseURL = "https://u:p@vendor.example" },
		"no time for a vendor":            func(c *configuration) { c.Connections["iw"].Timeout = "0s" },
		"a negative concurrency":          func(c *configuration) { c.Connections["iw"].Concurrency = -1 },
		"a setting that the vendor lacks": func(c *configuration) { c.Connections["iw"].Settings["colour"] = "red" },
		"no credential":                   func(c *configuration) { delete(c.Connections["inwebo"].Settings, "apiToken") },
		"a connection of nobody":          func(c *configuration) { c.Tenants["hr"].Connections = []string{"nowhere"} },
		"a connection twice":              func(c *configuration) { c.Tenants["hr"].Connections = []string{"iw", "iw"} },
		"a limit of nothing":              func(c *configuration) { c.Tenants["hr"].RateLimit = &rateLimit{Rate: 0, Burst: 1} },
		"a limit without a burst":         func(c *configuration) { c.Tenants["hr"].RateLimit = &rateLimit{Rate: 1, Burst: 0} },
		"an unknown scope":                func(c *configuration) { c.Tenants["hr"].Keys[0].Scopes = []string{"everything"} },
		"a hash that is too short":        func(c *configuration) { c.Tenants["hr"].Keys[0].SHA256 = "abcd" },
		"a key's id twice":                func(c *configuration) { c.Tenants["hr"].Keys = append(c.Tenants["hr"].Keys, c.Tenants["hr"].Keys[0]) },
		"a key's id that is none":         func(c *configuration) { c.Tenants["hr"].Keys[0].ID = "No Id" },
		"a connection's name that is none": func(c *configuration) {
			c.Connections["I W"] = c.Connections["iw"]
		},
		"a Redis URL of another kind": func(c *configuration) { c.Redis.URL.Env = cursorKeyVariable },
	}
}
