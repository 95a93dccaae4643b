package sim_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
)

func TestBodyWithoutContentLengthIsRefused(t *testing.T) {
	b := start(t, 1)
	for _, c := range [][2]string{
		{"POST", users}, {"POST", users + "/"}, {"PUT", one("new")}, {"PUT", one("new") + "/teams"}, {"DELETE", one("new") + "/teams"},
		{"POST", teams}, {"POST", teams + "/"}, {"PUT", oneTeam("a")},
	} {
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
	for _, c := range [][2]string{
		{"POST", users}, {"POST", teams}, {"PUT", oneTeam("a")}, {"PUT", one("new") + "/teams"}, {"DELETE", one("new") + "/teams"},
	} {
		b.refused(b.request(c[0], c[1], padded(1048577)), 413, "E_PayloadTooLarge")
	}
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
		person, team := b.World.People()[0].ID, b.World.Groups()[0].ID
		for _, c := range [][3]string{
			{"POST", users, "{}"}, {"PUT", one(person), "{}"}, {"PUT", one(person) + "/teams", "[]"}, {"DELETE", one(person) + "/teams", "[]"},
			{"POST", teams, "{}"}, {"PUT", oneTeam(team), `{"teamname":"x"}`},
		} {
			r := b.request(c[0], c[1], c[2])
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

	team, before := b.World.Groups()[4].ID, b.memberships(id)
	b.refused(b.request("GET", oneTeam(team), "{}"), 400, "E_BadRequest")
	b.refused(b.request("DELETE", oneTeam(team), "{}"), 400, "E_BadRequest")
	b.refused(b.request("PUT", places(id, team), "{}"), 400, "E_BadRequest")
	b.refused(b.request("DELETE", places(id, team), quoted(team)), 400, "E_BadRequest")
	if _, there := b.World.Group(team); !there || !slices.Equal(b.memberships(id), before) {
		t.Errorf("a refused call changed the world")
	}
}

func TestQueryParametersTheVendorDoesNotHave(t *testing.T) {
	b := start(t, 1)
	id, team := b.World.People()[0].ID, b.World.Groups()[0].ID
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
		{"PUT", one(id) + "/teams?onconflict=upsert", "[]"},
		{"DELETE", one(id) + "/teams?teamuuid=1", "[]"},
		{"PUT", places(id, team) + "?x=1", ""},
		{"DELETE", places(id, team) + "?x=1", ""},
		{"POST", teams + "?limit=1", ""},
		{"GET", oneTeam(team) + "?resultfields=teamname", ""},
		{"PUT", oneTeam(team) + "?onconflict=insert", `{"teamname":"x"}`},
		{"DELETE", oneTeam(team) + "?force=true", ""},
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
		{"GET", one(id) + "/teams"}, {"POST", one(id) + "/teams"}, {"PUT", one(id) + "/teams/"}, {"GET", places(id, "a")},
		{"GET", teams}, {"PUT", teams}, {"DELETE", teams + "/"}, {"POST", oneTeam("a")}, {"PUT", oneTeam("a") + "/"},
		{"PUT", oneTeam("a") + "/" + "users"}, {"POST", "/api/manage/teams"},
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
	id, team := b.World.People()[0].ID, b.World.Groups()[4].ID
	for _, c := range [][3]string{
		{"POST", users, ""}, {"POST", users + "/", ""}, {"GET", one(id), ""},
		{"POST", teams, ""}, {"POST", teams + "/", ""}, {"GET", oneTeam(team), ""},
	} {
		b.call(c[0], c[1], c[2])
	}
	if writes := b.Log.Writes(); len(writes) != 0 {
		t.Errorf("writes: %+v", writes)
	}
	changes := [][3]string{
		{"PUT", one(id), "{}"}, {"PUT", one(id) + "/teams", "[]"}, {"DELETE", one(id) + "/teams", "[]"},
		{"PUT", places(id, team), ""}, {"DELETE", places(id, team), ""},
		{"PUT", oneTeam(team), `{"teamname":"x"}`}, {"DELETE", oneTeam(team), ""}, {"DELETE", one(id), ""},
	}
	for _, c := range changes {
		b.call(c[0], c[1], c[2])
	}
	if writes := b.Log.Writes(); len(writes) != len(changes) {
		t.Errorf("%d writes, want %d", len(writes), len(changes))
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
