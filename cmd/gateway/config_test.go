package main

import (
	"context"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/handlers"
	"github.com/dragoman-gateway/dragoman/internal/ratelimit"
)

// example is the configuration that the documentation shows.
const example = `listen: 127.0.0.1:8080
adminListen: 127.0.0.1:9090
cursorKeys: [{env: DRAGOMAN_CURSOR_KEY}]
connections:
  iw:     {vendor: infoworks,    baseURL: "http://127.0.0.1:3001/v3",   settings: {refreshToken: {env: IW_REFRESH}, username: svc@corp.example, password: {env: IW_PASSWORD}}}
  juump:  {vendor: 3djuump,      baseURL: "https://dmu.example/directory", settings: {apiKey: {file: RUN/juump}}}
  inwebo: {vendor: inwebo,       baseURL: "https://kiwi.myinwebo.com",   settings: {apiToken: {env: INWEBO_TOKEN}}}
  w365:   {vendor: workspace365, baseURL: "https://acme.workspace365.net", timeout: 10s, settings: {environment: acme, apiToken: {env: W365_API}, syncToken: {env: W365_SYNC}}}
tenants:
  hr-portal:
    keys: [{id: k1, sha256: "HASH", scopes: ["users:read", "users:write"], connections: [inwebo, w365]}]
    rateLimit: {rate: 50, burst: 100}
    connections: [iw, juump, inwebo, w365]
`

// anIssuer is a good one, to be put before the tenants.
const anIssuer = `issuers:
  - {issuer: "https://login.corp.example", jwksURL: "https://login.corp.example/keys", audience: dragoman, algorithms: [RS256], tenantClaim: tenant, tenants: [hr-portal]}
`

// canary is part of every secret of these tests, so that one look finds any.
const canary = "canary"

func exampleEnvironment(name string) string {
	return map[string]string{
		"DRAGOMAN_CURSOR_KEY": "Y2FuYXJ5Y2FuYXJ5Y2FuYXJ5Y2FuYXJ5Y2FuYXJ5Y2E=",
		"IW_REFRESH":          "canary-refresh", "IW_PASSWORD": "canary-password", "INWEBO_TOKEN": "canary-token",
		"W365_API": "canary-api", "W365_SYNC": "canary-sync", "SHORT": "Y2FuYXJ5", "NO_BASE64": "canary!",
	}[name]
}

// complete puts a good hash in the place of HASH and a folder of secrets in that
// of RUN.
func complete(t testing.TB, text string) string {
	t.Helper()
	folder := t.TempDir()
	for name, content := range map[string]string{"juump": "canary-key\n", "empty": "\n"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return strings.NewReplacer("HASH", strings.Repeat("0f", 32), "RUN", folder).Replace(text)
}

// check runs `gateway check` on a configuration.
func check(t *testing.T, text string) (code int, printed string) {
	t.Helper()
	var stdout, stderr output
	code = run(context.Background(), []string{"check", "--config", written(t, complete(t, text))}, exampleEnvironment, &stdout, &stderr)
	return code, stdout.String() + stderr.String()
}

// wantRefused demands exit code 1, every one of the faults, each under its path,
// and no secret's value.
func wantRefused(t *testing.T, text string, faults ...string) {
	t.Helper()
	code, printed := check(t, text)
	if code != exitFailed {
		t.Errorf("exit code %d, want %d", code, exitFailed)
	}
	for _, fault := range faults {
		if !strings.Contains("\n"+strings.TrimPrefix(printed, "gateway check: "), "\n"+fault) {
			t.Errorf("%q is not reported:\n%s", fault, printed)
		}
	}
	if strings.Contains(printed, canary) {
		t.Errorf("a secret is shown:\n%s", printed)
	}
}

func TestTheDocumentedConfigurationPasses(t *testing.T) {
	if code, printed := check(t, example); code != exitOK || printed != "ok: 4 connections, 1 keys\n" {
		t.Errorf("exit code %d\n%s", code, printed)
	}
}

func TestEveryOptionIsTaken(t *testing.T) {
	for situation, change := range map[string][2]string{
		"plain http where the operator says so": {`"https://kiwi.myinwebo.com"`, `"http://kiwi.internal", allowPlaintext: true`},
		"plain http to loopback by name":        {`"https://kiwi.myinwebo.com"`, `"http://localhost:3003"`},
		"plain http to loopback over IPv6":      {`"https://kiwi.myinwebo.com"`, `"http://[::1]:3003"`},
		"a key without scopes":                  {`scopes: ["users:read", "users:write"], `, ``},
		"a key with all connections":            {`, connections: [inwebo, w365]`, ``},
		"no limit":                              {"    rateLimit: {rate: 50, burst: 100}\n", ""},
		"half a request a second":               {"rate: 50", "rate: 0.5"},
		"the least limit":                       {"{rate: 50, burst: 100}", "{rate: 0.001, burst: 1}"},
		"the largest limit":                     {"{rate: 50, burst: 100}", "{rate: 1000000, burst: 1000000}"},
		"a tenant's requests at once":           {"    rateLimit:", "    concurrency: 1\n    rateLimit:"},
		"a connection's limits":                 {"vendor: infoworks,", "vendor: infoworks, rateLimit: {rate: 0.5, burst: 1}, concurrency: 8,"},
		"random cursor keys":                    {"cursorKeys: [{env: DRAGOMAN_CURSOR_KEY}]\n", ""},
		"a cursor key to rotate":                {"cursorKeys: [", "cursorKeys: [{env: DRAGOMAN_CURSOR_KEY}, "},
		"an issuer":                             {"tenants:", anIssuer + "tenants:"},
		"an issuer of every algorithm":          {"tenants:", strings.Replace(anIssuer, "RS256", strings.Join(handlers.Algorithms(), ", "), 1) + "tenants:"},
		"an issuer whose keys are at loopback":  {"tenants:", strings.Replace(anIssuer, "https://login.corp.example/keys", "http://localhost:8081/keys?p=1", 1) + "tenants:"},
		"no issuers":                            {"tenants:", "issuers: []\ntenants:"},
		"the default addresses":                 {"listen: 127.0.0.1:8080\nadminListen: 127.0.0.1:9090\n", ""},
		"no delay before a drain":               {"listen:", "drainDelay: 0s\nlisten:"},
		"a vendor's own setting":                {"environment: acme", "environment: acme, booleans: bool"},
		"another route of a vendor's":           {"{file: RUN/juump}", `{file: RUN/juump}, list: whole, routes: {getUser: "GET /api/users/{id}"}, statuses: {"410": not-found}`},
	} {
		t.Run(situation, func(t *testing.T) {
			s, err := load([]byte(complete(t, changed(t, change))), exampleEnvironment)
			if err != nil {
				t.Fatal(err)
			}
			_ = s.pool.Close()
		})
	}
}

// changed returns the example with the first of change replaced by the second.
func changed(t *testing.T, change [2]string) string {
	t.Helper()
	if !strings.Contains(example, change[0]) {
		t.Fatalf("the example has no %q", change[0])
	}
	return strings.Replace(example, change[0], change[1], 1)
}

func TestABadConfigurationIsRefusedUnderThePathOfItsFault(t *testing.T) {
	const iw, tenant = "connections.iw", "tenants.hr-portal"
	const iwURL, inweboToken = `"http://127.0.0.1:3001/v3"`, "{env: INWEBO_TOKEN}"
	for situation, row := range map[string][3]string{
		"unknown at the top":                      {"listen:", "listn: x\nlisten:", "listn: unknown key"},
		"a Redis without a URL":                   {"tenants:", "redis: {}\ntenants:", "redis.url: want redis://"},
		"a Redis in the clear":                    {"tenants:", "redis: {url: \"redis://h\"}\ntenants:", "redis.url: want {env: NAME}"},
		"a Redis that is none":                    {"tenants:", "redis: {url: {env: DRAGOMAN_CURSOR_KEY}}\ntenants:", "redis.url: want redis://"},
		"a drain before its signal":               {"listen:", "drainDelay: -1ms\nlisten:", "drainDelay: want a duration of 0s or more"},
		"a delay in words":                        {"listen:", "drainDelay: soon\nlisten:", "drainDelay: want a duration"},
		"unknown in a connection":                 {"vendor: infoworks,", "vendor: infoworks, baseurl: x,", iw + ".baseurl: unknown key"},
		"unknown in tls":                          {"vendor: infoworks,", "vendor: infoworks, tls: {insecure: true},", iw + ".tls.insecure: unknown key"},
		"unknown in the settings":                 {"username: svc", "user: x, username: svc", iw + ".settings.user: unknown key"},
		"unknown in a tenant":                     {"    keys:", "    key: x\n    keys:", tenant + ".key: unknown key"},
		"unknown in a key":                        {"{id: k1,", "{id: k1, name: x,", tenant + ".keys[0].name: unknown key"},
		"unknown in a limit":                      {"{rate: 50,", "{rate: 50, per: 1s,", tenant + ".rateLimit.per: unknown key"},
		"an address that is a number":             {"listen: 127.0.0.1:8080", "listen: 8080", "listen: want a string"},
		"a port that there is not":                {"listen: 127.0.0.1:8080", "listen: 127.0.0.1:99999", "listen: want host:port"},
		"an address without a port":               {"adminListen: 127.0.0.1:9090", "adminListen: 127.0.0.1", "adminListen: want host:port"},
		"connections that are a list":             {example[strings.Index(example, "connections:"):], "connections: [iw]\ntenants: {}", "connections: want a mapping"},
		"no connections":                          {example[strings.Index(example, "connections:"):], "tenants: {}", "connections: at least one is needed"},
		"no tenants":                              {example[strings.Index(example, "tenants:"):], "", "tenants: at least one is needed"},
		"tenants that are a text":                 {example[strings.Index(example, "tenants:"):], "tenants: hr-portal", "tenants: want a mapping"},
		"a vendor that is a number":               {"vendor: infoworks", "vendor: 7", iw + ".vendor: want a string"},
		"a vendor that nobody knows":              {"vendor: infoworks", "vendor: infowork", iw + `.vendor: no vendor "infowork"`},
		"a connection without a vendor":           {"vendor: infoworks,", "", iw + `.vendor: no vendor ""`},
		"a connection in capitals":                {"  iw:", "  IW:", "connections.IW: a name is"},
		"a connection that begins with a digit":   {"  iw:", "  3iw:", "connections.3iw: a name is"},
		"a connection with a long name":           {"  iw:", "  " + strings.Repeat("i", 33) + ":", "connections." + strings.Repeat("i", 33) + ": a name is"},
		"a base URL without a scheme":             {iwURL, "dmu.example/directory", iw + ".baseURL: want http(s)://"},
		"a base URL of another scheme":            {iwURL, `"ftp://127.0.0.1"`, iw + ".baseURL: want http(s)://"},
		"a base URL without a host":               {iwURL, `"https:///v3"`, iw + ".baseURL: want http(s)://"},
		"a base URL with a port and no host":      {iwURL, `"https://:443/v3"`, iw + ".baseURL: want http(s)://"},
		"a base URL with a user":                  {iwURL, `"https://svc:canary@iw.example"`, iw + ".baseURL: want http(s)://"},
		"a base URL with a query":                 {iwURL, `"https://iw.example?key=canary"`, iw + ".baseURL: want http(s)://"},
		"a base URL with a fragment":              {iwURL, `"https://iw.example#canary"`, iw + ".baseURL: want http(s)://"},
		"no base URL":                             {"baseURL: " + iwURL + ",", "", iw + ".baseURL: want http(s)://"},
		"plain http to a name":                    {iwURL, `"http://iw.example/v3"`, iw + ".baseURL: plain http"},
		"plain http to an address":                {iwURL, `"http://10.0.0.1/v3"`, iw + ".baseURL: plain http"},
		"plain http to a name like loopback":      {iwURL, `"http://localhost.example"`, iw + ".baseURL: plain http"},
		"a base URL that is link-local":           {iwURL, `"https://169.254.169.254/latest"`, iw + ".baseURL: link-local"},
		"a base URL that is mapped link-local":    {iwURL, `"https://[::ffff:169.254.169.254]"`, iw + ".baseURL: link-local"},
		"a base URL that is unspecified":          {iwURL, `"https://0.0.0.0"`, iw + ".baseURL: link-local"},
		"a base URL of a zone":                    {iwURL, `"https://[fe80::1%25eth0]"`, iw + ".baseURL: link-local"},
		"a permission that is a text":             {iwURL, iwURL + `, allowPlaintext: "yes"`, iw + ".allowPlaintext: want a bool"},
		"authorities that are not there":          {iwURL, iwURL + ", tls: {caFile: RUN/none}", iw + ".tls.caFile: cannot be read"},
		"authorities that are no certificate":     {iwURL, iwURL + ", tls: {caFile: RUN/juump}", iw + ".tls.caFile: cannot be read"},
		"a timeout without a unit":                {"timeout: 10s", "timeout: 10", "connections.w365.timeout: want a duration"},
		"a timeout in words":                      {"timeout: 10s", "timeout: soon", "connections.w365.timeout: want a duration"},
		"a negative timeout":                      {"timeout: 10s", "timeout: -1s", "connections.w365.timeout: want a positive duration"},
		"no time at all":                          {"timeout: 10s", "timeout: 0s", "connections.w365.timeout: want a positive duration"},
		"a secret in the clear":                   {inweboToken, "canary-in-the-clear", "connections.inwebo.settings.apiToken: want {env: NAME} or {file: PATH}"},
		"a cursor key in the clear":               {"{env: DRAGOMAN_CURSOR_KEY}", "canary-in-the-clear", "cursorKeys[0]: want {env: NAME} or {file: PATH}"},
		"a secret from elsewhere":                 {inweboToken, "{value: canary-in-the-clear}", "connections.inwebo.settings.apiToken: want {env: NAME} or {file: PATH}"},
		"a secret from two places":                {inweboToken, "{env: INWEBO_TOKEN, file: RUN/juump}", "connections.inwebo.settings.apiToken: want {env: NAME} or {file: PATH}"},
		"a variable that is not set":              {inweboToken, "{env: NOT_SET}", "connections.inwebo.settings.apiToken: the environment has no NOT_SET"},
		"a file that is not there":                {"RUN/juump", "/nonexistent/juump", "connections.juump.settings.apiKey: the file /nonexistent/juump cannot be read"},
		"a file that is empty":                    {"{file: RUN/juump}", "{file: RUN/empty}", "connections.juump.settings.apiKey: the file "},
		"a short cursor key":                      {"DRAGOMAN_CURSOR_KEY", "SHORT", "cursorKeys[0]: want 32 bytes in base64"},
		"a cursor key that is no base64":          {"DRAGOMAN_CURSOR_KEY", "NO_BASE64", "cursorKeys[0]: want 32 bytes in base64"},
		"cursor keys that are no list":            {"[{env: DRAGOMAN_CURSOR_KEY}]", "{env: DRAGOMAN_CURSOR_KEY}", "cursorKeys: want a list"},
		"a required setting that is missing":      {"apiToken: " + inweboToken, "", "connections.inwebo.settings.apiToken: required"},
		"a user name without a password":          {", password: {env: IW_PASSWORD}", "", iw + ".settings.password: required with a username"},
		"an environment in capitals":              {"environment: acme", "environment: Acme", "connections.w365.settings.environment: want one path segment"},
		"a list style that nobody knows":          {"{file: RUN/juump}", "{file: RUN/juump}, list: all", `connections.juump.settings.list: want one of: paged, whole`},
		"a route that nobody knows":               {"{file: RUN/juump}", `{file: RUN/juump}, routes: {get: "GET /x"}`, "connections.juump.settings.routes.get: no such operation"},
		"a tenant's connection that is not there": {"[iw, juump,", "[iw, jump,", tenant + `.connections[1]: no connection "jump"`},
		"a tenant's connection given twice":       {"[iw, juump,", "[iw, iw,", tenant + ".connections[1]: "},
		"a key's connection beyond its tenant's":  {"    connections: [iw, juump, inwebo, w365]", "    connections: [iw, w365]", tenant + ".keys[0].connections[0]: not one of the tenant's connections"},
		"a key in capitals":                       {"id: k1", "id: K1", tenant + ".keys[0].id: want 1 to 32"},
		"a key without an id":                     {"id: k1, ", "", tenant + ".keys[0].id: want 1 to 32"},
		"one key id at two tenants":               {"tenants:\n", "tenants:\n  a: {connections: [iw], keys: [{id: k1, sha256: \"HASH\"}]}\n", tenant + ".keys[0].id: another key has this id"},
		"a hash that is too short":                {"HASH", "0f0f", tenant + ".keys[0].sha256: want the hex SHA-256"},
		"a key in place of its hash":              {"HASH", "dgm_k1_canary", tenant + ".keys[0].sha256: want the hex SHA-256"},
		"a scope that nobody knows":               {`"users:read"`, `"users:rd"`, tenant + ".keys[0].scopes[0]: no such scope"},
		"scopes that are a text":                  {`["users:read", "users:write"]`, `"users:read users:write"`, tenant + ".keys[0].scopes: want a list"},
		"a limit of nothing":                      {"{rate: 50, burst: 100}", "{rate: 0, burst: 0}", tenant + ".rateLimit.rate: want a number from 0.001 to 1000000"},
		"a rate of nothing":                       {"rate: 50", "rate: 0", tenant + ".rateLimit.rate: want a number from 0.001 to 1000000"},
		"a negative rate":                         {"rate: 50", "rate: -1", tenant + ".rateLimit.rate: want a number from 0.001 to 1000000"},
		"a limit without a burst":                 {", burst: 100", "", tenant + ".rateLimit.burst: want 1 to 1000000"},
		"a rate in words":                         {"rate: 50", "rate: fast", tenant + ".rateLimit.rate: want a number"},
		"a rate without bounds":                   {"rate: 50", "rate: .inf", tenant + ".rateLimit.rate: want a number"},
		"a rate that is no number":                {"rate: 50", "rate: .nan", tenant + ".rateLimit.rate: want a number"},
		"a rate that is hardly one":               {"rate: 50", "rate: 0.0009", tenant + ".rateLimit.rate: want a number from 0.001"},
		"a rate that is no limit":                 {"rate: 50", "rate: 1000001", tenant + ".rateLimit.rate: want a number from 0.001"},
		"a burst that is no limit":                {"burst: 100", "burst: 1000001", tenant + ".rateLimit.burst: want 1 to 1000000"},
		"a connection's rate of nothing":          {"vendor: infoworks,", "vendor: infoworks, rateLimit: {rate: 0, burst: 1},", iw + ".rateLimit.rate: want a number from 0.001"},
		"a connection's limit without a burst":    {"vendor: infoworks,", "vendor: infoworks, rateLimit: {rate: 1},", iw + ".rateLimit.burst: want 1 to 1000000"},
		"a connection without a place":            {"vendor: infoworks,", "vendor: infoworks, concurrency: 0,", iw + ".concurrency: want at least 1"},
		"a tenant without a place":                {"    rateLimit:", "    concurrency: 0\n    rateLimit:", tenant + ".concurrency: want at least 1"},
		"fewer than none at once":                 {"    rateLimit:", "    concurrency: -1\n    rateLimit:", tenant + ".concurrency: want at least 1"},
		"half a request at once":                  {"    rateLimit:", "    concurrency: 0.5\n    rateLimit:", tenant + ".concurrency: want a whole number"},
		"half a burst":                            {"burst: 100", "burst: 0.5", tenant + ".rateLimit.burst: want a whole number"},
		"a burst that no number holds":            {"burst: 100", "burst: 18446744073709551615", tenant + ".rateLimit.burst: want a whole number"},
	} {
		t.Run(situation, func(t *testing.T) {
			wantRefused(t, changed(t, [2]string{row[0], row[1]}), row[2])
		})
	}
}

func TestWhatIsNoConfigurationAtAllIsRefused(t *testing.T) {
	for situation, text := range map[string]string{
		"an empty file":          "",
		"only a comment":         "# canary\n",
		"only null":              "null\n",
		"a list":                 "- canary\n",
		"a text":                 "canary\n",
		"not YAML":               "connections: [canary\n",
		"a key given twice":      example + "listen: canary\n",
		"a key given twice deep": strings.Replace(example, "username:", "username: canary, username:", 1),
		"a second document":      example + "---\nlisten: canary\n",
	} {
		t.Run(situation, func(t *testing.T) { wantRefused(t, text) })
	}
}

// changedAll returns the example with every first of a pair replaced by the second.
func changedAll(t *testing.T, changes ...string) string {
	t.Helper()
	for i := 0; i < len(changes); i += 2 {
		changed(t, [2]string{changes[i], changes[i+1]})
	}
	return strings.NewReplacer(changes...).Replace(example)
}

// wantOnly demands what wantRefused does, every fault once and no other.
func wantOnly(t *testing.T, text string, faults ...string) {
	t.Helper()
	wantRefused(t, text, faults...)
	if _, printed := check(t, text); strings.Count(printed, "\n") != len(faults) {
		t.Errorf("there are %d faults:\n%s", len(faults), printed)
	}
}

func TestAllFaultsAreReportedTogetherAndNoneIsInvented(t *testing.T) {
	text := changedAll(t,
		"listen: 127.0.0.1:8080", "nope: 1\nlisten: nohost",
		"adminListen: 127.0.0.1:9090", "adminListen: 9090",
		"[{env: DRAGOMAN_CURSOR_KEY}]", "[canary-in-the-clear, {env: SHORT}]",
		`"http://127.0.0.1:3001/v3"`, `"ftp://iw.example", allowPlaintext: "yes"`,
		"username: svc@corp.example", "zz: 1, username: s:vc, routes: {getUser: 7, nope: GET /x}",
		"{env: IW_PASSWORD}", "{env: NOT_SET}",
		"  juump:", "  Juump:",
		"vendor: 3djuump,", "vendor: 3djuump, color: red, tls: {caFile: RUN/none},",
		"{file: RUN/juump}", "{file: RUN/juump}, list: all",
		"{env: INWEBO_TOKEN}", "canary-in-the-clear",
		"timeout: 10s", "timeout: soon",
		"environment: acme", "environment: Acme, booleans: 1, required: [shoeSize]",
		"{id: k1,", "{id: K1, name: x,",
		`"HASH"`, "7",
		`"users:write"`, `"users:rite"`,
		"[inwebo, w365]", "[inwebo, 365]",
		"{rate: 50, burst: 100}", "{rate: fast, burst: 0}",
		"[iw, juump,", "[iw, 7, iw, Juump,",
	)
	wantOnly(t, text,
		"nope: unknown key",
		"listen: want host:port",
		"adminListen: want a string",
		"cursorKeys[0]: want {env: NAME} or {file: PATH}",
		"cursorKeys[1]: want 32 bytes in base64",
		"connections.iw.baseURL: want http(s)://",
		"connections.iw.allowPlaintext: want a bool",
		"connections.iw.settings.zz: unknown key",
		"connections.iw.settings.username: must not hold a colon",
		"connections.iw.settings.password: the environment has no NOT_SET",
		"connections.iw.settings.routes.getUser: want a string",
		"connections.iw.settings.routes.nope: no such operation",
		"connections.Juump: a name is",
		"connections.Juump.color: unknown key",
		"connections.Juump.tls.caFile: cannot be read",
		"connections.Juump.settings.list: want one of: paged, whole",
		"connections.inwebo.settings.apiToken: want {env: NAME} or {file: PATH}",
		"connections.w365.timeout: want a duration",
		"connections.w365.settings.environment: want one path segment",
		"connections.w365.settings.booleans: want a string",
		"connections.w365.settings.required[0]: no such field",
		"tenants.hr-portal.connections[1]: want a string",
		"tenants.hr-portal.connections[2]: it is named twice",
		"tenants.hr-portal.keys[0].name: unknown key",
		"tenants.hr-portal.keys[0].id: want 1 to 32",
		"tenants.hr-portal.keys[0].sha256: want a string",
		"tenants.hr-portal.keys[0].scopes[1]: no such scope",
		"tenants.hr-portal.keys[0].connections[1]: want a string",
		"tenants.hr-portal.rateLimit.rate: want a number",
		"tenants.hr-portal.rateLimit.burst: want 1 to 1000000",
	)
}

func TestNothingFollowsFromWhatDoesNotFit(t *testing.T) {
	const iw, tenant = "connections.iw", "tenants.hr-portal"
	connections := example[strings.Index(example, "connections:"):strings.Index(example, "tenants:")]
	iwConnection := example[strings.Index(example, "{vendor: infoworks"):strings.Index(example, "\n  juump:")]
	iwSettings := strings.TrimSuffix(iwConnection[strings.Index(iwConnection, "{refreshToken"):], "}")
	for situation, row := range map[string][3]string{
		"connections that are a text":       {connections, "connections: iw\n", "connections: want a mapping"},
		"no connections":                    {connections, "", "connections: at least one is needed"},
		"a connection that is a text":       {iwConnection, "iw", iw + ": want a mapping"},
		"settings that are a text":          {iwSettings, "canary", iw + ".settings: want a mapping"},
		"a vendor that is a number":         {"vendor: infoworks", "vendor: 7", iw + ".vendor: want a string"},
		"a base URL that is a number":       {`"http://127.0.0.1:3001/v3"`, "7", iw + ".baseURL: want a string"},
		"a permission in words":             {`"http://127.0.0.1:3001/v3"`, `"http://iw.example", allowPlaintext: "yes"`, iw + ".allowPlaintext: want a bool"},
		"authorities that are a number":     {"vendor: infoworks", "vendor: infoworks, tls: {caFile: 7}", iw + ".tls.caFile: want a string"},
		"a timeout that is a number":        {"timeout: 10s", "timeout: 10", "connections.w365.timeout: want a duration"},
		"a user name that is a number":      {"username: svc@corp.example", "username: 7", iw + ".settings.username: want a string"},
		"a password that is not there":      {"IW_PASSWORD", "NOT_SET", iw + ".settings.password: the environment has no NOT_SET"},
		"a token that is not there":         {"refreshToken: {env: IW_REFRESH}, username: svc@corp.example, password: {env: IW_PASSWORD}", "refreshToken: {env: NOT_SET}", iw + ".settings.refreshToken: the environment has no NOT_SET"},
		"the only token in the clear":       {"apiToken: {env: W365_API}, syncToken: {env: W365_SYNC}", "syncToken: canary", "connections.w365.settings.syncToken: want {env"},
		"fields that are a text":            {"environment: acme", "environment: acme, required: userName", "connections.w365.settings.required: want a list"},
		"statuses that are numbers":         {"environment: acme", `environment: acme, statuses: {"410": 404}`, "connections.w365.settings.statuses.410: want a string"},
		"cursor keys that are no list":      {"[{env: DRAGOMAN_CURSOR_KEY}]", "{env: DRAGOMAN_CURSOR_KEY}", "cursorKeys: want a list"},
		"a cursor key that is not there":    {"DRAGOMAN_CURSOR_KEY", "NOT_SET", "cursorKeys[0]: the environment has no NOT_SET"},
		"tenants that are a text":           {example[strings.Index(example, "tenants:"):], "tenants: hr-portal\n", "tenants: want a mapping"},
		"a tenant's connections in one":     {"connections: [iw, juump, inwebo, w365]", "connections: iw", tenant + ".connections: want a list"},
		"a tenant's connection by number":   {"[iw, juump, inwebo,", "[iw, juump, 7,", tenant + ".connections[2]: want a string"},
		"keys that are a text":              {`[{id: k1, sha256: "HASH", scopes: ["users:read", "users:write"], connections: [inwebo, w365]}]`, "canary", tenant + ".keys: want a list"},
		"a key that is a text":              {`{id: k1, sha256: "HASH", scopes: ["users:read", "users:write"], connections: [inwebo, w365]}`, "canary", tenant + ".keys[0]: want a mapping"},
		"scopes that are a text":            {`["users:read", "users:write"]`, `"users:read"`, tenant + ".keys[0].scopes: want a list"},
		"a key's connections in one":        {"[inwebo, w365]", "inwebo", tenant + ".keys[0].connections: want a list"},
		"a limit that is a number":          {"{rate: 50, burst: 100}", "50", tenant + ".rateLimit: want a mapping"},
		"a burst in words":                  {"burst: 100", "burst: many", tenant + ".rateLimit.burst: want a whole number"},
		"a number that JSON does not have":  {"{rate: 50,", "{rate: .inf,", tenant + ".rateLimit.rate: want a number"},
		"such a number among the settings":  {"environment: acme", "environment: .nan", "connections.w365.settings.environment: want a string"},
		"a setting that is yet to be known": {"environment: acme", "environment: acme, later: .inf", "connections.w365.settings.later: unknown key"},
	} {
		t.Run(situation, func(t *testing.T) {
			wantOnly(t, changed(t, [2]string{row[0], row[1]}), row[2])
		})
	}
}

func TestAMisfitHidesNothingBesideIt(t *testing.T) {
	for situation, row := range map[string]struct {
		changes []string
		faults  []string
	}{
		"a connection and its name": {
			[]string{"tenants:", "  I W: 7\ntenants:"},
			[]string{"connections.I W: want a mapping", "connections.I W: a name is"},
		},
		"names that begin alike": {
			[]string{"tenants:", "  iw2: {vendor: none, baseURL: https://iw.example}\n  iw: 7\ntenants:", "  iw:", "  iw1:", "[iw,", "[iw1,"},
			[]string{"connections.iw: want a mapping", `connections.iw2.vendor: no vendor "none"`},
		},
		"keys without an id": {
			[]string{"keys: [", `keys: [{sha256: "HASH"}, {sha256: "HASH"}, {id: 7, sha256: "HASH"}, `},
			[]string{"tenants.hr-portal.keys[0].id: want 1", "tenants.hr-portal.keys[1].id: want 1", "tenants.hr-portal.keys[2].id: want a string"},
		},
		"two vendors' settings": {
			[]string{"environment: acme", "environment: Acme, booleans: maybe", "vendor: inwebo,", "vendor: none,"},
			[]string{"connections.w365.settings.environment: want one", "connections.w365.settings.booleans: want", "connections.inwebo.vendor: no vendor"},
		},
		"a user name by number and no password": {
			[]string{"username: svc@corp.example, password: {env: IW_PASSWORD}", "username: 7"},
			[]string{"connections.iw.settings.username: want a string", "connections.iw.settings.password: required with a username"},
		},
	} {
		t.Run(situation, func(t *testing.T) { wantOnly(t, changedAll(t, row.changes...), row.faults...) })
	}
}

func TestABadIssuerIsRefusedUnderThePathOfItsFault(t *testing.T) {
	const first, keys = "issuers[0]", `jwksURL: "https://login.corp.example/keys"`
	for situation, row := range map[string][3]string{
		"unknown in an issuer":                {"audience:", "jwks: x, audience:", first + ".jwks: unknown key"},
		"issuers that are a mapping":          {anIssuer, "issuers: {}\n", "issuers: want a list"},
		"an issuer that is a text":            {anIssuer, "issuers: [https://login.corp.example]\n", first + ": want a mapping"},
		"an issuer without a name":            {`issuer: "https://login.corp.example", `, "", first + ".issuer: required"},
		"an issuer that is a number":          {`issuer: "https://login.corp.example"`, "issuer: 7", first + ".issuer: want a string"},
		"an issuer given twice":               {anIssuer, anIssuer + strings.TrimPrefix(anIssuer, "issuers:\n"), "issuers[1].issuer: it is named twice"},
		"no audience":                         {"audience: dragoman, ", "", first + ".audience: required"},
		"several audiences":                   {"audience: dragoman", "audience: [dragoman, mail]", first + ".audience: want a string"},
		"no claim for the tenant":             {"tenantClaim: tenant, ", "", first + ".tenantClaim: required"},
		"no keys":                             {keys + ", ", "", first + ".jwksURL: want https://"},
		"keys at a path":                      {keys, "jwksURL: /keys", first + ".jwksURL: want https://"},
		"keys in a file":                      {keys, `jwksURL: "file:///etc/keys"`, first + ".jwksURL: want https://"},
		"keys behind a password":              {keys, `jwksURL: "https://svc:canary@login.corp.example/keys"`, first + ".jwksURL: want https://"},
		"keys over plain http":                {keys, `jwksURL: "http://login.corp.example/keys"`, first + ".jwksURL: plain http"},
		"keys at a name like loopback":        {keys, `jwksURL: "http://localhost.example/keys"`, first + ".jwksURL: plain http"},
		"no algorithms":                       {"algorithms: [RS256], ", "", first + ".algorithms: at least one"},
		"an empty list of algorithms":         {"[RS256]", "[]", first + ".algorithms: at least one"},
		"algorithms in one":                   {"[RS256]", "RS256", first + ".algorithms: want a list"},
		"an algorithm with a shared secret":   {"[RS256]", "[RS256, HS256]", first + ".algorithms[1]: no such algorithm"},
		"no signature":                        {"[RS256]", "[none]", first + ".algorithms[0]: no such algorithm"},
		"an algorithm in small letters":       {"[RS256]", "[rs256]", first + ".algorithms[0]: no such algorithm"},
		"an algorithm of another curve":       {"[RS256]", "[ES256K]", first + ".algorithms[0]: no such algorithm"},
		"an algorithm to encrypt keys":        {"[RS256]", "[RSA-OAEP]", first + ".algorithms[0]: no such algorithm"},
		"an issuer that may name nobody":      {", tenants: [hr-portal]", "", first + ".tenants: at least one"},
		"an issuer of an unknown tenant":      {"tenants: [hr-portal]", "tenants: [hr-portal, hr]", first + `.tenants[1]: no tenant "hr"`},
		"an issuer that names a tenant twice": {"tenants: [hr-portal]", "tenants: [hr-portal, hr-portal]", first + ".tenants[1]: it is named twice"},
		"an issuer that may name everybody":   {"tenants: [hr-portal]", `tenants: ["*"]`, first + `.tenants[0]: no tenant "*"`},
	} {
		t.Run(situation, func(t *testing.T) {
			issuers := strings.Replace(anIssuer, row[0], row[1], 1)
			if issuers == anIssuer {
				t.Fatalf("the issuer has no %q", row[0])
			}
			wantOnly(t, changed(t, [2]string{"tenants:", issuers + "tenants:"}), row[2])
		})
	}
}

func TestLimitsAreOfTheNameThatTheyStandAt(t *testing.T) {
	s, err := load([]byte(complete(t, changedAll(t,
		"vendor: infoworks,", "vendor: infoworks, rateLimit: {rate: 0.5, burst: 2},",
		"vendor: inwebo, ", "vendor: inwebo, concurrency: 8,",
		"    rateLimit:", "    concurrency: 3\n    rateLimit:",
	))), exampleEnvironment)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.pool.Close() }()
	for what, pair := range map[string][2]any{
		"the tenants' limits":          {s.limits, map[string]ratelimit.Limit{"hr-portal": {Rate: 50, Burst: 100}}},
		"the tenants' concurrency":     {s.tenantConcurrency, map[string]int{"hr-portal": 3}},
		"the connections' limits":      {s.connectionLimits, map[string]ratelimit.Limit{"iw": {Rate: 0.5, Burst: 2}}},
		"the connections' concurrency": {s.connectionConcurrency, map[string]int{"iw": 64, "juump": 64, "inwebo": 8, "w365": 64}},
	} {
		if !reflect.DeepEqual(pair[0], pair[1]) {
			t.Errorf("%s: got %v, want %v", what, pair[0], pair[1])
		}
	}
}
