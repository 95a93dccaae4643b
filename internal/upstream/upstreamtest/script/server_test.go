package script_test

import (
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest/script"
)

// ask sends a request and returns the status, the content type and the body.
func ask(t *testing.T, s *script.Server, verb, path, body string) string {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), verb, s.URL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("X-B", "2")
	r.Header["X-A"] = []string{"1", "one"}
	return answer(t, r)
}

func answer(t *testing.T, r *http.Request) string {
	t.Helper()
	a, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Body.Close()
	text, err := io.ReadAll(a.Body)
	if err != nil {
		t.Fatal(err)
	}
	return a.Status[:3] + " " + a.Header.Get("Content-Type") + " " + a.Header.Get("Retry-After") + " " + string(text)
}

func TestStepsAreGivenInOrderWhateverIsAsked(t *testing.T) {
	s := script.InOrder(t,
		script.Step{Status: 201, Body: "first"},
		script.Step{Status: 503, Body: "unseen", File: "nora.json", Header: http.Header{"Content-Type": {"text/plain"}, "Retry-After": {"7"}}})
	if got := ask(t, s, "GET", "/a", ""); got != "201 application/json  first" {
		t.Errorf("got %q", got)
	}
	if got := ask(t, s, "PUT", "/b", ""); got != "503 text/plain 7 {\n  \"id\": \"nora\"\n}\n" {
		t.Errorf("got %q", got)
	}
}

func TestEachRouteHasItsOwnSteps(t *testing.T) {
	routes := script.Routes{
		"GET /a%2Fb": {{Status: 200, Body: "1"}, {Status: 200, Body: "2"}},
		"PUT /a%2Fb": {{Status: 200, File: "nora.json"}},
	}
	// A script is not used up by being played.
	for range 2 {
		s := script.ByRoute(t, routes)
		var got []string
		for _, verb := range []string{"GET", "PUT", "GET"} {
			got = append(got, strings.TrimPrefix(ask(t, s, verb, "/a%2Fb?q=1", ""), "200 application/json  "))
		}
		if want := []string{"1", "{\n  \"id\": \"nora\"\n}\n", "2"}; !slices.Equal(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestWhatTheScriptHasNoStepForFailsTheTestAndIsWrittenDown(t *testing.T) {
	for situation, start := range map[string]func(testing.TB) *script.Server{
		"none any more":   func(t testing.TB) *script.Server { return script.InOrder(t, script.Step{Status: 418}) },
		"none of a route": func(t testing.TB) *script.Server { return script.ByRoute(t, script.Routes{"GET /a": {{Status: 418}}}) },
	} {
		fails(t, "the script has no step for GET /a?q=1", true, func(w testing.TB) {
			s := start(w)
			for range 2 {
				if got := ask(t, s, "GET", "/a?q=1", ""); got != "418 application/json  " {
					t.Errorf("%s: got %q", situation, got)
				}
			}
			if asked := len(s.Lines()); asked != 2 {
				t.Errorf("%s: %d requests, want 2", situation, asked)
			}
		})
	}
	fails(t, "the script has no step for GET /b", true, func(w testing.TB) {
		ask(t, script.ByRoute(w, script.Routes{"GET /a": {{Status: 200}}}), "GET", "/b", "")
	})
	fails(t, "the script has no step for GET /", true, func(w testing.TB) { ask(t, script.ByRoute(w, nil), "GET", "/", "") })
}

func TestWhatIsAlwaysAnsweredIsNoRequestUnlessTheScriptNamesIt(t *testing.T) {
	login := script.Step{Status: 200, File: "nora.json"}
	s := script.ByRoute(t, script.Routes{"GET /named": {{Status: 200, Body: "script"}}})
	s.Always("GET /login", login)
	s.Always("GET /named", login)
	for range 3 {
		if got := ask(t, s, "GET", "/login", ""); !strings.Contains(got, "nora") {
			t.Errorf("got %q", got)
		}
	}
	s.WantNone()
	if got := ask(t, s, "GET", "/named", ""); !strings.HasSuffix(got, "script") {
		t.Errorf("got %q", got)
	}
	fails(t, "GET /named", true, func(w testing.TB) {
		s := script.InOrder(w)
		s.Always("GET /login", login)
		ask(t, s, "GET", "/login", "")
		ask(t, s, "GET", "/named", "")
	})
}

func TestASilentVendorTakesARequestAndDoesNotAnswer(t *testing.T) {
	client := http.Client{Timeout: 20 * time.Millisecond}
	if a, err := client.Get(script.Silent(t).URL); err == nil {
		a.Body.Close()
		t.Errorf("got an answer, %s", a.Status)
	}
}
