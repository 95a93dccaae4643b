package simkit_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// bench is a simulator of a few operations that say which one answered.
func bench() *simkit.Sim {
	s := simkit.NewSim("acme", "/v3", simkit.NewWorld(nil, nil), nil)
	echo := func(params ...string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.WriteString(w, "vendor")
			for _, name := range params {
				_, _ = fmt.Fprintf(w, " %s=%q", name, simkit.Param(r, name))
			}
			_, _ = w.Write(simkit.Body(r))
		}
	}
	s.Read("POST /v3/users/", echo())
	s.Read("GET /v3/users/{id}", echo("id"))
	s.Write("PUT /v3/users/{id}", echo("id"))
	s.Read("GET /v3/users/me", echo())
	s.Write("PUT /v3/groups/{group}/members/{user}", echo("group", "user"))
	s.Write("PUT /v3/groups/all/members/{user}", echo("user"))
	return s
}

// ask sends a request whose path is taken as it is written.
func ask(s http.Handler, method, target, body string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	s.ServeHTTP(w, httptest.NewRequest(method, target, strings.NewReader(body)))
	return w
}

func TestAPathIsMatchedByteForByte(t *testing.T) {
	for _, c := range []struct{ method, path, pattern, answer string }{
		{"POST", "/v3/users/", "POST /v3/users/", "vendor"},
		{"GET", "/v3/users/a", "GET /v3/users/{id}", `vendor id="a"`},
		{"PUT", "/v3/users/a", "PUT /v3/users/{id}", `vendor id="a"`},
		{"GET", "/v3/users/me", "GET /v3/users/me", "vendor"},
		{"GET", "/v3/users/%6De", "GET /v3/users/{id}", `vendor id="me"`},
		{"PUT", "/v3/users/me", "PUT /v3/users/{id}", `vendor id="me"`},
		{"GET", "/v3/users/a%2Fb", "GET /v3/users/{id}", `vendor id="a/b"`},
		{"GET", "/v3/users/a%252Fb", "GET /v3/users/{id}", `vendor id="a%2Fb"`},
		{"GET", "/v3/users/a+b%20c", "GET /v3/users/{id}", `vendor id="a+b c"`},
		{"GET", "/v3/users/%2E%2E", "GET /v3/users/{id}", `vendor id=".."`},
		{"GET", "/v3/users/..", "GET /v3/users/{id}", `vendor id=".."`},
		{"PUT", "/v3/groups/g/members/u", "PUT /v3/groups/{group}/members/{user}", `vendor group="g" user="u"`},
		{"PUT", "/v3/groups/all/members/u", "PUT /v3/groups/all/members/{user}", `vendor user="u"`},
	} {
		s := bench()
		got := ask(s, c.method, c.path, "")
		entry := s.Log.All()[0]
		if entry.Pattern != c.pattern || entry.Stray() || got.Body.String() != c.answer {
			t.Errorf("%s %s: got %q from %q, want %q from %q", c.method, c.path, got.Body, entry.Pattern, c.answer, c.pattern)
		}
	}
}

func TestWhatIsNotExactlyDocumentedIsAStray(t *testing.T) {
	for _, line := range []string{
		"GET /", "GET /v3/users", "POST /v3/users", "GET /v3/users/", "GET /v3//users/a", "GET /v3/users/a/", "GET /v3/users/a/b",
		"GET /v4/users/a", "GET /V3/users/a", "GET /v3/%75sers/a", "DELETE /v3/users/a", "HEAD /v3/users/a", "PUT /v3/groups//members/u",
	} {
		s := bench()
		method, path, _ := strings.Cut(line, " ")
		got := ask(s, method, path, "")
		if len(s.Log.Strays()) != 1 || got.Code != http.StatusNotFound || got.Body.Len() > 0 {
			t.Errorf("%s: got %d %q and %d strays, want a bare 404 and one", line, got.Code, got.Body, len(s.Log.Strays()))
		}
	}
}

func TestAVendorMayAnswerStraysItself(t *testing.T) {
	s := bench()
	s.Otherwise(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) })
	if got := ask(s, "GET", "/nowhere", ""); got.Code != http.StatusTeapot || len(s.Log.Strays()) != 1 {
		t.Errorf("got %d and %d strays, want 418 and one", got.Code, len(s.Log.Strays()))
	}
	if got := ask(s, "GET", "/v3/users/a", ""); got.Code != http.StatusOK {
		t.Errorf("got %d, want the vendor's 200", got.Code)
	}
}

func TestAPatternWithoutVerbOrPathIsAMistake(t *testing.T) {
	for _, pattern := range []string{"", "GET", "/users", "GET users"} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%q: want a panic", pattern)
				}
			}()
			bench().Read(pattern, nil)
		}()
	}
}

func TestTheLogHasWhatCameOverTheWire(t *testing.T) {
	s := bench()
	server := httptest.NewServer(s)
	defer server.Close()
	for _, body := range []io.Reader{strings.NewReader(`{"a":1}`), struct{ io.Reader }{strings.NewReader("chunked")}} {
		r, err := http.NewRequest("PUT", server.URL+"/v3/users/a%2Fb?x=%20&y", body)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("X-Known", "1")
		response, err := server.Client().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		answer, _ := io.ReadAll(response.Body)
		_ = response.Body.Close()
		if len(s.Log.All()) == 1 && string(answer) != `vendor id="a/b"{"a":1}` {
			t.Errorf("got %s", answer)
		}
	}
	var got []string
	for _, e := range s.Log.All() {
		got = append(got, fmt.Sprintf("%s %s ? %s, X-Known %s, length %d, %s, write %t", e.Method, e.Path, e.Query, e.Header.Get("X-Known"), e.ContentLength, e.Body, e.Write))
	}
	want := []string{
		`PUT /v3/users/a%2Fb ? x=%20&y, X-Known 1, length 7, {"a":1}, write true`,
		`PUT /v3/users/a%2Fb ? x=%20&y, X-Known 1, length -1, chunked, write true`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the log (-want +got):\n%s", diff)
	}
}

func TestTheLogTellsReadsWritesAndStraysApart(t *testing.T) {
	s := bench()
	for _, line := range []string{"POST /v3/users/", "PUT /v3/users/a", "POST /nowhere", "GET /v3/users/b", "PUT /v3/users/c"} {
		method, path, _ := strings.Cut(line, " ")
		ask(s, method, path, "")
	}
	if diff := cmp.Diff([]string{"/v3/users/", "/v3/users/a", "/nowhere", "/v3/users/b", "/v3/users/c"}, paths(s.Log.All())); diff != "" {
		t.Errorf("all (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"/v3/users/a", "/v3/users/c"}, paths(s.Log.Writes())); diff != "" {
		t.Errorf("writes (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"/nowhere"}, paths(s.Log.Strays())); diff != "" {
		t.Errorf("strays (-want +got):\n%s", diff)
	}
	s.Log.All()[0].Path = "changed"
	if got := s.Log.All()[0].Path; got != "/v3/users/" {
		t.Errorf("the log was changed: %s", got)
	}
	s.Log.Reset()
	if got := s.Log.All(); len(got) > 0 {
		t.Errorf("got %v after a reset", paths(got))
	}
}

func paths(entries []simkit.Entry) []string {
	var out []string
	for _, e := range entries {
		out = append(out, e.Path)
	}
	return out
}
