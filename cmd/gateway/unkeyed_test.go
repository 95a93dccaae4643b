package main

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// unkeyed are headers of which no answer may depend that others get.
func unkeyed() map[string][]string {
	return map[string][]string{
		"Accept": {"image/webp", "text/html", "application/json;q=0.1"}, "Accept-Encoding": {"gzip", "br", "identity;q=0"}, "Accept-Language": {"xx"},
		"Accept-Charset": {"utf-7"}, "Origin": {"https://evil.example"}, "Referer": {"https://evil.example/"}, "Cookie": {"tenant=other"},
		"Range": {"bytes=0-1"}, "If-Range": {`"x"`}, "If-Match": {`"x"`}, "If-None-Match": {`"x"`, "*"}, "If-Modified-Since": {"Sat, 29 Oct 1994 19:43:31 GMT"},
		"Cache-Control": {"no-cache", "max-age=0", "only-if-cached"}, "Pragma": {"no-cache"}, "X-Forwarded-Host": {"evil.example"}, "X-Forwarded-Proto": {"http"},
		"X-Forwarded-Scheme": {"nothttps"}, "X-Host": {"evil.example"}, "X-Original-Url": {"/v1/users"}, "X-Http-Method-Override": {"DELETE"},
		"X-Request-Id": {"poison"}, "Traceparent": {"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"}, "Tracestate": {"a=b"}, "User-Agent": {"<script>"},
		"Content-Type": {"text/html"}, "Prefer": {"return=minimal"}, "Te": {"trailers"}, "Via": {"1.1 evil"}, "Max-Forwards": {"0"}, "Expect": {"100-continue"},
		"Dnt": {"1"}, "Sec-Fetch-Site": {"cross-site"}, "X-Tenant": {"other"}, "Connection-Name": {"x-w365"},
	}
}

func TestNoHeaderOfOneCallerIsInTheAnswerToTheNext(t *testing.T) {
	t.Parallel()
	w := start(t, setup{people: 2})
	next := 2000
	fresh := func() string {
		next++
		w.sims["w365"].World.Icons.Put(simkit.Icon{ID: fmt.Sprint("global.", next), Name: "x", Format: "svg", Content: []byte("<svg/>")})
		return fmt.Sprintf("/v1/icons/w365:global.%d/content", next)
	}
	plain := func(path string) answer {
		return w.sendHeader("GET", path, http.Header{"Authorization": {"Bearer " + w.keys["admin"]}, "X-Request-Id": {"plain"}}, "")
	}
	want := plain(fresh())
	for name, values := range unkeyed() {
		for _, value := range values {
			path, header := fresh(), http.Header{"Authorization": {"Bearer " + w.keys["admin"]}}
			header.Set(name, value)
			first := w.sendHeader("GET", path, header, "")
			got := plain(path)
			if first.status < 300 && !strings.Contains(got.cacheStatus(), "hit") {
				t.Errorf("%s: %s: the first request left nothing: %q", name, value, got.cacheStatus())
			}
			alike(t, "after "+name+": "+value, got, copied(want))
		}
	}
	for _, query := range []string{"x=1", "connection=iw", "utm_source=x", "cb=%0d%0a", "_method=DELETE", "format=png"} {
		path := fresh()
		plain(path+"?"+query).want(t, http.StatusBadRequest, "invalid-request")
		alike(t, "after the query "+query, plain(path), copied(want))
	}
}

// copied is an answer whose header may be changed.
func copied(a answer) answer {
	a.header = maps.Clone(a.header)
	return a
}

func TestARefusalIsRememberedForFiveSecondsAtMost(t *testing.T) {
	t.Parallel()
	clock := newClock()
	w := start(t, setup{people: 2, now: clock.now})
	const path = "/v1/icons/w365:global.4040/content"
	bad := `{"token":"a-token.of-nobody.at-all"}`
	ask := func() []answer {
		return []answer{w.get("admin", path), w.post("admin", "/v1/tokens/introspect?connection=iw", bad)}
	}
	hits := func(want bool) {
		t.Helper()
		for _, got := range ask() {
			if strings.Contains(got.cacheStatus(), "hit") != want {
				t.Errorf("got %d %s %q", got.status, got.body, got.cacheStatus())
			}
		}
	}
	hits(false)
	clock.pass(4 * time.Second)
	hits(true)
	clock.pass(2 * time.Second)
	hits(false)
	for _, status := range []int{400, 403, 429, 500, 502, 503} {
		clock.pass(time.Minute)
		for _, sim := range []string{"w365", "iw"} {
			w.sims[sim].Faults.Schedule(simkit.Fault{Status: status, Times: 1})
		}
		failed := ask()
		for n, got := range ask() {
			if failed[n].status >= 500 && strings.Contains(got.cacheStatus(), "hit") {
				t.Errorf("a failure with %d is remembered: %d %q", status, got.status, got.cacheStatus())
			}
		}
		if !slices.ContainsFunc(failed, func(a answer) bool { return a.status >= 400 }) {
			t.Errorf("%d: nothing failed", status)
		}
	}
}
