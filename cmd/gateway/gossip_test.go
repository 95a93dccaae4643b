package main

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
)

// sink keeps everything that callers can see, but for the tokens that were minted
// for them: those it keeps apart. It stands behind the client.
type sink struct {
	next   http.RoundTripper
	seen   output
	mu     sync.Mutex
	minted []string
}

// RoundTrip keeps the whole answer.
func (s *sink) RoundTrip(r *http.Request) (*http.Response, error) {
	response, err := s.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(response.Body)
	response.Body = io.NopCloser(bytes.NewReader(body))
	fmt.Fprintf(&s.seen, "%s %s\n", r.Method, response.Status)
	_ = response.Header.Write(&s.seen)
	if response.StatusCode == http.StatusOK && slices.Contains([]string{"/v1/tokens", "/v1/tokens/refresh", "/v1/tokens/authorize"}, r.URL.Path) {
		_, _ = s.seen.Write(s.apart(body))
		return response, err
	}
	_, _ = s.seen.Write(body)
	return response, err
}

// apart returns an answer without the token that it is about.
func (s *sink) apart(body []byte) []byte {
	var told map[string]any
	_ = json.Unmarshal(body, &told)
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, name := range []string{"accessToken", "delegationToken"} {
		if token, ok := told[name].(string); ok {
			s.minted = append(s.minted, token)
			body = bytes.ReplaceAll(body, []byte(token), nil)
		}
	}
	return body
}

// gossip stands before every vendor. It keeps what the vendors are told and what
// they say, and can have them repeat what they were sent.
type gossip struct {
	mu     sync.Mutex
	echo   int // the status to echo with, 0 for none
	heard  []http.Header
	bodies output
	spoken output
}

func (g *gossip) before(vendor http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(body))
		_, _ = g.bodies.Write(body)
		g.mu.Lock()
		status := g.echo
		g.heard = append(g.heard, r.Header.Clone())
		g.mu.Unlock()
		recorder := httptest.NewRecorder()
		vendor.ServeHTTP(recorder, r)
		if status != 0 {
			echo(w, r, body, status)
			return
		}
		_, _ = g.spoken.Write(recorder.Body.Bytes())
		maps.Copy(w.Header(), recorder.Header())
		w.WriteHeader(recorder.Code)
		_, _ = w.Write(recorder.Body.Bytes())
	})
}

func (g *gossip) echoWith(status int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.echo = status
}

// echo answers with the credential of the request in every place where one of
// the vendors has a code or a text, whole, without its scheme, and decoded, and
// with the body where one has a text for people.
func echo(w http.ResponseWriter, r *http.Request, body []byte, status int) {
	full := r.Header.Get("Authorization")
	_, bare, _ := strings.Cut(full, " ")
	decoded, _ := base64.StdEncoding.DecodeString(bare)
	for _, text := range []string{full, bare} {
		w.Header().Add("X-Echo", text)
	}
	w.Header().Set("Retry-After", bare)
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	said := map[string]string{"message": "not good: " + string(body)}
	message := map[string]string{"message": "refused: " + full + " " + string(decoded) + " " + url.QueryEscape(bare)}
	_ = json.NewEncoder(w).Encode(map[string]any{
		"iw_code": bare, "code": bare, "uuid": string(decoded), "message": full, "error": full,
		"errors":      []any{map[string]string{"code": bare, "message": full}},
		"globalError": message, "fieldErrors": map[string]any{"Email": message, "password": said, "Title": said, "file": said, bare: message},
	})
}

// tokens returns the bearers that Infoworks was sent.
func (g *gossip) tokens() []string {
	g.mu.Lock()
	defer g.mu.Unlock()
	var out []string
	for _, h := range g.heard {
		if token, ok := strings.CutPrefix(h.Get("Authorization"), "Bearer "); ok && strings.Count(token, ".") == 2 && !slices.Contains(out, token) {
			out = append(out, token)
		}
	}
	return out
}

// received tells whether a vendor was sent exactly this header.
func (g *gossip) received(name, value string) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return slices.ContainsFunc(g.heard, func(h http.Header) bool { return h.Get(name) == value })
}
