package main

import (
	"bufio"
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

// sendRaw sends a sample whose parameter is exactly these bytes on the request
// line. The URL's path is only there for the check against the specification.
func (w *whole) sendRaw(s sample, connection, parameter string) answer {
	w.t.Helper()
	body := s.body
	if s.id == "putUser" && connection == "juump" {
		body = `{"active":true,"extensions":{"3djuump":{"frontendaccess":false}}}`
	}
	request, err := http.NewRequest(s.method, w.url+s.path("x"), strings.NewReader(body))
	if err != nil {
		w.t.Fatal(err)
	}
	before, after, _ := strings.Cut("/v1"+s.template, "{"+s.parameters[0]+"}")
	request.URL.Opaque = before + parameter + after
	request.Header.Set("Authorization", "Bearer "+w.keys["admin"])
	if s.mediaType != "" {
		request.Header.Set("Content-Type", s.mediaType)
	}
	response, err := w.client.Do(request)
	if err != nil {
		w.t.Fatalf("%s %q: %v", s.method, request.URL.Opaque, err)
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
			var carried int
			for _, id := range hostileIDs(t) {
				text := strings.ReplaceAll(id.text, "{c}", connection)
				if text == id.text && connection != "iw" || text == connection {
					continue // the same everywhere, or no hostile name
				}
				for _, s := range named {
					if s.parameters[0] == "connection" && connection != "iw" {
						continue
					}
					legal := id.legal && s.parameters[0] != "connection"
					expectStatus(t, s, text, w.sendRaw(s, connection, text), legal)
					carried += w.expectCarried(t, s, connection, text, legal)
				}
			}
			// inwebo reads one user by walking its list: there an id never travels.
			if connection != "inwebo" && carried < 150 {
				t.Errorf("only %d ids reached the vendor: this test sees too little", carried)
			}
		})
	}
}

// expectStatus demands an answer that fits: never a fault of the gateway, and
// nothing but a refusal for what is no id.
func expectStatus(t *testing.T, s sample, text string, got answer, legal bool) {
	t.Helper()
	fitting := []int{400, 404, 405}
	if legal {
		fitting = []int{200, 201, 204, 404, 405, 422, 502}
	}
	if !slices.Contains(fitting, got.status) {
		t.Errorf("%s %.80q: got %d %.300s", s.id, text, got.status, got.body)
	}
}

// expectCarried demands that only this connection's vendor heard of an id, only
// where it is legal, under one of the vendor's own paths and byte for byte. It
// returns how many requests carried it.
func (w *whole) expectCarried(t *testing.T, s sample, connection, text string, legal bool) int {
	t.Helper()
	carried := 0
	for name, sim := range w.sims {
		for _, e := range sim.Log.All() {
			parameters := parametersOf(e)
			id, _ := url.PathUnescape(text)
			_, native, _ := strings.Cut(id, ":")
			switch {
			case !legal || name != connection || e.Stray() || len(parameters) > 1:
				t.Errorf("%s %.80q: %s received %s %s", s.id, text, name, e.Method, e.Path)
			case len(parameters) == 1 && parameters[0] != native:
				t.Errorf("%s %.80q: %s was asked for %q in %s", s.id, text, name, parameters[0], e.Path)
			default:
				carried += len(parameters)
			}
		}
		sim.Log.Reset()
	}
	reads := s.id == "getUser" && (connection == "iw" || connection == "juump")
	if legal && reads && carried != 1 {
		t.Errorf("%s %.80q: %d requests carried the id", s.id, text, carried)
	}
	return carried
}

// parametersOf returns the ids in a received path, unescaped once. The
// environment of Workspace 365 and the source of an icon come from no caller.
func parametersOf(e simkit.Entry) []string {
	_, path, _ := strings.Cut(e.Pattern, " ")
	got := strings.Split(e.Path, "/")
	var values []string
	for i, segment := range strings.Split(path, "/") {
		if strings.HasPrefix(segment, "{") && segment != "{env}" && segment != "{source}" {
			value, _ := url.PathUnescape(got[i])
			values = append(values, value)
		}
	}
	return values
}

func TestBytesThatNoRequestLineMayHoldGoNowhere(t *testing.T) {
	w := start(t, setup{people: 1})
	for _, text := range []string{" ", "a b", "\t", "a\tb", "\x00", "a\x00", "\x7f", "\x1b[2J", "a\rb", ".. HTTP/1.1\r\nX-Smuggled: yes\r\nX-Rest:", "a HTTP/9.9",
		"%", "%2", "a%", "%zz", "%u002e%u002e", "%-1",
	} {
		connection, err := net.Dial("tcp", strings.TrimPrefix(w.url, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(connection, "GET /v1/users/iw:"+text+" HTTP/1.1\r\nHost: gateway\r\nAuthorization: Bearer "+w.keys["admin"]+"\r\nConnection: close\r\n\r\n")
		response, err := http.ReadResponse(bufio.NewReader(connection), nil)
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		if response.StatusCode < 400 || response.StatusCode == http.StatusInternalServerError {
			t.Errorf("%q: got %s", text, response.Status)
		}
		_ = response.Body.Close()
		_ = connection.Close()
		w.unheard(t, strconv.Quote(text))
	}
}
