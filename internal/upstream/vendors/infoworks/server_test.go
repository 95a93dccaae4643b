package infoworks

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

const (
	refreshToken = "kQz+R/efresh/Token+Of/The/Service"
	password     = "the-password"
	username     = "svc@corp.example"
	// nora is the id of the account in the testdata.
	nora = "6SkgybTRQQBzEey3v"
)

// start is the time of the tests; the bearer of access-token.json ends ten
// minutes later.
func start() time.Time { return time.Date(2024, 5, 6, 7, 0, 0, 0, time.UTC) }

// reply is one answer of the vendor: a file of testdata, or a body as it is.
type reply struct {
	status int
	file   string
	body   string
}

func ok(file string) reply                 { return reply{status: http.StatusOK, file: file} }
func fails(status int, file string) reply  { return reply{status: status, file: file} }
func writes(status int, body string) reply { return reply{status: status, body: body} }

// server plays a vendor that gives each address its answers in order. It fails
// the test when it is asked for anything else.
type server struct {
	*httptest.Server
	t       *testing.T
	mu      sync.Mutex
	replies map[string][]reply
	got     []string
}

// serve starts a vendor. A mint from the refresh token always works unless the
// replies name it.
func serve(t *testing.T, replies map[string][]reply) *server {
	t.Helper()
	s := &server{t: t, replies: replies}
	s.Server = httptest.NewServer(http.HandlerFunc(s.answer))
	t.Cleanup(s.Close)
	return s
}

const minting = "GET /v3/security/token/access"

func (s *server) answer(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	key := r.Method + " " + r.URL.EscapedPath()
	queue, named := s.replies[key]
	if !named && key == minting {
		s.write(w, ok("access-token.json"))
		return
	}
	s.got = append(s.got, told(s.t, r))
	if len(queue) == 0 {
		s.t.Errorf("the vendor was asked for an unexpected %s", key)
		w.WriteHeader(http.StatusTeapot)
		return
	}
	s.replies[key] = queue[1:]
	s.write(w, queue[0])
}

func (s *server) write(w http.ResponseWriter, r reply) {
	body := r.body
	if r.file != "" {
		body = file(s.t, r.file)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(r.status)
	_, _ = io.WriteString(w, body)
}

// told is a request as the goldens write it: the request line's address, the
// headers that matter, the body.
func told(t *testing.T, r *http.Request) string {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		t.Errorf("reading a request: %v", err)
	}
	lines := []string{r.Method + " " + r.RequestURI}
	for _, name := range []string{"Authorization", "Cache-Control", "Content-Type"} {
		if value := r.Header.Get(name); value != "" {
			lines = append(lines, name+": "+strings.ReplaceAll(value, bearer(t), "<bearer>"))
		}
	}
	if len(body) > 0 {
		lines = append(lines, string(body))
	}
	return strings.Join(lines, "\n")
}

// wantRequests compares all that the vendor was asked, but for the mints that
// always work, as bytes.
func (s *server) wantRequests(want ...string) {
	s.t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	if got, want := strings.Join(s.got, "\n\n"), strings.Join(want, "\n\n"); got != want {
		s.t.Errorf("requests:\n%s\n\nwant:\n%s", got, want)
	}
}

// bearer is the token of access-token.json.
func bearer(t *testing.T) string {
	var body struct {
		Result struct {
			Token string `json:"authentication_token"`
		} `json:"result"`
	}
	if err := json.Unmarshal([]byte(file(t, "access-token.json")), &body); err != nil {
		t.Fatal(err)
	}
	return body.Result.Token
}

func file(t *testing.T, name string) string {
	content, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Error(err)
	}
	return string(content)
}

// connect opens a connection to the server that has a refresh token, unless
// change makes it another.
func connect(t *testing.T, s *server, change func(*settings)) upstream.Connector {
	t.Helper()
	return connectAt(t, s, change, start)
}

func connectAt(t *testing.T, s *server, change func(*settings), now func() time.Time) upstream.Connector {
	t.Helper()
	base, err := url.Parse(s.URL + "/v3")
	if err != nil {
		t.Fatal(err)
	}
	connection := upstream.Connection{Name: "iw", BaseURL: base, Timeout: 5 * time.Second, Now: now, Settings: given(change)}
	opened, err := Vendor().Open(connection)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = opened.Close() })
	return opened
}

func given(change func(*settings)) func(any) error {
	return func(into any) error {
		s := into.(*settings)
		s.RefreshToken = upstream.NewSecret(refreshToken)
		if change != nil {
			change(s)
		}
		return nil
	}
}

func withPassword(s *settings) { s.Username, s.Password = username, upstream.NewSecret(password) }

func onlyPassword(s *settings) {
	withPassword(s)
	s.RefreshToken = upstream.Secret{}
}

// wantError checks the kind and the outcome, and returns the error.
func wantError(t *testing.T, err error, kind upstream.Kind, outcome upstream.Outcome) *upstream.Error {
	t.Helper()
	var e *upstream.Error
	if !errors.As(err, &e) {
		t.Fatalf("got error %v, want one of kind %s", err, kind)
	}
	if e.Kind != kind || e.Outcome != outcome {
		t.Errorf("got %s with outcome %q, want %s with %q (%v)", e.Kind, e.Outcome, kind, outcome, err)
	}
	return e
}

// wantGolden compares the complete marshalled value with a file.
func wantGolden(t *testing.T, name string, got any) {
	t.Helper()
	text, err := json.MarshalIndent(got, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	if want := file(t, name); string(text)+"\n" != want {
		t.Errorf("%s: got\n%s\nwant\n%s", name, text, want)
	}
}

// hostile is what a broken or bewitched vendor may answer with status 200.
func hostile() map[string]string {
	return map[string]string{
		"a page of HTML":      "<html><body>Please log in</body></html>",
		"half a document":     `{"message":"","result":{"id":"6Skgyb`,
		"a text":              `"ok"`,
		"a list":              `[]`,
		"nothing":             "",
		"null":                "null",
		"a second document":   `{"result":{}} {}`,
		"a result of a text":  `{"message":"","result":"done"}`,
		"a result of numbers": `{"message":"","result":[1]}`,
	}
}
