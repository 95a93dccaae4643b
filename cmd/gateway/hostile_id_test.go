package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// hostileID is one line of testdata/hostile_ids.txt: the bytes that stand on the
// request line, in Go's escapes, with {c} for the connection and {n} for n
// letters. A line with "+" is a legal id, which has to reach the vendor; one with
// "-" is none, of which no vendor may ever hear.
type hostileID struct {
	text  string
	legal bool
}

func hostileIDs(t testing.TB) []hostileID {
	t.Helper()
	file, err := os.ReadFile("testdata/hostile_ids.txt")
	if err != nil {
		t.Fatal(err)
	}
	many := regexp.MustCompile(`\{\d+\}`)
	var ids []hostileID
	for line := range strings.Lines(string(file)) {
		mark, rest, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		text, err := strconv.Unquote(`"` + rest + `"`)
		if err != nil || mark != "+" && mark != "-" {
			t.Fatalf("%q: %v", line, err)
		}
		text = many.ReplaceAllStringFunc(text, func(n string) string {
			count, _ := strconv.Atoi(strings.Trim(n, "{}"))
			return strings.Repeat("x", count)
		})
		ids = append(ids, hostileID{text, mark == "+"})
	}
	if len(ids) < 200 {
		t.Fatalf("only %d ids", len(ids))
	}
	return ids
}

// harmless is the other id in a path of two: no hostile one is like it, and it can
// be that of a user and of a group everywhere.
const harmless = "0dd-0dd"

// raw is a sample one of whose parameters is exactly these bytes on the request
// line.
type raw struct {
	sample
	connection string
	// at is the place of the parameter among the sample's.
	at   int
	text string
}

// target is what stands on the request line.
func (r raw) target() string {
	path := "/v1" + r.template
	for i, name := range r.parameters {
		value := r.connection + ":" + harmless
		if i == r.at {
			value = r.text
		}
		path = strings.ReplaceAll(path, "{"+name+"}", value)
	}
	return path
}

func (r raw) body() string {
	switch {
	case r.id == "putUser" && r.connection == "juump":
		return `{"active":true,"extensions":{"3djuump":{"frontendaccess":false}}}`
	case r.id == "changeUserGroups":
		return `{"add":["` + r.connection + `:` + harmless + `"]}`
	}
	return r.sample.at(r.connection).body
}

// sendRaw sends a raw sample. The URL's path is only there for the check against
// the specification.
func (w *whole) sendRaw(r raw) answer {
	w.t.Helper()
	request, err := http.NewRequest(r.method, w.url+r.sample.at("x").path, strings.NewReader(r.body()))
	if err != nil {
		w.t.Fatal(err)
	}
	request.URL.Opaque = r.target()
	request.Header.Set("Authorization", "Bearer "+w.keys["admin"])
	if r.mediaType != "" {
		request.Header.Set("Content-Type", r.mediaType)
	}
	response, err := w.client.Do(request)
	if err != nil {
		w.t.Fatalf("%s %q: %v", r.method, request.URL.Opaque, err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	return answer{response.StatusCode, response.Header, text}
}

func TestNoIDLeadsToAnotherResource(t *testing.T) {
	named := slices.DeleteFunc(samples(t), func(s sample) bool { return len(s.parameters) == 0 })
	for _, connection := range []string{"iw", "juump", "inwebo", "w365"} {
		t.Run(connection, func(t *testing.T) {
			t.Parallel()
			w := start(t, setup{people: 1})
			can := w.supported(connection)
			carried := map[string]int{}
			for n, id := range hostileIDs(t) {
				text := strings.ReplaceAll(id.text, "{c}", connection)
				if text == id.text && connection != "iw" || text == connection {
					continue // the same everywhere, or no hostile name
				}
				for _, s := range named {
					ofConnection := s.parameters[0] == "connection"
					// What this vendor cannot do never reaches it: a few of those will do.
					if ofConnection && connection != "iw" || !ofConnection && !can[s.id] && n%10 > 0 {
						continue
					}
					for at, name := range s.parameters {
						r := raw{s, connection, at, text}
						legal := id.legal && !ofConnection
						expectStatus(t, r, w.sendRaw(r), legal)
						carried[s.id+" "+name] += w.expectCarried(t, r, legal)
					}
				}
			}
			expectMany(t, connection, carried)
		})
	}
}

// expectMany demands that the vendor heard of many hostile ids, of each kind that
// it takes: else this test sees too little.
func expectMany(t *testing.T, connection string, carried map[string]int) {
	t.Helper()
	for parameter, least := range map[string]map[string]int{
		"iw":    {"getUser userId": 150, "updateUser userId": 150, "deleteUser userId": 150},
		"juump": {"getUser userId": 150, "putUser userId": 150, "listUserGroups userId": 150, "changeUserGroups userId": 150, "addGroupMember userId": 150, "removeGroupMember userId": 150, "deleteGroup groupId": 1},
		// One user is read there by walking the list: an id never travels.
		"inwebo": {},
		"w365": {"putUser userId": 100, "changeUserGroups userId": 100, "putUserPicture userId": 100, "putGroup groupId": 100, "addGroupMember groupId": 100,
			"addGroupMember userId": 100, "addSubgroup groupId": 100, "removeSubgroup subgroupId": 100, "listUserApps userId": 3, "createCredential userId": 3},
	}[connection] {
		if carried[parameter] < least {
			t.Errorf("only %d of %s reached the vendor, want %d", carried[parameter], parameter, least)
		}
	}
}

// expectStatus demands an answer that fits: never a fault of the gateway, and
// nothing but a refusal for what is no id.
func expectStatus(t *testing.T, r raw, got answer, legal bool) {
	t.Helper()
	fitting := []int{400, 404, 405}
	if legal {
		fitting = []int{200, 201, 204, 404, 405, 409, 422, 502}
	}
	if !slices.Contains(fitting, got.status) {
		t.Errorf("%s %s %.80q: got %d %.300s", r.id, r.parameters[r.at], r.text, got.status, got.body)
	}
}

// expectCarried demands that only this connection's vendor heard of an id, only
// where it is legal, under one of the vendor's own paths and byte for byte. It
// returns how many requests carried it.
func (w *whole) expectCarried(t *testing.T, r raw, legal bool) int {
	t.Helper()
	what := fmt.Sprintf("%s %s %.80q", r.id, r.parameters[r.at], r.text)
	id, _ := url.PathUnescape(r.text)
	_, native, _ := strings.Cut(id, ":")
	most := len(r.parameters)
	if r.id == "changeUserGroups" {
		most++ // the group of its body
	}
	for name, sim := range w.sims {
		for _, e := range sim.Log.All() {
			if parameters := parametersOf(e); len(parameters) > most {
				t.Errorf("%s: %s received %s %s", what, name, e.Method, e.Path)
			}
		}
	}
	carried := w.expectOnly(t, what, r.connection, native, legal)
	reads := r.id == "getUser" && (r.connection == "iw" || r.connection == "juump")
	if legal && reads && carried != 1 {
		t.Errorf("%s: %d requests carried the id", what, carried)
	}
	return carried
}

func TestNoIDInABodyLeadsToAnotherResource(t *testing.T) {
	w := start(t, setup{people: 1})
	carried := map[string]int{}
	for _, c := range []struct {
		connection, method, path, body string
		// least is how many ids the vendor has to hear of, at the least.
		least int
	}{
		{"juump", "POST", "/users?connection=juump", `{"nativeId":NATIVE,"active":true}`, 150},
		{"juump", "POST", "/groups?connection=juump", `{"nativeId":NATIVE,"displayName":"x"}`, 1},
		{"juump", "PATCH", "/users/juump:" + harmless + "/groups", `{"add":[ID]}`, 0},
		{"w365", "POST", "/users?connection=w365", `{"nativeId":NATIVE,"userName":"u","givenName":"U","familyName":"V"}`, 100},
		{"w365", "POST", "/groups?connection=w365", `{"nativeId":NATIVE,"displayName":"x"}`, 100},
		{"w365", "PATCH", "/users/w365:" + harmless + "/groups", `{"add":[ID]}`, 100},
		{"w365", "PATCH", "/users/w365:" + harmless + "/groups", `{"remove":["w365:` + harmless + `",ID]}`, 100},
		{"w365", "POST", "/activities", `{"title":"t","audience":{"user":ID}}`, 0},
		{"w365", "POST", "/activities", `{"title":"t","audience":{"groups":[{"id":ID}]}}`, 0},
		{"w365", "POST", "/announcements", `{"title":"t","category":{"id":ID}}`, 0},
	} {
		for _, line := range hostileIDs(t) {
			id, err := url.PathUnescape(strings.ReplaceAll(line.text, "{c}", c.connection))
			name, native, _ := strings.Cut(id, ":")
			if err != nil || !strings.HasPrefix(line.text, "{c}") || !utf8.ValidString(id) {
				continue // no text that JSON could hold, or nothing that the first test did not see
			}
			quotedID, _ := json.Marshal(id)
			quotedNative, _ := json.Marshal(native)
			body := strings.NewReplacer("NATIVE", string(quotedNative), "ID", string(quotedID)).Replace(c.body)
			got := w.do("admin", c.method, "/v1"+c.path, body)
			legal := upstream.ValidID(native) && (name == c.connection || strings.Contains(c.body, "NATIVE"))
			what := fmt.Sprintf("%s %s %.80q", c.method, c.path, id)
			if got.status >= 500 && got.status != 502 || !legal && got.status != 400 && got.status != 404 {
				t.Errorf("%s: got %d %.300s", what, got.status, got.body)
			}
			carried[c.path+c.body] += w.expectOnly(t, what, c.connection, native, legal)
		}
		if n := carried[c.path+c.body]; n < c.least {
			t.Errorf("%s %s: only %d ids reached the vendor", c.method, c.path, n)
		}
	}
}

// expectOnly demands that no vendor but this connection's heard anything, and that
// one only of an id that is legal, in a path of its own and byte for byte. It
// returns how many requests carried it.
func (w *whole) expectOnly(t *testing.T, what, connection, native string, legal bool) int {
	t.Helper()
	carried := 0
	for name, sim := range w.sims {
		for _, e := range sim.Log.All() {
			if !legal || name != connection || e.Stray() {
				t.Errorf("%s: %s received %s %s", what, name, e.Method, e.Path)
			}
			for _, value := range parametersOf(e) {
				if value == native {
					carried++
				} else if value != harmless {
					t.Errorf("%s: %s was asked for %q in %s", what, name, value, e.Path)
				}
			}
		}
		sim.Log.Reset()
	}
	return carried
}

// parametersOf returns the ids in a received path, unescaped once. The
// environment of Workspace 365 comes from no caller, and the source of an icon is
// the first part of its id.
func parametersOf(e simkit.Entry) []string {
	_, path, _ := strings.Cut(e.Pattern, " ")
	got := strings.Split(e.Path, "/")
	source := ""
	var values []string
	for i, segment := range strings.Split(path, "/") {
		value, _ := url.PathUnescape(got[min(i, len(got)-1)])
		switch {
		case segment == "{source}":
			source = value + "."
		case strings.HasPrefix(segment, "{") && segment != "{env}":
			values = append(values, source+value)
		}
	}
	return values
}

func TestBytesThatNoRequestLineMayHoldGoNowhere(t *testing.T) {
	w := start(t, setup{people: 1})
	for _, text := range []string{" ", "a b", "\t", "a\tb", "\x00", "a\x00", "\x7f", "\x1b[2J", "a\rb", ".. HTTP/1.1\r\nX-Smuggled: yes\r\nX-Rest:", "a HTTP/9.9",
		"%", "%2", "a%", "%zz", "%u002e%u002e", "%-1",
	} {
		for _, path := range []string{"users/iw:", "groups/juump:", "icons/w365:global.", "credentials/w365:", "groups/w365:" + harmless + "/members/w365:"} {
			w.refusedBare(t, path+text)
		}
	}
}

// refusedBare sends a request line as it stands, which no client library would,
// and demands that it is refused and goes nowhere.
func (w *whole) refusedBare(t *testing.T, path string) {
	t.Helper()
	connection, err := net.Dial("tcp", strings.TrimPrefix(w.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Close()
	_, _ = io.WriteString(connection, "GET /v1/"+path+" HTTP/1.1\r\nHost: gateway\r\nAuthorization: Bearer "+w.keys["admin"]+"\r\nConnection: close\r\n\r\n")
	response, err := http.ReadResponse(bufio.NewReader(connection), nil)
	if err != nil {
		t.Fatalf("%q: %v", path, err)
	}
	if response.StatusCode < 400 || response.StatusCode == http.StatusInternalServerError {
		t.Errorf("%q: got %s", path, response.Status)
	}
	_ = response.Body.Close()
	w.unheard(t, strconv.Quote(path))
}
