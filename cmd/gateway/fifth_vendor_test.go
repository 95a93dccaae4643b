package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/dragoman-gateway/dragoman/api/apitest"
	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest/rollbook"
	rollbooksim "github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest/rollbook/sim"
	"github.com/dragoman-gateway/dragoman/internal/upstream/vendors"
)

// five is the table with one line more. Nothing else makes a fifth vendor.
func five() []vendors.Entry {
	return append(vendors.All(), vendors.Entry{Connection: "rollbook", Vendor: rollbook.Vendor(), Simulator: rollbooksim.New})
}

// runFive runs one verb of the command with five vendors until the test ends.
func runFive(t *testing.T, env map[string]string, verb func(*program, context.Context, []string) error, args ...string) *launched {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	failed := make(chan error, 1)
	l := &launched{t: t, stdout: &output{}, stderr: &output{}, stop: stop}
	p := &program{five(), func(name string) string { return env[name] }, l.stdout, l.stderr}
	go func() { failed <- verb(p, ctx, args) }()
	t.Cleanup(func() {
		stop()
		if err := <-failed; err != nil {
			t.Errorf("%v\n%s", err, l.stderr.String())
		}
	})
	return l
}

// fifth is the gateway before five vendors, served from a file as an operator
// would, and the fifth of them.
type fifth struct {
	*whole
	*simkit.Sim
	process *launched
}

// serveFive starts the gateway with one tenant and one key, admin.
func serveFive(t *testing.T) *fifth {
	t.Helper()
	sims, err := startSimulators(five(), simkit.Options{People: 12, Seed: 7}, func(string) string { return "127.0.0.1:0" })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = sims.close() })
	key, hash := newKey("demo")
	f := &fifth{
		whole: &whole{t: t, sims: map[string]*simkit.Sim{}, keys: map[string]string{"admin": key}, env: sims.environment(), client: apitest.Client(t)},
	}
	for _, r := range sims.running {
		f.sims[r.entry.Connection] = r.sim
	}
	f.Sim = f.sims["rollbook"]
	f.process = runFive(t, f.env, (*program).serve, "--config", written(t, string(demoConfig(sims, "127.0.0.1:0", hash))))
	f.url, _ = f.process.addresses()
	t.Cleanup(f.client.CloseIdleConnections)
	return f
}

// user is the path of a person of the fifth vendor.
func (f *fifth) user(id string) string { return "/v1/users/" + url.PathEscape("rollbook:"+id) }

// wants demands a status and returns the answer's JSON, nil for none.
func (f *fifth) wants(status int, got answer) map[string]any {
	f.t.Helper()
	if got.status != status {
		f.t.Fatalf("got %d, want %d\n%s", got.status, status, got.body)
	}
	if len(got.body) == 0 {
		return nil
	}
	return got.json(f.t)
}

func TestAFifthVendorIsCheckedInTheConfiguration(t *testing.T) {
	const text = `connections:
  rollbook: {vendor: rollbook, baseURL: "https://rollbook.example", settings: {keyId: %s, secret: %s}}
tenants:
  hr: {connections: [rollbook], keys: [{id: k1, sha256: "%s", scopes: ["users:read"]}]}
`
	for situation, test := range map[string]struct{ keyID, secret, want string }{
		"whole":        {"rb-1", "{env: SECRET}", "ok: 1 connections, 1 keys"},
		"no secret":    {"rb-1", "{env: NONE}", "connections.rollbook.settings.secret: the environment has no NONE"},
		"in the clear": {"rb-1", "canary-in-the-clear", "connections.rollbook.settings.secret: want {env: NAME} or {file: PATH}"},
		"two words":    {`"rb 1"`, "{env: SECRET}", "connections.rollbook.settings.keyId: want one word"},
		"further keys": {"rb-1, region: eu", "{env: SECRET}", "connections.rollbook.settings.region: unknown key"},
	} {
		var stdout output
		p := &program{five(), func(name string) string { return map[string]string{"SECRET": "canary-secret"}[name] }, &stdout, io.Discard}
		err := p.check(t.Context(), []string{"--config", written(t, fmt.Sprintf(text, test.keyID, test.secret, strings.Repeat("0f", 32)))})
		printed := stdout.String()
		if err != nil {
			printed = err.Error()
		}
		if !strings.HasPrefix(printed, test.want) || strings.Contains(printed, "canary") || (err == nil) != (situation == "whole") {
			t.Errorf("%s: got %q, want %q", situation, printed, test.want)
		}
	}
}

func TestAFifthVendorIsInTheSandboxAndInTheDemo(t *testing.T) {
	l := runFive(t, nil, (*program).sandbox, "--rollbook", "127.0.0.1:0", "--people", "1")
	eventually(t, func() bool { return strings.Contains(l.stdout.String(), "tenants:") })
	for _, want := range []string{"vendor: rollbook", "secret: {env: SANDBOX_ROLLBOOK_SECRET}", "connections: [iw, juump, inwebo, w365, rollbook]"} {
		if !strings.Contains(l.stdout.String(), want) {
			t.Errorf("the sandbox does not print %q:\n%s", want, l.stdout.String())
		}
	}
	l = runFive(t, nil, (*program).demo, "--listen", "127.0.0.1:0", "--people", "3")
	eventually(t, func() bool { return strings.Contains(l.stdout.String(), "Ctrl-C") })
	_, rest, _ := strings.Cut(l.stdout.String(), "Your key:")
	w := &whole{t: t, keys: map[string]string{"demo": strings.Fields(rest)[0]}, client: apitest.Client(t)}
	w.url, _ = l.addresses()
	defer w.client.CloseIdleConnections()
	if got := w.get("demo", "/v1/users?connection=rollbook"); len(got.json(t)["items"].([]any)) != 3 {
		t.Errorf("the demo lists %d\n%s", got.status, got.body)
	}
}

func TestAFifthVendorSaysWhatItCanDo(t *testing.T) {
	f := serveFive(t)
	summaries, _ := json.Marshal(f.wants(200, f.get("admin", "/v1/connections"))["items"])
	if want := `{"connection":"rollbook","vendor":"rollbook"}]`; !strings.HasSuffix(string(summaries), want) {
		t.Errorf("the connections are %s", summaries)
	}
	about := f.wants(200, f.get("admin", "/v1/connections/rollbook"))
	var native []string
	for _, o := range about["operations"].([]any) {
		if o := o.(map[string]any); o["support"] == "native" {
			native = append(native, o["operation"].(string))
		}
	}
	want := "listUsers createUser getUser updateUser deleteUser listGroups getGroup addGroupMember removeGroupMember checkConnection"
	if got := strings.Join(native, " "); got != want {
		t.Errorf("it can do %s, want %s", got, want)
	}
	if got := about["paging"]; !reflect.DeepEqual(got, map[string]any{"scheme": "cursor", "max": 50.0}) {
		t.Errorf("it pages by %v", got)
	}
	if got := f.wants(200, f.get("admin", "/v1/connections/rollbook/health")); got["status"] != "ok" {
		t.Errorf("its health is %v", got)
	}
	refused := f.send("admin", http.MethodPut, f.user("p-1000"), "application/json", `{"userName":"x"}`)
	if f.wants(http.StatusMethodNotAllowed, refused)["code"] != "unsupported-operation" || refused.header.Get("Allow") != "DELETE, GET, PATCH" {
		t.Errorf("a put: Allow %q\n%s", refused.header.Get("Allow"), refused.body)
	}
}

// walked returns the native ids that a list over all connections has of the fifth,
// in the order in which they come.
func (f *fifth) walked(list string) []string {
	f.t.Helper()
	var ids []string
	for path := list; path != ""; {
		page := f.wants(200, f.get("admin", path))
		for _, item := range page["items"].([]any) {
			if item := item.(map[string]any); item["connection"] == "rollbook" {
				ids = append(ids, item["nativeId"].(string))
			}
		}
		sources, _ := json.Marshal(page["sources"])
		if path == list && !strings.Contains(string(sources), `{"connection":"rollbook","status":"ok"}`) {
			f.t.Fatalf("the sources are %s", sources)
		}
		next, more := page["nextCursor"].(string)
		if path = ""; more {
			path = list + "&cursor=" + url.QueryEscape(next)
		}
	}
	return ids
}

func TestAFifthVendorIsInAListOverAllConnections(t *testing.T) {
	f := serveFive(t)
	var people, groups []string
	for _, p := range f.World.People() {
		people = append(people, p.ID)
	}
	for _, g := range f.World.Groups() {
		groups = append(groups, g.ID)
	}
	if got := f.walked("/v1/users?limit=10"); !slices.Equal(got, people) {
		t.Errorf("the people are %q, want %q", got, people)
	}
	if got := f.walked("/v1/groups?limit=4"); !slices.Equal(got, groups) {
		t.Errorf("the groups are %q, want %q", got, groups)
	}
	login := *f.World.People()[6].UserName
	if got := f.walked("/v1/users?filter=" + url.QueryEscape(`userName eq "`+strings.ToUpper(login)+`"`)); !slices.Equal(got, people[6:7]) {
		t.Errorf("the filter finds %q, want %q", got, people[6])
	}
}

func TestAtAFifthVendorAPersonIsCreatedChangedPlacedAndDeleted(t *testing.T) {
	f := serveFive(t)
	created := f.post("admin", "/v1/users?connection=rollbook", `{"userName":"n+vale & co","email":"nora@vale.example","givenName":"Nora","active":false}`)
	if made := f.wants(http.StatusCreated, created); made["id"] != "rollbook:p-1012" || created.header.Get("Location") != f.user("p-1012") {
		t.Fatalf("created at %q\n%s", created.header.Get("Location"), created.body)
	}
	f.wants(http.StatusConflict, f.post("admin", "/v1/users?connection=rollbook", `{"userName":"n+vale & co"}`))
	changed := f.wants(200, f.patch("admin", f.user("p-1012"), `{"email":null,"familyName":"Vale","active":true}`))
	f.wants(http.StatusNoContent, f.send("admin", http.MethodPut, "/v1/groups/rollbook:g-2/members/rollbook:p-1012", "", ""))
	read := f.wants(200, f.get("admin", f.user("p-1012")))
	for name, want := range map[string]any{"userName": "n+vale & co", "givenName": "Nora", "familyName": "Vale", "active": true, "email": nil} {
		if changed[name] != want || read[name] != want {
			t.Errorf("%s is %v and then %v, want %v", name, changed[name], read[name], want)
		}
	}
	if groups, _ := json.Marshal(read["groups"]); string(groups) != `[{"id":"rollbook:g-2"}]` {
		t.Errorf("the groups are %s", groups)
	}
	f.wants(http.StatusNoContent, f.send("admin", http.MethodDelete, "/v1/groups/rollbook:g-2/members/rollbook:p-1012", "", ""))
	f.wants(http.StatusNoContent, f.send("admin", http.MethodDelete, f.user("p-1012"), "", ""))
	f.wants(http.StatusNotFound, f.get("admin", f.user("p-1012")))
	if log := f.process.stderr.String(); strings.Contains(log, string(f.Settings["secret"].(simkit.Credential))) || strings.Contains(log, "vale") {
		t.Error("the log holds the secret or somebody's data")
	}
}

func TestWhatAFifthVendorRefusesPointsIntoOurBody(t *testing.T) {
	f := serveFive(t)
	for body, want := range map[string]string{
		`{"userName":"x","givenName":"` + strings.Repeat("Ø", 41) + `"}`: "/givenName vendor-rejected",
		`{"email":"nora@vale.example"}`:                                  "/userName required",
		`{"userName":"x","displayName":"X","nativeId":"p-1"}`:            "/displayName unsupported-field, /nativeId unsupported-field",
	} {
		got := f.post("admin", "/v1/users?connection=rollbook", body)
		var problem struct {
			Errors []struct{ Pointer, Code string }
		}
		_ = json.Unmarshal(got.body, &problem)
		var faults []string
		for _, e := range problem.Errors {
			faults = append(faults, e.Pointer+" "+e.Code)
		}
		if strings.Join(faults, ", ") != want || got.status != http.StatusUnprocessableEntity {
			t.Errorf("%s: got %d %q\n%s", body, got.status, faults, got.body)
		}
	}
}

// fifthWrites are the writes of the fifth vendor, each on somebody else.
func (f *fifth) fifthWrites() []func(query string) answer {
	send := func(method, path, media, body string) func(string) answer {
		return func(query string) answer { return f.send("admin", method, path+query, media, body) }
	}
	return []func(string) answer{
		send(http.MethodPost, "/v1/users?connection=rollbook&", "application/json", `{"userName":"nvale","email":"nora@vale.example"}`),
		send(http.MethodPatch, f.user("p-1001")+"?", "application/merge-patch+json", `{"email":null,"active":true}`),
		send(http.MethodPut, "/v1/groups/rollbook:g-2/members/rollbook:p-1005?", "", ""),
		send(http.MethodDelete, "/v1/groups/rollbook:g-2/members/rollbook:p-1005?", "", ""),
		send(http.MethodDelete, f.user("p-1002")+"?", "", ""),
	}
}

func TestADryRunAtAFifthVendorPlansWhatTheRealCallSends(t *testing.T) {
	dry, wet := serveFive(t), serveFive(t)
	before := dry.World.People()
	real := wet.fifthWrites()
	for i, write := range dry.fifthWrites() {
		got := write("dryRun=true")
		var plan struct {
			Requests []struct {
				Method, Path, Query string
				Headers             map[string]string
			}
		}
		if err := json.Unmarshal(got.body, &plan); err != nil || got.status != 200 || len(plan.Requests) != 1 {
			t.Fatalf("write %d: got %d\n%s", i, got.status, got.body)
		}
		wet.Log.Reset()
		if done := real[i]("dryRun=false"); done.status/100 != 2 {
			t.Fatalf("write %d: got %d\n%s", i, done.status, done.body)
		}
		sent, p := wet.Log.Writes(), plan.Requests[0]
		if len(sent) != 1 || p.Method != sent[0].Method || p.Path != sent[0].Path || p.Query != sent[0].Query {
			t.Errorf("write %d: planned %+v, sent %+v", i, p, sent)
		}
		if strings.Contains(string(got.body), dry.Settings["keyId"].(string)) || p.Headers["X-Rollbook-Key"] != "***" {
			t.Errorf("write %d: the plan holds the key: %s", i, got.body)
		}
	}
	if len(dry.Log.Writes()) != 0 || !reflect.DeepEqual(dry.World.People(), before) {
		t.Error("a dry run was carried out")
	}
}
