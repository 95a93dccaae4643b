package handlers

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"
)

// visited is a gateway whose API lets nobody in, so that only the pages beside it
// can be read.
func visited(t testing.TB) http.Handler {
	t.Helper()
	pages, err := newSite()
	if err != nil {
		t.Fatal(err)
	}
	s := &server{Config: Config{Log: slog.New(slog.DiscardHandler), Now: time.Now}}
	e := echo.New()
	e.HTTPErrorHandler = s.writeProblem
	nobody := func(echo.HandlerFunc) echo.HandlerFunc {
		return func(echo.Context) error { return fail(codeUnauthenticated) }
	}
	e.Use(s.requestID, s.accessLog, s.recoverPanic, s.manners, pages.serve, nobody)
	pages.register(e)
	e.GET(base+"/docs", func(c echo.Context) error { return c.NoContent(http.StatusNoContent) })
	return e
}

// visit sends a request with headers in pairs.
func visit(t testing.TB, h http.Handler, method, path string, headers ...string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(method, path, nil)
	for pair := range slices.Chunk(headers, 2) {
		r.Header.Add(pair[0], pair[1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

func bodyOf(t testing.TB, r *http.Response) string {
	t.Helper()
	text, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// everyPage is one path of each route, and every file of the docs.
func everyPage() []string {
	return []string{
		"/openapi.yaml", "/openapi.json", "/docs", "/docs/docs.css", "/docs/docs.js", "/docs/swagger-ui.css",
		"/docs/swagger-ui-bundle.js", "/docs/favicon.png", "/problems", "/problems/not-found",
	}
}

func TestEveryoneReadsThePagesAndNobodyElsesRoutes(t *testing.T) {
	h := visited(t)
	for _, path := range everyPage() {
		r := visit(t, h, "GET", path)
		if r.StatusCode != http.StatusOK || bodyOf(t, r) == "" {
			t.Errorf("%s: got %d", path, r.StatusCode)
		}
	}
	for _, path := range []string{"/v1/docs", "/v1/problems", "/", "/doc", "/docsx", "/openapi", "/openapi.json/", "/problems/", "/site/docs.html"} {
		if r := visit(t, h, "GET", path); r.StatusCode != http.StatusUnauthorized {
			t.Errorf("%s: got %d, want what the API says", path, r.StatusCode)
		}
	}
}

func TestEveryPageIsSafeToShow(t *testing.T) {
	h := visited(t)
	for _, path := range everyPage() {
		r := visit(t, h, "GET", path, "Accept", "text/html")
		for name, want := range map[string]string{
			"Cache-Control": "no-cache", "Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff",
		} {
			if got := r.Header.Values(name); len(got) != 1 || got[0] != want {
				t.Errorf("%s: %s is %q", path, name, got)
			}
		}
		policy := r.Header.Get("Content-Security-Policy")
		for _, directive := range []string{"default-src 'none'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"} {
			if !strings.Contains(policy, directive) {
				t.Errorf("%s: the policy lacks %s: %s", path, directive, policy)
			}
		}
		if strings.Contains(policy, "unsafe") || strings.Contains(policy, "*") || strings.Contains(policy, "http") {
			t.Errorf("%s: the policy is %s", path, policy)
		}
		if r.Header.Get("X-Request-Id") == "" || r.Header.Get("Set-Cookie") != "" {
			t.Errorf("%s: got %v", path, r.Header)
		}
	}
}

func TestAPageThatTheCallerHasIsNotSentAgain(t *testing.T) {
	h := visited(t)
	for _, path := range everyPage() {
		first := visit(t, h, "GET", path)
		etag := first.Header.Get("ETag")
		if etag != entityTag([]byte(bodyOf(t, first))) {
			t.Errorf("%s: the tag is %s", path, etag)
		}
		again := visit(t, h, "GET", path, "If-None-Match", `"x", W/`+etag)
		if again.StatusCode != http.StatusNotModified || bodyOf(t, again) != "" || again.Header.Get("ETag") != etag {
			t.Errorf("%s: got %d %v", path, again.StatusCode, again.Header)
		}
		if got := visit(t, h, "GET", path, "If-None-Match", `"x"`).StatusCode; got != http.StatusOK {
			t.Errorf("%s: another tag: got %d", path, got)
		}
	}
}

func TestHEADTellsWhatGETWouldSend(t *testing.T) {
	h := visited(t)
	for _, path := range everyPage() {
		get, head := visit(t, h, "GET", path), visit(t, h, "HEAD", path)
		for _, name := range []string{"Content-Type", "Content-Length", "ETag", "Vary", "Content-Security-Policy"} {
			if got, want := head.Header.Get(name), get.Header.Get(name); got != want {
				t.Errorf("%s: %s is %q, want %q", path, name, got, want)
			}
		}
		if body := bodyOf(t, head); head.StatusCode != http.StatusOK || body != "" {
			t.Errorf("%s: got %d with %d bytes", path, head.StatusCode, len(body))
		}
		if int64(len(bodyOf(t, get))) != get.ContentLength {
			t.Errorf("%s: the length is not %d", path, get.ContentLength)
		}
	}
}

func TestAPageTakesNoOtherMethod(t *testing.T) {
	h := visited(t)
	for _, path := range append(everyPage(), "/docs/", "/docs/none", "/problems/none") {
		for _, method := range []string{"POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "BREW"} {
			r := visit(t, h, method, path)
			if r.StatusCode != http.StatusMethodNotAllowed || r.Header.Get("Allow") != "GET, HEAD" || !strings.Contains(bodyOf(t, r), `"code":"method-not-allowed"`) {
				t.Errorf("%s %s: got %d, Allow %q", method, path, r.StatusCode, r.Header.Get("Allow"))
			}
		}
	}
}

func TestWhatIsNoPageIsAProblem(t *testing.T) {
	h := visited(t)
	for _, path := range []string{
		"/docs/none", "/docs/docs.html", "/docs/oauth2-redirect.html", "/docs/swagger-ui.css.gz", "/docs/docs.js/", "/docs/x/docs.js",
		"/docs/..%2fsite%2fdocs.html", "/docs/%2e%2e", "/docs/../v1/docs", "/problems/none", "/problems/NOT-FOUND", "/problems/not-found/", "/problems/a/not-found",
	} {
		r := visit(t, h, "GET", path)
		body := bodyOf(t, r)
		if r.StatusCode != http.StatusNotFound || r.Header.Get("Content-Type") != "application/problem+json" || !strings.Contains(body, `"code":"not-found"`) {
			t.Errorf("%s: got %d %s", path, r.StatusCode, body)
		}
		if got := r.Header.Get("Cache-Control"); got != "no-store" {
			t.Errorf("%s: Cache-Control is %s", path, got)
		}
	}
}
