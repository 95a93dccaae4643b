package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
)

// bomb is a request that wants to cost more than it is large.
type bomb struct {
	method, path, media, encoding, body string
}

// large is the most that a body may be, in bytes.
const large = 1 << 20

func apiBombs() map[string]bomb {
	object := func(body string) bomb { return bomb{"POST", "/v1/users?connection=inwebo", plainJSON, "", body} }
	var names strings.Builder
	for n := range 50_000 {
		fmt.Fprintf(&names, `"unknown%d":1,`, n)
	}
	asked := func(query string) bomb { return bomb{"GET", "/v1/users?" + query, "", "", ""} }
	return map[string]bomb{
		"brackets":                 object(strings.Repeat("[", large-1)),
		"brackets that close":      object(strings.Repeat("[", large/2) + strings.Repeat("]", large/2)),
		"objects in objects":       object(strings.Repeat(`{"a":`, large/5)),
		"one long text":            object(`{"userName":"` + strings.Repeat("x", large-20) + `"}`),
		"escapes":                  object(`{"userName":"` + strings.Repeat(`\u0041`, large/6-10) + `"}`),
		"a hundred thousand names": object("{" + strings.Repeat(`"aaaaaa":1,`, large/12) + `"b":1}`),
		"fifty thousand faults":    object("{" + names.String() + `"userName":"u"}`),
		"a long list":              object(`{"roles":[` + strings.Repeat("1,", large/2-20) + `1]}`),
		"a long number":            object(`{"userName":` + strings.Repeat("9", large-20) + `}`),
		"an exponent":              object(`{"userName":1e999999999}`),
		"spaces":                   object(strings.Repeat(" ", large-2) + "{}"),
		"more than there may be":   object(strings.Repeat("x", 3*large)),
		"a zip":                    {"POST", "/v1/users?connection=inwebo", plainJSON, "gzip", zipped(`{"userName":"` + strings.Repeat("x", 8*large) + `"}`)},
		"a form of many fields":    {"POST", "/v1/tokens/introspect?connection=iw", webForm, "", strings.Repeat("a=1&", large/4-1)},
		"a multipart":              {"POST", "/v1/users?connection=inwebo", "multipart/form-data; boundary=x", "", strings.Repeat("--x\r\n\r\n", 1000)},
		"a filter in brackets":     asked("filter=" + strings.Repeat("(", 30_000)),
		"a filter of nots":         asked("filter=" + strings.Repeat("not%20(", 8000)),
		"a filter of ors":          asked("filter=id%20pr" + strings.Repeat("%20or%20id%20pr", 4000)),
		"many parameters":          asked(strings.Repeat("a=1&", 15_000)),
		"a large index":            asked("a[999999999]=1&filter[99999999][a]=1"),
		"a long cursor":            asked("cursor=" + strings.Repeat("A", 60_000)),
		"a large limit":            asked("limit=99999999999999999999"),
		"a long id":                {"GET", "/v1/users/iw:" + strings.Repeat("x", 60_000), "", "", ""},
		"a long list of tags":      {"GET", "/v1/icons/w365:global.4040/content", "", "", ""},
		"many segments":            {"GET", "/v1" + strings.Repeat("/a", 30_000), "", "", ""},
	}
}

func TestNoRequestCostsAHundredTimesWhatItIs(t *testing.T) {
	w := start(t, setup{people: 1})
	for name, b := range apiBombs() {
		r := httptest.NewRequest(b.method, b.path, strings.NewReader(b.body))
		r.Header.Set("Authorization", "Bearer "+w.keys["admin"])
		r.Header.Set("Content-Type", b.media)
		if b.encoding != "" {
			r.Header.Set("Content-Encoding", b.encoding)
		}
		if name == "a long list of tags" {
			r.Header.Set("If-None-Match", strings.Repeat(`"a",`, 10_000)+`"b"`)
		}
		out := httptest.NewRecorder()
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		w.gateway.ServeHTTP(out, r)
		runtime.ReadMemStats(&after)
		if out.Code < 400 || out.Code >= 500 {
			t.Errorf("%s: got %d %.300s", name, out.Code, out.Body.String())
		}
		// What every request costs is no amplification.
		size := uint64(len(b.path)+len(b.body)) + 64<<10
		if taken := after.TotalAlloc - before.TotalAlloc; taken > 100*size || out.Body.Len() > 256<<10 {
			t.Errorf("%s: %d bytes were answered with %d and took %d in all", name, size, out.Body.Len(), taken)
		}
	}
}

func TestHTTP2IsNotSpoken(t *testing.T) {
	w := start(t, setup{people: 1})
	http2 := spoken(t, w.listening(), "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\x00\x00\x00\x04\x00\x00\x00\x00\x00")
	if len(http2) != 1 || http2[0].status != http.StatusNotFound {
		t.Errorf("got %+v, want a refusal in HTTP/1.1 and the end of the connection", http2)
	}
}
