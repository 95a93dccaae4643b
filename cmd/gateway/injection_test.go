package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"
)

// What is put where a text belongs: the first wants to begin a header or a line of
// its own, the second is legal wherever any text is.
const (
	injecting = "a\r\nX-Injected: yes\r\n\r\n{\"msg\":\"forged\"}\n\x00\x1b[2J"
	legal     = "a\u2028X-Injected: yes\u202e\U0001F6E0\ufeff\"}\\n{\"msg\":\"forged\"}"
)

// texted returns copies of a body, each with the text in another place, as the
// value of one of its texts.
func texted(body any, text string) []any {
	var all []any
	switch v := body.(type) {
	case string:
		return []any{text}
	case []any:
		for i := range v {
			for _, inner := range texted(v[i], text) {
				one := append([]any{}, v...)
				one[i] = inner
				all = append(all, one)
			}
		}
	case map[string]any:
		for name := range v {
			for _, inner := range texted(v[name], text) {
				one := map[string]any{}
				for other := range v {
					one[other] = v[other]
				}
				one[name] = inner
				all = append(all, one)
			}
		}
	}
	return all
}

func TestNoTextOfACallerBeginsAHeaderOrALineOfTheLog(t *testing.T) {
	t.Parallel()
	w := start(t, setup{people: 2})
	sent, bodies, queries := 0, 0, 0
	for connection := range w.sims {
		can := w.supported(connection)
		for _, s := range samples(t) {
			a := s.at(connection)
			if !can[s.id] {
				continue
			}
			for _, text := range []string{injecting, legal} {
				for _, name := range []string{"filter", "cursor", "connection", "include", "since", "source", "unknown-" + text} {
					w.sendSample(a.with(url.QueryEscape(name)+"="+url.QueryEscape(text)), "admin", nil)
					queries++
				}
				var body any
				if strings.HasSuffix(s.mediaType, "json") && json.Unmarshal([]byte(a.body), &body) == nil {
					for _, one := range texted(body, text) {
						written, _ := json.Marshal(one) // what came from JSON goes back
						a.body = string(written)
						w.sendSample(a, "admin", nil)
						bodies++
					}
				}
			}
		}
		for _, e := range w.sims[connection].Log.All() {
			sent++
			if e.Header.Get("X-Injected") != "" || strings.ContainsAny(e.Path+e.Query, "\r\n\x00") {
				t.Errorf("%s received %s %s %v", connection, e.Method, e.Path, e.Header)
			}
		}
	}
	wantWholeLines(t, w, queries+bodies)
	if bodies < 100 || sent < 30 {
		t.Errorf("%d bodies, of which came %d calls, are no broad pass", bodies, sent)
	}
}

// wantWholeLines demands that the log is whole lines of JSON, one of them for each
// request, and that none of them is a caller's.
func wantWholeLines(t *testing.T, w *whole, requests int) {
	t.Helper()
	told := 0
	for _, line := range w.lines() {
		switch line.Msg {
		case "request":
			told++
		case "forged", "":
			t.Errorf("a line of somebody else's: %+v", line)
		}
	}
	if told < requests {
		t.Errorf("%d lines for %d requests", told, requests)
	}
	if log := w.log.String(); strings.Contains(log, "X-Injected") || strings.ContainsAny(log, "\r\x00\x1b\u2028\u202e") {
		t.Error("the log holds what a caller wrote")
	}
}

func TestNoHeaderOfACallerGoesFurther(t *testing.T) {
	t.Parallel()
	w := start(t, setup{people: 2})
	address := w.listening()
	values := []string{"\xff\xfe", "é🛠\u2028", "a\r\n\tX-Injected: yes", "\x7f", "\x1b[2J", "a\x00b", "a\nX-Injected: yes", "a\rX-Injected: yes", `"}` + "\t" + `{"msg":"forged"}`, strings.Repeat("x", 5000), "%0d%0aX-Injected:%20yes"}
	for _, name := range []string{
		"X-Request-Id", "Traceparent", "Tracestate", "Idempotency-Key", "If-None-Match", "Accept", "Content-Type", "User-Agent", "Referer", "Cookie", "Host", "X-Injected",
		"X-Forwarded-For", "Authorization", "X-Infinite-Apikey", "Accept-Language", "Baggage",
	} {
		for _, value := range values {
			connection, err := net.Dial("tcp", address)
			if err != nil {
				t.Fatal(err)
			}
			head := "GET /v1/users?limit=1 HTTP/1.1\r\nHost: g\r\nConnection: close\r\nAuthorization: Bearer " + w.keys["admin"] + "\r\n"
			if name == "Host" || name == "Authorization" {
				head = "GET /v1/users?limit=1 HTTP/1.1\r\nConnection: close\r\n"
			}
			fmt.Fprintf(connection, "%s%s: %s\r\n\r\n", head, name, value)
			response, err := http.ReadResponse(bufio.NewReader(connection), nil)
			if err != nil || response.StatusCode >= 500 || response.Header.Get("X-Injected") != "" {
				t.Errorf("%s: %.40q: got %v %v", name, value, response, err)
			} else {
				_ = response.Body.Close()
			}
			_ = connection.Close()
		}
	}
	reached := 0
	for connection, sim := range w.sims {
		for _, e := range sim.Log.All() {
			reached++
			for name, lines := range e.Header {
				if text := strings.Join(lines, ""); name == "X-Injected" || !utf8.ValidString(text) || strings.ContainsAny(text, "\x1b\x00\r\n") || strings.Contains(text, "njected") || len(text) > 4000 {
					t.Errorf("%s received %s: %.100q", connection, name, lines)
				}
			}
		}
	}
	wantWholeLines(t, w, 50)
	if reached < 50 {
		t.Errorf("only %d calls reached a vendor", reached)
	}
}
