package sim_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
)

func TestBodyWithoutContentLengthIsRefused(t *testing.T) {
	b := start(t, 1)
	for _, c := range [][2]string{{"POST", users}, {"POST", users + "/"}, {"PUT", one("new")}} {
		r := b.request(c[0], c[1], "{}")
		r.Body, r.ContentLength = io.NopCloser(strings.NewReader("{}")), -1
		b.refused(r, 411, "E_LengthRequired")
	}
}

func TestEmptyPostNeedsContentLengthZero(t *testing.T) {
	b := start(t, 0)
	for header, want := range map[string]int{"": 411, "Content-Length: 0\r\n": 200} {
		conn, err := net.Dial("tcp", strings.TrimPrefix(b.url, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		fmt.Fprintf(conn, "POST %s HTTP/1.1\r\nHost: x\r\nx-infinite-apikey: %s\r\n%s\r\n", users, b.key, header)
		answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil {
			t.Fatal(err)
		}
		if answer.StatusCode != want {
			t.Errorf("header %q: got %d, want %d", header, answer.StatusCode, want)
		}
	}
}

func TestBodyIsBoundedInclusively(t *testing.T) {
	b := start(t, 1)
	padded := func(size int) string { return "{" + strings.Repeat(" ", size-2) + "}" }
	if status, body := b.call("PUT", one("new"), padded(1048576)); status != 201 {
		t.Errorf("largest body: got %d %s", status, body)
	}
	b.refused(b.request("PUT", one("new"), padded(1048577)), 413, "E_PayloadTooLarge")
	b.refused(b.request("POST", users, padded(1048577)), 413, "E_PayloadTooLarge")
}

func TestContentType(t *testing.T) {
	b := start(t, 1)
	for contentType, want := range map[string]int{
		"application/json; charset=utf-8":      200,
		"application/json;charset=UTF-8":       200,
		"application/json":                     200,
		"":                                     415,
		"text/plain":                           415,
		"application/json; charset=iso-8859-1": 415,
		"application/x-www-form-urlencoded":    415,
		"application/merge-patch+json":         415,
	} {
		for _, c := range [][2]string{{"POST", users}, {"PUT", one(b.World.People()[0].ID)}} {
			r := b.request(c[0], c[1], "{}")
			r.Header.Set("Content-Type", contentType)
			if status, body := b.do(r); status != want {
				t.Errorf("%s with %q: got %d %s, want %d", c[0], contentType, status, body, want)
			}
		}
	}
}

func TestEmptyBodyNeedsNoContentType(t *testing.T) {
	b := start(t, 1)
	r := b.request("POST", users, "")
	r.Header.Set("Content-Type", "text/plain")
	if status, body := b.do(r); status != 200 {
		t.Errorf("got %d %s", status, body)
	}
}

func TestBodyWhereNoneIsDocumented(t *testing.T) {
	b := start(t, 1)
	id := b.World.People()[0].ID
	b.refused(b.request("GET", one(id), "{}"), 400, "E_BadRequest")
	b.refused(b.request("DELETE", one(id), `["x"]`), 400, "E_BadRequest")
	b.person(id)
}

func TestQueryParametersTheVendorDoesNotHave(t *testing.T) {
	b := start(t, 1)
	id := b.World.People()[0].ID
	for _, c := range [][3]string{
		{"POST", users + "?limit=1", ""},
		{"POST", users + "/?offset=1", ""},
		{"GET", one(id) + "?resultfields=oidcsub", ""},
		{"DELETE", one(id) + "?onconflict=update", ""},
		{"PUT", one(id) + "?onConflict=insert", "{}"},
		{"PUT", one(id) + "?onconflict=update&x=1", "{}"},
		{"PUT", one(id) + "?onconflict=update&onconflict=insert", "{}"},
		{"PUT", one(id) + "?onconflict=UPDATE", "{}"},
		{"PUT", one(id) + "?onconflict=", "{}"},
		{"PUT", one(id) + "?onconflict=%zz", "{}"},
	} {
		b.refused(b.request(c[0], c[1], c[2]), 400, "E_BadRequest")
	}
	b.person(id)
}

func TestUnknownPathsAndVerbs(t *testing.T) {
	b := start(t, 1)
	id := b.World.People()[0].ID
	strays := [][2]string{
		{"GET", users}, {"GET", users + "/"}, {"PUT", users}, {"DELETE", users + "/"},
		{"POST", one(id)}, {"PATCH", one(id)}, {"GET", one(id) + "/"}, {"DELETE", one(id) + "/"},
		{"POST", "/api/manage/users"}, {"POST", "/directory//api/manage/users"}, {"POST", users + "//"},
		// The subject in two segments, as a proxy that decodes %2F leaves it.
		{"GET", users + "/plant/west"},
	}
	for _, c := range strays {
		b.refused(b.request(c[0], c[1], ""), 404, "E_NotFound")
	}
	if got := len(b.Log.Strays()); got != len(strays) {
		t.Errorf("the log has %d strays, want %d", got, len(strays))
	}
}

func TestOnlyPutAndDeleteAreWrites(t *testing.T) {
	b := start(t, 1)
	id := b.World.People()[0].ID
	for _, c := range [][3]string{
		{"POST", users, ""}, {"POST", users + "/", ""}, {"GET", one(id), ""},
		{"PUT", one(id), "{}"}, {"DELETE", one(id), ""},
	} {
		b.call(c[0], c[1], c[2])
	}
	writes := b.Log.Writes()
	if len(writes) != 2 || writes[0].Method != "PUT" || writes[1].Method != "DELETE" {
		t.Errorf("writes: %+v", writes)
	}
}

func TestEveryRefusalHasItsOwnIncident(t *testing.T) {
	b := start(t, 0)
	_, first := b.call("GET", one("nobody"), "")
	_, second := b.call("GET", one("nobody"), "")
	if first == second {
		t.Errorf("twice %s", first)
	}
}
