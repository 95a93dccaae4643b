package infoworks

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest/script"
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

// says is an answer of this vendor.
func says(status int, body string) script.Step { return script.Step{Status: status, Body: body} }

// shows is an answer of this vendor that is a file of testdata.
func shows(status int, file string) script.Step { return script.Step{Status: status, File: file} }

const minting = "GET /v3/security/token/access"

// serve starts a vendor. A mint from the refresh token always works unless the
// routes name it.
func serve(t *testing.T, routes script.Routes) *script.Server {
	t.Helper()
	s := script.ByRoute(t, routes)
	s.Always(minting, shows(200, "access-token.json"))
	return s
}

// wantRequests compares all that the vendor was asked, but for the mints that
// always work, as bytes: the request line, the headers that matter, the body.
func wantRequests(t *testing.T, s *script.Server, want ...string) {
	t.Helper()
	var all []string
	for _, r := range s.Requests() {
		head := strings.ReplaceAll(r.Head("Authorization", "Cache-Control", "Content-Type"), bearer(t), "<bearer>")
		if r.Body == "" {
			head = strings.TrimSuffix(head, "\n")
		}
		all = append(all, head+r.Body)
	}
	if got, want := strings.Join(all, "\n\n"), strings.Join(want, "\n\n"); got != want {
		t.Errorf("requests:\n%s\n\nwant:\n%s", got, want)
	}
}

// bearer is the token of access-token.json.
func bearer(t *testing.T) string {
	t.Helper()
	var body struct {
		Result struct {
			Token string `json:"authentication_token"`
		} `json:"result"`
	}
	if err := json.Unmarshal([]byte(script.File(t, "access-token.json")), &body); err != nil {
		t.Fatal(err)
	}
	return body.Result.Token
}

// connect opens a connection to the server that has a refresh token, unless
// change makes it another.
func connect(t *testing.T, s *script.Server, change func(*settings)) upstream.Connector {
	t.Helper()
	return connectAt(t, s, change, start)
}

func connectAt(t *testing.T, s *script.Server, change func(*settings), now func() time.Time) upstream.Connector {
	t.Helper()
	connection := script.Connection(t, s.URL+"/v3", given(change))
	connection.Now = now
	return script.Open(t, Vendor(), connection)
}

func given(change func(*settings)) settings {
	s := settings{RefreshToken: upstream.NewSecret(refreshToken)}
	if change != nil {
		change(&s)
	}
	return s
}

func withPassword(s *settings) { s.Username, s.Password = username, upstream.NewSecret(password) }

func onlyPassword(s *settings) {
	withPassword(s)
	s.RefreshToken = upstream.Secret{}
}

// wantError checks the kind and the outcome, and returns the error.
func wantError(t *testing.T, err error, kind upstream.Kind, outcome upstream.Outcome) *upstream.Error {
	t.Helper()
	e := script.Failure(t, err)
	if e.Kind != kind || e.Outcome != outcome {
		t.Errorf("got %s with outcome %q, want %s with %q (%v)", e.Kind, e.Outcome, kind, outcome, err)
	}
	return e
}

// wantFields compares the faults of a body, each of which has a detail.
func wantFields(t *testing.T, e *upstream.Error, want ...string) {
	t.Helper()
	for _, f := range e.Fields {
		if f.Detail == "" {
			t.Errorf("%s has no detail", f.Pointer)
		}
	}
	if got := script.Fields(e.Fields); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// wantPlan compares a plan as bytes, one request a line.
func wantPlan(t *testing.T, plan *upstream.Plan, want ...string) {
	t.Helper()
	var got []string
	for _, r := range plan.Requests() {
		got = append(got, fmt.Sprintf("%s %s %s %s", r.Method, r.Path, r.Headers["Authorization"], r.Body))
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("plan:\n%s\nwant:\n%s", got, want)
	}
}

// unsendable is what a vendor may give as a token and no header can carry, as JSON.
func unsendable() []string {
	return []string{`"abc\n"`, `"a b"`, `" abc"`, `"abc\r\nX-Evil: 1"`, `"é"`, `"\u0000"`, `""`, `" "`}
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
