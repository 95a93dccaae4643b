package main

import (
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

// spoiled are what can become of a configuration, each with a part of the fault
// that it has.
func spoiled(good string) map[string][2]string {
	instead := func(old, with string) string { return strings.Replace(good, old, with, 1) }
	tenants := good[strings.Index(good, "tenants:"):]
	all := map[string][2]string{
		"nothing":                     {"", "is empty"},
		"blanks":                      {" \n\n", "is empty"},
		"a comment":                   {"# later\n", "is empty"},
		"null":                        {"null\n", "null was used"},
		"a list":                      {"- listen\n", "sequence"},
		"a text":                      {"later\n", "string"},
		"half of it":                  {good[:strings.Index(good, "tenants:")], "tenants: at least one is needed"},
		"half a line":                 {good[:strings.Index(good, "sha256:")+3], ""},
		"no connections":              {good[:strings.Index(good, "connections:")] + tenants, "connections: at least one is needed"},
		"an open bracket":             {good + "zz: [1, 2\n", ""},
		"an open quote":               {good + "zz: 'x\n", "find end character"},
		"a tab":                       {instead("connections:\n", "connections:\n\tx: 1\n"), ""},
		"the fault of a merge":        {good + "<<<<<<< HEAD\n", ""},
		"a binary file":               {"\x7fELF\x02\x01\x01\x00\x00\x00", ""},
		"NUL bytes":                   {strings.Repeat("\x00", 4096), ""},
		"a NUL within":                {instead("vendor: inwebo", "vendor: in\x00webo"), "connections.inwebo.vendor: no vendor"},
		"another encoding":            {"\xff\xfel\x00i\x00s\x00t\x00e\x00n\x00", ""},
		"an unknown key":              {good + "lisen: 1\n", "lisen: unknown key"},
		"an unknown key within":       {instead("    vendor: inwebo\n", "    vendor: inwebo\n    colour: red\n"), "connections.inwebo.colour: unknown key"},
		"a key given twice":           {good + "listen: 127.0.0.1:0\n", "already defined"},
		"a connection given twice":    {instead("  juump:\n", "  iw: {vendor: inwebo}\n  juump:\n"), "already defined"},
		"a second document":           {good + "---\nlisten: 127.0.0.1:0\n", "second document"},
		"an unknown vendor":           {instead("vendor: inwebo", "vendor: outwebo"), "connections.inwebo.vendor: no vendor \"outwebo\""},
		"a base URL in plain text":    {instead("baseURL: http://127.0.0.1", "baseURL: http://iw.example"), "plain http would show the credentials"},
		"a base URL that is none":     {instead("baseURL: http:", "baseURL: ftp:"), "want http(s)://host"},
		"a secret in the clear":       {instead("{env: SANDBOX_INWEBO_APITOKEN}", "in-the-clear"), "connections.inwebo.settings.apiToken: want {env: NAME} or {file: PATH}"},
		"a variable that is not set":  {instead("SANDBOX_INWEBO_APITOKEN", "NOT_SET"), "the environment has no NOT_SET"},
		"a secret that is not there":  {instead("{env: SANDBOX_INWEBO_APITOKEN}", "{file: /nonexistent/token}"), "the file /nonexistent/token cannot be read"},
		"an authority that is none":   {instead("    vendor: inwebo\n", "    vendor: inwebo\n    tls: {caFile: /dev/null}\n"), "connections.inwebo.tls.caFile: "},
		"connections that are a list": {instead("connections:\n", "connections: []\nzz:\n"), "connections: want a mapping"},
		"a timeout in words":          {instead("    vendor: inwebo\n", "    vendor: inwebo\n    timeout: soon\n"), "connections.inwebo.timeout: want a duration"},
		"a delay before the drain":    {instead("drainDelay: 0s", "drainDelay: -1s"), "drainDelay: want a duration of 0s or more"},
		"a key without its hash":      {instead("sha256: ", "sha256: 0f0f, x: "), "sha256: want the hex SHA-256"},
		"a scope that nobody knows":   {instead(`"users:read"`, `"users:rd"`), "no such scope"},
		"a tenant of nothing known":   {instead("connections: [iw", "connections: [wi"), `no connection "wi"`},
		"another address":             {instead("listen: 127.0.0.1:0", "listen: 127.0.0.1:1"), "listen: to change it needs a restart"},
		"another private address":     {instead("adminListen: 127.0.0.1:0", "adminListen: 127.0.0.1:1"), "adminListen: to change it needs a restart"},
		"ten megabytes":               {strings.Repeat(good, 10<<20/len(good)), "larger than 1 MiB"},
		"ten megabytes of comments":   {good + strings.Repeat("# "+strings.Repeat("x", 100)+"\n", 100_000), "larger than 1 MiB"},
	}
	for _, bomb := range []string{"braces", "lists in a line", "a milliard laughs", "a thousand faults"} {
		all["a bomb: "+bomb] = bombs()[bomb]
	}
	return all
}

func TestABadConfigurationIsRefusedUnderLoadAndTheOldOneServes(t *testing.T) {
	s := serveBefore(t, demoVendors(t))
	good := contentOf(t, s.file)
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 8}}
	t.Cleanup(client.CloseIdleConnections)
	load := beginTraffic(t, func() (*http.Response, error) {
		return asking(t, client, s.key, http.MethodPost, s.public+"/v1/users?connection=inwebo&dryRun=true", strings.NewReader(`{"userName":"nora"}`), plainJSON)
	})
	bad := spoiled(good)
	if len(bad) < 30 {
		t.Fatalf("only %d configurations", len(bad))
	}
	for situation, row := range bad {
		t.Log(situation)
		before, refused := load.all(), len(s.refusals())
		overwrite(t, s.file, row[0])
		hangup(t)
		eventually(t, func() bool { return len(s.refusals()) > refused })
		faults := s.refusals()[refused].Faults
		if !slices.ContainsFunc(faults, func(f string) bool { return strings.Contains(f, row[1]) }) {
			t.Errorf("%s: the faults are %.300q, want %q", situation, faults, row[1])
		}
		eventually(t, func() bool { return load.all() > before })
	}
	if err := os.Remove(s.file); err != nil {
		t.Fatal(err)
	}
	hangup(t)
	eventually(t, func() bool { return len(s.refusals()) > len(bad) })
	if got := s.reloads(); len(got) > 0 {
		t.Errorf("%d came into force", len(got))
	}

	overwrite(t, s.file, strings.Replace(good, "id: demo", "id: other", 1))
	written := time.Now()
	eventually(t, func() bool { return len(s.reloads()) == 1 })
	// Two looks are half a second; the rest is for a machine that is busy.
	if took := time.Since(written); took > 5*time.Second {
		t.Errorf("a good one took %v", took)
	}
	eventually(t, func() bool { return s.status(s.public+"/v1/users") == http.StatusUnauthorized })
	answers := load.end()
	delete(answers, "401 Unauthorized") // since the key is gone
	load.wantOnly(t, "200 OK")
}
