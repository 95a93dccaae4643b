package main

import (
	"bufio"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// The requests that a smuggled line is made of. The outer one and the innocent one
// say who they are; the hidden one, with a key that is good, goes to a vendor, and
// stands where only one of two servers in a row would see a request.
const (
	outerHead = "POST /v1/users?connection=inwebo HTTP/1.1\r\nHost: g\r\nX-Request-Id: outer\r\nAuthorization: Bearer {key}\r\nContent-Type: application/json\r\n"
	oldHead   = "POST /v1/users?connection=inwebo HTTP/1.0\r\nHost: g\r\nX-Request-Id: outer\r\nAuthorization: Bearer {key}\r\nConnection: keep-alive\r\nContent-Type: application/json\r\n"
	hidden    = "DELETE /v1/users/juump:hidden HTTP/1.1\r\nHost: g\r\nX-Request-Id: hidden\r\nAuthorization: Bearer {key}\r\n\r\n"
	innocent  = "GET /v1/connections HTTP/1.1\r\nHost: g\r\nX-Request-Id: innocent\r\nConnection: close\r\nAuthorization: Bearer {key}\r\n\r\n"
)

// smuggled returns the lines of testdata/smuggled.txt as they go over the wire: the
// bytes in Go's escapes, with {head} or {old} for the beginning of the outer
// request, {hidden} for the hidden one, {length} and {hex} for its length.
func smuggled(t testing.TB, key string) []string {
	t.Helper()
	file, err := os.ReadFile("testdata/smuggled.txt")
	if err != nil {
		t.Fatal(err)
	}
	length := len(strings.ReplaceAll(hidden, "{key}", key))
	var all []string
	for line := range strings.Lines(string(file)) {
		text, err := strconv.Unquote(`"` + strings.ReplaceAll(strings.TrimSuffix(line, "\n"), `"`, `\"`) + `"`)
		if err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		text = strings.NewReplacer("{head}", outerHead, "{old}", oldHead, "{hidden}", hidden, "{length}", strconv.Itoa(length), "{hex}", fmt.Sprintf("%x", length)).Replace(text)
		all = append(all, strings.ReplaceAll(text, "{key}", key))
	}
	return all
}

// listening serves the gateway as the program does, with the bounds of its own
// server, and returns the address.
func (w *whole) listening() string {
	w.t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		w.t.Fatal(err)
	}
	s := server(w.gateway, slog.New(slog.DiscardHandler))
	served := make(chan error, 1)
	go func() { served <- s.Serve(listener) }()
	w.t.Cleanup(func() {
		_ = s.Close()
		<-served
	})
	return listener.Addr().String()
}

// spoken writes the bytes on a connection of their own and returns every answer
// that comes on it, but for those that say to go on.
func spoken(t testing.TB, address, text string) []answer {
	t.Helper()
	connection, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Close()
	_ = connection.SetDeadline(time.Now().Add(patience))
	_, _ = io.WriteString(connection, text)
	// A server that waits for more learns that there is none; at once it would take
	// that for a caller who left.
	over := time.AfterFunc(200*time.Millisecond, func() { _ = connection.(*net.TCPConn).CloseWrite() })
	defer over.Stop()
	var all []answer
	reader := bufio.NewReader(connection)
	for {
		response, err := http.ReadResponse(reader, nil)
		if err != nil {
			return all
		}
		body, _ := io.ReadAll(response.Body) // a cut one is what it is
		if response.StatusCode >= http.StatusOK {
			all = append(all, answer{response.StatusCode, response.Header, body})
		}
	}
}

func TestNoRequestHidesInAnother(t *testing.T) {
	w := start(t, setup{people: 2})
	address := w.listening()
	if got := spoken(t, address, strings.ReplaceAll(hidden+innocent, "{key}", w.keys["admin"])); len(got) != 2 || len(w.sims["juump"].Log.All()) == 0 {
		t.Fatalf("in the open: got %d answers, and the vendor was asked %d times", len(got), len(w.sims["juump"].Log.All()))
	}
	w.sims["juump"].Log.Reset()
	cases := smuggled(t, w.keys["admin"])
	kept := 0
	for _, text := range cases {
		answers := spoken(t, address, text+strings.ReplaceAll(innocent, "{key}", w.keys["admin"]))
		kept += wantUnmixed(t, text, answers)
		w.unheard(t, strconv.Quote(text))
	}
	if len(cases) < 100 || kept < 10 {
		t.Errorf("%d cases, after %d of which the connection was kept", len(cases), kept)
	}
}

// wantUnmixed demands that each answer is that of its own request, in order, and
// that what is no request ends the connection. It returns 1 where the innocent
// request that came after was answered.
func wantUnmixed(t *testing.T, text string, answers []answer) int {
	t.Helper()
	for n, got := range answers {
		id := got.header.Get("X-Request-Id")
		last := n == len(answers)-1
		switch {
		case id == "innocent" && last && got.status == http.StatusOK && strings.Contains(string(got.body), `"connection":"iw"`):
			return 1
		case id == "innocent", id == "hidden", n > 0 && id == "outer":
			t.Errorf("%q: answer %d of %d is to %s: %d %.200s", text, n, len(answers), id, got.status, got.body)
		case id == "" && !last:
			t.Errorf("%q: after it was no request there came %d", text, answers[n+1].status)
		case !slices.Contains([]int{200, 400, 401, 404, 405, 411, 413, 415, 417, 422, 431, 501, 505}, got.status):
			t.Errorf("%q: got %d %.200s", text, got.status, got.body)
		}
	}
	return 0
}

func TestARequestWithAnUnclearEndIsTheLastOnItsConnection(t *testing.T) {
	w := start(t, setup{people: 1})
	address, token := w.listening(), "token=x&connection=none"
	for protocol, want := range map[string]int{
		"HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n17\r\n" + token + "\r\n0\r\n\r\n": 1,
		"HTTP/1.0\r\nConnection: keep-alive\r\nContent-Length: 23\r\n\r\n" + token:       1,
		"HTTP/1.1\r\n\r\n": 1,
		"HTTP/1.1\r\nContent-Length: 23\r\n\r\n" + token: 2,
	} {
		head, rest, _ := strings.Cut(protocol, "\r\n")
		text := "POST /v1/tokens/introspect " + head + "\r\nHost: g\r\nX-Request-Id: outer\r\nContent-Type: " + webForm + "\r\n" + rest
		answers := spoken(t, address, text+strings.ReplaceAll(innocent, "{key}", w.keys["admin"]))
		if len(answers) != want || answers[0].header.Get("X-Request-Id") != "outer" {
			t.Errorf("%q: got %d answers, want %d", protocol, len(answers), want)
		}
	}
}
