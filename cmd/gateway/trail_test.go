package main

import (
	"context"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// auditLine is one line of the audit log.
type auditLine struct {
	Level, RequestID, Tenant, Key, Issuer, Subject, Operation, Connection string

	Target           []string
	Outcome, Problem string
	Status           int
}

// trail decodes the audit log.
func (w *whole) trail() []auditLine { return w.trailFrom(0) }

// trailFrom decodes what the audit log has from a place in the log on.
func (w *whole) trailFrom(place int) []auditLine {
	w.t.Helper()
	var all []auditLine
	for text := range strings.Lines(w.log.String()[place:]) {
		if !strings.Contains(text, `"msg":"audit"`) {
			continue
		}
		var line auditLine
		if err := json.Unmarshal([]byte(text), &line); err != nil {
			w.t.Fatalf("%v: %s", err, text)
		}
		all = append(all, line)
	}
	return all
}

// toldOf is what the audit log is to say of an answer.
func toldOf(operation string, got answer) auditLine {
	line := auditLine{Level: "INFO", Operation: operation, RequestID: got.header.Get("X-Request-Id"), Status: got.status, Outcome: "applied"}
	var body struct {
		Code, Outcome  string
		Complete       *bool
		Added, Updated []any
		Results        []struct {
			Status  string
			Problem struct{ Outcome string }
		}
	}
	_ = json.Unmarshal(got.body, &body)
	switch {
	case got.status >= http.StatusBadRequest:
		line.Problem, line.Outcome = body.Code, body.Outcome
	case body.Complete == nil || *body.Complete:
	case len(body.Added)+len(body.Updated) > 0:
		line.Outcome = "partial"
	case len(body.Results) == 0:
		line.Outcome = "rejected"
	default:
		// All were refused in the same way, or one of them was not.
		line.Outcome = body.Results[0].Problem.Outcome
		for _, one := range body.Results {
			if one.Status == "ok" {
				line.Outcome = "partial"
			}
		}
	}
	return line
}

// wantTrail demands one line for each of what is told, and no other, from a place in
// the log on. Who asked, and of what, the caller looks at.
func (w *whole) wantTrail(situation string, place int, want ...auditLine) []auditLine {
	w.t.Helper()
	got := w.trailFrom(place)
	for i := range got {
		if got[i].Tenant == "" || got[i].Key == "" {
			w.t.Errorf("%s: nobody asked: %+v", situation, got[i])
		}
	}
	bare := slices.Clone(got)
	for i := range bare {
		bare[i].Tenant, bare[i].Key, bare[i].Connection, bare[i].Target = "", "", "", nil
	}
	if diff := cmp.Diff(want, bare, cmpopts.EquateEmpty()); diff != "" {
		w.t.Errorf("%s: want (-), got (+):\n%s", situation, diff)
	}
	return got
}

func TestEveryWriteThatIsDoneIsAuditedOnce(t *testing.T) {
	w := start(t, setup{})
	done := map[string]bool{}
	for _, c := range changes() {
		what := c.operation + " at " + c.connection
		c = c.filled(w)
		place := len(w.log.String())
		c.send(w, "admin", "dryRun=true")
		w.wantTrail(what+", dry", place)
		place = len(w.log.String())
		got := c.send(w, "admin", "")
		lines := w.wantTrail(what, place, toldOf(c.operation, got))
		if len(lines) == 1 && (lines[0].Tenant != "hr" || lines[0].Key != "admin" || lines[0].Connection != c.connection) {
			t.Errorf("%s: got %+v", what, lines[0])
		}
		done[c.operation] = got.status < http.StatusBadRequest
	}
	for _, s := range samples(t) {
		if s.write && !done[s.id] {
			t.Errorf("%s was never done", s.id)
		}
	}
}

// refusalsOfWrites are the ways in which every write can fail, whatever it is.
func refusalsOfWrites() map[string]func(*whole, asked) answer {
	withFault := func(fault simkit.Fault) func(*whole, asked) answer {
		return func(w *whole, a asked) answer {
			for _, sim := range w.sims {
				sim.Faults.Schedule(fault)
				defer sim.Faults.Clear()
			}
			return w.sendSample(a, "admin", nil)
		}
	}
	return map[string]func(*whole, asked) answer{
		"as it is":                func(w *whole, a asked) answer { return w.sendSample(a, "admin", nil) },
		"a vendor that fails":     withFault(simkit.Fault{Status: http.StatusInternalServerError}),
		"a vendor that is silent": withFault(simkit.Fault{Hang: true}),
		"a vendor that hangs up":  withFault(simkit.Fault{Reset: true}),
		"a vendor that refuses":   withFault(simkit.Fault{Status: http.StatusBadRequest, Body: "{}"}),
		"a scope too few":         func(w *whole, a asked) answer { return w.sendSample(a, "none", nil) },
		"an unknown parameter":    func(w *whole, a asked) answer { return w.sendSample(a.with("canary=1"), "admin", nil) },
		"half a dry run":          func(w *whole, a asked) answer { return w.sendSample(a.with("dryRun=1"), "admin", nil) },
		"a broken body": func(w *whole, a asked) answer {
			a.body = "{"
			return w.sendSample(a, "admin", nil)
		},
	}
}

func TestEveryWriteThatFailsIsAuditedOnceAndAsTheCallerIsTold(t *testing.T) {
	w := start(t, setup{timeout: "30ms", keys: map[string][]string{"none": nil}})
	statuses := map[int]bool{}
	operations := samples(t)
	for situation, send := range refusalsOfWrites() {
		for _, s := range operations {
			if !s.write {
				continue
			}
			for connection := range w.sims {
				place := len(w.log.String())
				got := send(w, s.at(connection))
				lines := w.wantTrail(fmt.Sprintf("%s: %s at %s", situation, s.id, connection), place, toldOf(s.id, got))
				if ids := strings.Count(s.template, "Id}"); len(lines) == 1 && len(lines[0].Target) != ids {
					t.Errorf("%s: %d targets of %d ids", s.id, len(lines[0].Target), ids)
				}
				if named := s.elsewhere(); named && len(lines) == 1 && lines[0].Connection != connection {
					t.Errorf("%s: %s at %s is said to be at %q", situation, s.id, connection, lines[0].Connection)
				}
				statuses[got.status] = true
			}
		}
	}
	for _, status := range []int{400, 403, 405, 422, 502, 504} {
		if !statuses[status] {
			t.Errorf("no write was answered with %d", status)
		}
	}
	if log := w.log.String(); strings.Contains(log, canary) || strings.Contains(log, "anybody") {
		t.Error("the log shows what was sent")
	}
}

func TestAReadIsNotAudited(t *testing.T) {
	w := start(t, setup{people: 2})
	for _, s := range samples(t) {
		if !s.write {
			w.sendSample(s.at("iw"), "admin", nil)
		}
	}
	w.sendSample(sample{method: "POST", template: "/nothing"}.at("iw"), "admin", nil)
	w.send("", http.MethodDelete, "/v1/users/iw:x", "", "")
	if got := w.trail(); len(got) > 0 {
		t.Errorf("got %+v", got)
	}
}

func TestAWriteOverTheLimitIsAudited(t *testing.T) {
	w := start(t, setup{rateLimit: "{rate: 0.001, burst: 1}"})
	w.get("admin", "/v1/connections")
	got := w.send("admin", http.MethodDelete, "/v1/users/juump:x", "", "")
	w.wantTrail("over the limit", 0, toldOf("deleteUser", got))
	if got.status != http.StatusTooManyRequests {
		t.Errorf("got %d", got.status)
	}
}

func TestTheTargetIsTheSameForTheSameIdAlone(t *testing.T) {
	w := start(t, setup{})
	for _, path := range []string{"/users/juump:a", "/users/juump:b", "/users/juump%3Aa", "/groups/juump:g/members/juump:a"} {
		w.send("admin", http.MethodDelete, "/v1"+path, "", "")
	}
	got := w.trail()
	if len(got) != 4 || got[0].Target[0] != got[2].Target[0] || got[0].Target[0] != got[3].Target[1] ||
		got[0].Target[0] == got[1].Target[0] || got[0].Target[0] == got[3].Target[0] || len(got[0].Target[0]) != 32 {
		t.Errorf("got %+v", got)
	}
	other := start(t, setup{})
	other.send("admin", http.MethodDelete, "/v1/users/juump:a", "", "")
	if other.trail()[0].Target[0] == got[0].Target[0] {
		t.Error("another key gives the same hash")
	}
}

// The recipe is the one that docs/operations.md gives to operators.
func TestATargetCanBeFoundByWhoeverHasTheFirstCursorKey(t *testing.T) {
	sims := demoVendors(t)
	s := serveBefore(t, sims)
	response, err := asking(t, http.DefaultClient, s.key, http.MethodDelete, s.public+"/v1/users/iw:4711", nil, "")
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	cursorKey, err := base64.StdEncoding.DecodeString(sims.cursorKey)
	if err != nil {
		t.Fatal(err)
	}
	key, err := hkdf.Key(sha256.New, cursorKey, nil, "audit", 32)
	if err != nil {
		t.Fatal(err)
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte("iw:4711"))
	want := fmt.Sprintf(`"target":["%x"]`, mac.Sum(nil)[:16])
	eventually(t, func() bool { return strings.Contains(s.stderr.String(), want) })
}

func TestWhatIsInTheConnectionsPlaceIsNotToldUnlessItIsOne(t *testing.T) {
	w := start(t, setup{})
	for _, path := range []string{"/users/nora@corp.example:x", "/users/nora@corp.example", "/users/x-iw:1"} {
		w.send("admin", http.MethodDelete, "/v1"+path, "", "")
	}
	w.post("admin", "/v1/users?connection=nora@corp.example", `{}`)
	for _, line := range w.trail() {
		if line.Connection != "" {
			t.Errorf("the connection is %q", line.Connection)
		}
	}
	if len(w.trail()) != 4 || strings.Contains(w.log.String(), "nora@") {
		t.Errorf("the log is\n%s", w.log.String())
	}
}

func TestSeveralChangesInOneAreAuditedForWhatBecameOfAll(t *testing.T) {
	nth := func(skip, times int) simkit.Fault {
		return simkit.Fault{When: func(e simkit.Entry) bool { return e.Write }, Skip: skip, Times: times, Status: http.StatusBadRequest, Body: "{}"}
	}
	for situation, row := range map[string]struct {
		fault simkit.Fault
		want  string
	}{
		"all were made":     {simkit.Fault{Times: 1}, "applied"},
		"the second not":    {nth(1, 1), "partial"},
		"none of them":      {nth(0, 0), "rejected"},
		"nobody can say":    {simkit.Fault{When: func(e simkit.Entry) bool { return e.Write }, Reset: true}, "unknown"},
		"the first only":    {nth(0, 1), "partial"},
		"all are forbidden": {simkit.Fault{When: func(e simkit.Entry) bool { return e.Write }, Status: http.StatusForbidden, Body: "{}"}, "rejected"},
	} {
		t.Run(situation, func(t *testing.T) {
			w := start(t, setup{})
			w.sims["w365"].Faults.Schedule(row.fault)
			c := change{"changeUserGroups", "w365", "PATCH", "/users/{id.3}/groups", `{"add":["{group.3}","{group.1}"]}`}.filled(w)
			got := c.send(w, "admin", "")
			if lines := w.trail(); len(lines) != 1 || lines[0].Outcome != row.want {
				t.Errorf("got %+v, want %s\n%s", lines, row.want, got.body)
			}
		})
	}
}

func TestASynchronizationOfNobodyIsAuditedAsRefused(t *testing.T) {
	w := start(t, setup{})
	got := w.post("admin", "/v1/users/sync?connection=iw", `{"attribute":"login","values":["kroleless"],"update":false}`)
	if lines := w.trail(); got.status != http.StatusOK || len(lines) != 1 || lines[0].Outcome != "rejected" {
		t.Errorf("got %d %s, and %+v", got.status, got.body, lines)
	}
}

// all is a connector with every write, each of which panics: the one behind it is nil.
type all struct {
	upstream.UserCreator
	upstream.UserPutter
	upstream.UserUpdater
	upstream.UserDeleter
	upstream.UserSyncer
	upstream.UserGroupChanger
	upstream.UserPicturePutter
	upstream.UserPictureDeleter
	upstream.CredentialCreator
	upstream.CredentialUpdater
	upstream.GroupCreator
	upstream.GroupPutter
	upstream.GroupDeleter
	upstream.GroupMemberAdder
	upstream.GroupMemberRemover
	upstream.SubgroupAdder
	upstream.SubgroupRemover
	upstream.ActivityCreator
	upstream.AnnouncementCreator
	upstream.TokenIssuer
	upstream.TokenRefresher
	upstream.TokenRevoker
	upstream.RefreshTokenRotator
}

// Describe panics too: it is asked before what a vendor's tables may refuse.
func (all) Describe() upstream.Description { panic("nobody knows") }

// Close does nothing.
func (all) Close() error { return nil }

func TestAWriteThatPanicsIsAuditedOnce(t *testing.T) {
	w := startBefore(t, all{})
	for _, s := range samples(t) {
		if !s.write {
			continue
		}
		place := len(w.log.String())
		got := w.sendSample(s.at("sick"), "k", nil)
		w.wantTrail(s.id, place, toldOf(s.id, got))
		if got.status != http.StatusInternalServerError || w.trailFrom(place)[0].Outcome != "unknown" {
			t.Errorf("%s: got %d %s", s.id, got.status, got.body)
		}
	}
}

func TestAWriteWhoseCallerLeavesIsAuditedOnce(t *testing.T) {
	w := start(t, setup{})
	w.sims["inwebo"].Faults.Schedule(simkit.Fault{Hang: true})
	ctx, leave := context.WithCancel(t.Context())
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, w.url+"/v1/users?connection=inwebo", strings.NewReader(`{"userName":"nora"}`))
	if err != nil {
		t.Fatal(err)
	}
	request.Header = http.Header{"Authorization": {"Bearer " + w.keys["admin"]}, "Content-Type": {plainJSON}}
	left := make(chan error, 1)
	go func() {
		response, err := http.DefaultClient.Do(request)
		if err == nil {
			_, _ = io.Copy(io.Discard, response.Body)
			_ = response.Body.Close()
		}
		left <- err
	}()
	eventually(t, func() bool { return len(w.sims["inwebo"].Log.All()) > 0 })
	leave()
	if err := <-left; !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	eventually(t, func() bool { return len(w.trail()) == 1 })
	if got := w.trail()[0]; got.Operation != "createUser" || got.Outcome != "unknown" || got.Problem != "client-closed-request" {
		t.Errorf("got %+v", got)
	}
}

func TestTheAuditLogHoldsNothingOfAPerson(t *testing.T) {
	w := start(t, setup{})
	personal := personalData(w)
	for _, c := range changes() {
		c.filled(w).send(w, "admin", "")
	}
	for connection, sim := range w.sims {
		for _, p := range sim.World.People() {
			w.send("admin", http.MethodDelete, "/v1/users/"+url.PathEscape(connection+":"+p.ID), "", "")
		}
	}
	var b strings.Builder
	for text := range strings.Lines(w.log.String()) {
		if strings.Contains(text, `"msg":"audit"`) {
			b.WriteString(text)
		}
	}
	if len(w.trail()) < 60 {
		t.Fatalf("%d lines are no broad pass", len(w.trail()))
	}
	for _, word := range append(personal, canary, "/v1/", "nora") {
		if strings.Contains(b.String(), word) {
			t.Errorf("the audit log holds %q", word)
		}
	}
}

func TestAWriteThatWasDoneBeforeIsAuditedAsReplayed(t *testing.T) {
	w := start(t, setup{})
	w.keyed("admin", "k", "POST", activities, anActivity).want(t, http.StatusCreated, "")
	w.keyed("admin", "k", "POST", activities, anActivity).want(t, http.StatusCreated, "")
	if trail := w.trail(); len(trail) != 2 || trail[0].Outcome != "applied" || trail[1].Outcome != "replayed" {
		t.Errorf("got %+v", trail)
	}
}

func TestTheSubjectOfATokenIsToldAsAHash(t *testing.T) {
	login := startLogin(t, "https://login.corp.example")
	w := start(t, setup{issuers: login.configured("RS256", "hr")})
	write := func(subject string) auditLine {
		credential := login.token(object{"sub": subject, "scope": "users:write"})
		header := http.Header{"Authorization": {"Bearer " + credential}}
		w.sendHeader(http.MethodDelete, "/v1/users/juump:nobody", header, "")
		trail := w.trail()
		return trail[len(trail)-1]
	}
	one, again, other := write("a-person"), write("a-person"), write("another")
	if one.Subject == "" || one.Subject != again.Subject || one.Subject == other.Subject || one.Issuer != "https://login.corp.example" || one.Key != "" {
		t.Errorf("got %+v, %+v and %+v", one, again, other)
	}
	if strings.Contains(w.log.String(), "a-person") {
		t.Error("the subject stands in the log")
	}
}
