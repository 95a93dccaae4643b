package main

import (
	"encoding/json"
	"encoding/pem"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"go.uber.org/goleak"

	"github.com/dragoman-gateway/dragoman/internal/upstream/vendors"
	"time"
)

// reloadLine is what the log says of a reload.
type reloadLine struct {
	Msg               string
	Faults            []string
	Connections, Keys int
}

func reloadsIn(t testing.TB, log, msg string) []reloadLine {
	t.Helper()
	var all []reloadLine
	for text := range strings.Lines(log) {
		var line reloadLine
		if strings.Contains(text, msg) && json.Unmarshal([]byte(text), &line) == nil && line.Msg == msg {
			all = append(all, line)
		}
	}
	return all
}

const (
	reloaded      = "reloaded"
	refusedReload = "the configuration is refused and the old one stays in force"
)

func (l *launched) refusals() []reloadLine { return reloadsIn(l.t, l.stderr.String(), refusedReload) }
func (l *launched) reloads() []reloadLine  { return reloadsIn(l.t, l.stderr.String(), reloaded) }

func overwrite(t testing.TB, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func contentOf(t testing.TB, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// hangup tells every gateway of this process to reload.
func hangup(t testing.TB) {
	t.Helper()
	if err := syscall.Kill(os.Getpid(), syscall.SIGHUP); err != nil {
		t.Fatal(err)
	}
}

func TestAChangedFileIsServedWithoutARestart(t *testing.T) {
	vendors := demoVendors(t)
	before := goleak.IgnoreCurrent()
	s := serveBefore(t, vendors)
	s.wantStatus(s.public+"/v1/connections", http.StatusOK)
	old, text := s.key, contentOf(t, s.file)
	key, hash := newKey("next")
	_, was, _ := strings.Cut(text, "sha256: ")
	overwrite(t, s.file, strings.NewReplacer("id: demo", "id: next", was[:64], hash).Replace(text))

	s.key = key
	eventually(t, func() bool { return s.status(s.public+"/v1/connections") == http.StatusOK })
	s.key = old
	s.wantStatus(s.public+"/v1/connections", http.StatusUnauthorized)
	eventually(t, func() bool { return len(s.reloads()) == 1 }) // it is told after it is done
	if got := s.reloads()[0]; got.Connections != 4 || got.Keys != 1 {
		t.Errorf("the log says %+v", got)
	}
	s.stop()
	s.exit()
	http.DefaultClient.CloseIdleConnections()
	goleak.VerifyNone(t, before)
}

func TestAHangupReloadsWhatDidNotChange(t *testing.T) {
	s := serveBefore(t, demoVendors(t))
	hangup(t)
	eventually(t, func() bool { return len(s.reloads()) == 1 })
	s.wantStatus(s.public+"/v1/users", http.StatusOK)
}

func TestACursorOutlivesAReloadWithoutCursorKeys(t *testing.T) {
	sims := demoVendors(t)
	key, hash := newKey("demo")
	text := string(demoConfig(sims, "127.0.0.1:0", hash))
	s := serveText(t, sims.environment(), key, strings.Replace(text, "cursorKeys: [{env: "+cursorKeyVariable+"}]\n", "", 1))
	var page struct{ NextCursor string }
	response, err := asking(t, http.DefaultClient, key, http.MethodGet, s.public+"/v1/users?limit=2", nil, "")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if err := json.NewDecoder(response.Body).Decode(&page); err != nil || page.NextCursor == "" {
		t.Fatalf("no cursor, %v", err)
	}
	hangup(t)
	eventually(t, func() bool { return len(s.reloads()) == 1 })
	s.wantStatus(s.public+"/v1/users?cursor="+page.NextCursor, http.StatusOK)
}

// byHand is a reloader whose looks a test takes.
type byHand struct {
	*reloader
	t         testing.TB
	file, key string
	log       *output
}

const handMade = `connections: {inwebo: {vendor: inwebo, baseURL: "https://inwebo.example", settings: {apiToken: {file: SECRET}}}}
tenants: {t: {connections: [inwebo], keys: [{id: k, sha256: HASH, scopes: ["connections:read"]}], rateLimit: {rate: 0.001, burst: 3}}}
`

func reloadByHand(t *testing.T) *byHand {
	t.Helper()
	key, hash := newKey("k")
	file := written(t, strings.NewReplacer("SECRET", written(t, "a-token"), "HASH", hash).Replace(handMade))
	load := func(seen files) (*settled, error) { return loadFile(vendors.All(), file, os.Getenv, seen) }
	seen := files{}
	s, err := load(seen)
	if err != nil {
		t.Fatal(err)
	}
	log := &output{}
	g, err := begin(s, slog.New(slog.NewJSONHandler(log, nil)), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = g.close() })
	return &byHand{&reloader{load: load, generations: g, read: seen}, t, file, key, log}
}

// look takes looks, as time does.
func (b *byHand) look(times int) {
	for range times {
		if b.due() {
			b.reload()
		}
	}
}

func (b *byHand) want(reloads, refusals int) {
	b.t.Helper()
	if got, not := len(reloadsIn(b.t, b.log.String(), reloaded)), len(reloadsIn(b.t, b.log.String(), refusedReload)); got != reloads || not != refusals {
		b.t.Errorf("%d reloads and %d refusals, want %d and %d\n%s", got, not, reloads, refusals, b.log.String())
	}
}

func TestAFaultIsToldOnceForEachChange(t *testing.T) {
	b := reloadByHand(t)
	good := contentOf(t, b.file)
	b.look(9)
	b.want(0, 0)
	overwrite(t, b.file, "nope: 1\n")
	b.look(9)
	b.want(0, 1)
	overwrite(t, b.file, "nope: 2\n")
	b.look(9)
	b.want(0, 2)
	if err := os.Remove(b.file); err != nil {
		t.Fatal(err)
	}
	b.look(9)
	b.want(0, 3)
	overwrite(t, b.file, good)
	b.look(9)
	b.want(1, 3)
}

func TestAPipeInTheFilesPlaceHoldsNothingUp(t *testing.T) {
	b := reloadByHand(t)
	good := contentOf(t, b.file)
	if err := errors.Join(os.Remove(b.file), syscall.Mkfifo(b.file, 0o600)); err != nil {
		t.Fatal(err)
	}
	b.look(5)
	b.want(0, 1)
	if err := os.Remove(b.file); err != nil {
		t.Fatal(err)
	}
	overwrite(t, b.file, good+"# again\n")
	b.look(5)
	b.want(1, 1)
}

func TestAFileThatIsStillBeingWrittenIsLeftAlone(t *testing.T) {
	b := reloadByHand(t)
	whole := contentOf(t, b.file) + "  other: {connections: [inwebo], rateLimit: {rate: 1, burst: 1}}\n"
	whole = strings.Replace(whole, "tenants: {t: ", "tenants:\n  t: ", 1)
	whole = strings.Replace(whole, "burst: 3}}}", "burst: 3}}", 1)
	half := whole[:strings.Index(whole, "  other:")]
	b.look(2)
	overwrite(t, b.file, half)
	b.look(1)
	overwrite(t, b.file, whole)
	b.look(1)
	b.want(0, 0)
	b.look(1)
	b.want(1, 0)
	if got := b.generations.current.Load().limits; len(got) != 2 {
		t.Errorf("the limits in force are %v", got)
	}
}

func TestASecretThatChangesIsReloadedAndOneThatVanishesIsAFault(t *testing.T) {
	b := reloadByHand(t)
	_, secret, _ := strings.Cut(contentOf(t, b.file), "{file: ")
	secret, _, _ = strings.Cut(secret, "}")
	overwrite(t, secret, "another-token")
	b.look(3)
	b.want(1, 0)
	if err := os.Remove(secret); err != nil {
		t.Fatal(err)
	}
	b.look(3)
	b.want(1, 1)
	if got := reloadsIn(t, b.log.String(), refusedReload)[0].Faults; len(got) != 1 || !strings.HasPrefix(got[0], "connections.inwebo.settings.apiToken: the file "+secret) {
		t.Errorf("the faults are %q", got)
	}
	overwrite(t, secret, "a-third-token")
	b.look(3)
	b.want(2, 1)
	if strings.Contains(b.log.String(), "-token\"") {
		t.Errorf("the log shows a secret:\n%s", b.log.String())
	}
}

func TestAnAuthorityThatChangesIsReloaded(t *testing.T) {
	b := reloadByHand(t)
	authority := written(t, authorityOf(t))
	overwrite(t, b.file, strings.Replace(contentOf(t, b.file), "vendor: inwebo,", "vendor: inwebo, tls: {caFile: "+authority+"},", 1))
	b.look(3)
	b.want(1, 0)
	overwrite(t, authority, "none")
	b.look(3)
	b.want(1, 1)
	overwrite(t, authority, authorityOf(t))
	b.look(3)
	b.want(2, 1)
}

// authorityOf is a certificate.
func authorityOf(t *testing.T) string {
	t.Helper()
	server := httptest.NewTLSServer(nil)
	defer server.Close()
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}))
}

func TestWhatARunningProcessCannotChangeIsRefused(t *testing.T) {
	for path, change := range map[string]string{"listen": "listen: 127.0.0.1:1\n", "adminListen": "adminListen: 127.0.0.1:1\n"} {
		b := reloadByHand(t)
		before := b.generations.current.Load()
		overwrite(t, b.file, change+contentOf(t, b.file))
		b.look(3)
		b.want(0, 1)
		if got := reloadsIn(t, b.log.String(), refusedReload)[0].Faults; len(got) != 1 || !strings.HasPrefix(got[0], path+": to change it needs a restart") {
			t.Errorf("the faults are %q", got)
		}
		if b.generations.current.Load() != before {
			t.Errorf("another %s came into force", path)
		}
	}
}

// ask asks the generation in force and returns the status.
func (b *byHand) ask() int {
	request := httptest.NewRequest(http.MethodGet, "/v1/connections", nil)
	request.Header.Set("Authorization", "Bearer "+b.key)
	recorder := httptest.NewRecorder()
	b.generations.ServeHTTP(recorder, request)
	return recorder.Code
}

func TestAReloadGivesBackNothingOfALimit(t *testing.T) {
	b := reloadByHand(t)
	for range 3 {
		if got := b.ask(); got != http.StatusOK {
			t.Fatalf("within the burst: got %d", got)
		}
	}
	overwrite(t, b.file, contentOf(t, b.file)+"# another\n")
	b.look(3)
	b.want(1, 0)
	if got := b.ask(); got != http.StatusTooManyRequests {
		t.Errorf("after a reload: got %d", got)
	}
	overwrite(t, b.file, strings.Replace(contentOf(t, b.file), "burst: 3", "burst: 4", 1))
	b.look(3)
	if got := b.ask(); got != http.StatusTooManyRequests {
		t.Errorf("a wider limit is a second burst: got %d", got)
	}
}

func TestAPanicOfALoadLeavesTheOldConfigurationInForce(t *testing.T) {
	b := reloadByHand(t)
	before := b.generations.current.Load()
	b.load = func(files) (*settled, error) { panic("with a secret") }
	b.reload()
	b.want(0, 1)
	if b.generations.current.Load() != before || strings.Contains(b.log.String(), "with a secret") {
		t.Errorf("the log is\n%s", b.log.String())
	}
}

func TestAPipeIsReadOnceOnly(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	go func() { _ = os.WriteFile(pipe, []byte("a-token"), 0o600) }()
	seen := files{}
	if text, err := seen.read(pipe); err != nil || string(text) != "a-token" || len(seen) != 0 {
		t.Errorf("got %q, %v, and %v is to be watched", text, err, seen)
	}
}
