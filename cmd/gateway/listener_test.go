package main

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/dragoman-gateway/dragoman/api"
)

func TestThePublicListenerServesTheSpecificationAndItsPagesAlone(t *testing.T) {
	t.Parallel()
	w := beside(t, setup{people: 1})
	for _, path := range []string{
		"/livez", "/readyz", "/healthz", "/health", "/metrics", "/debug/pprof/", "/debug/pprof/heap", "/debug/vars", "/admin", "/status", "/", "/v1", "/v1/", "/v2/users",
		"/users", "/connections", "/.env", "/.git/config", "/.well-known/openid-configuration", "/config", "/dragoman.yaml", "/openapi", "/v1/openapi.yaml", "/swagger",
		"/docs/../openapi.yaml", "/docs/%2e%2e/openapi.yaml", "/docs/..%2fsite.go", "/problems/../v1/users", "/problems/%2e%2e/docs", "/favicon.ico", "/robots.txt", "/server-status",
	} {
		for _, key := range []string{"", "admin"} {
			if got := w.send(key, http.MethodGet, path, "", ""); got.status != http.StatusNotFound || got.code() != "not-found" {
				t.Errorf("%s with the key %q: got %d %.200s", path, key, got.status, got.body)
			}
		}
	}
	document, err := api.Load()
	if err != nil {
		t.Fatal(err)
	}
	for template, item := range document.Paths.Map() {
		path := "/v1" + strings.NewReplacer("{connection}", "iw").Replace(template)
		for _, method := range []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "get", "PURGE"} {
			if got := w.send("", method, path, "", ""); got.status != http.StatusUnauthorized && (got.status != http.StatusMethodNotAllowed || item.GetOperation(method) != nil) {
				t.Errorf("%s %s without a key: got %d", method, path, got.status)
			}
		}
	}
	w.unheard(t, "anything but the specification")
}

func TestNoSpellingOfAPathGoesPastTheKey(t *testing.T) {
	t.Parallel()
	w := beside(t, setup{people: 2, keys: map[string][]string{"icons": {"icons:read"}}})
	for _, s := range samples(t) {
		if s.id == "listIcons" || s.id == "getIcon" || s.id == "getIconContent" {
			continue // which the second key may
		}
		a := s.at("iw")
		path, query, _ := strings.Cut(a.path, "?")
		below := strings.TrimPrefix(path, "/v1")
		for _, spelling := range []string{
			path + "/", "/" + path, "/v1/" + below, "/v1/." + below, "/v1/x/.." + below, "/x/../v1" + below, "/v1/%2e" + below, "/v1/x/%2e%2e" + below, "/v1%2f" + below[1:], "/v1%5c" + below[1:],
			"/V1" + below, "/v1" + strings.ToUpper(below), path + ";", path + ";a=b", "/v1;a=b" + below, path + "%00", path + "%20", path + "%09", path + "%0d%0a", path + ".json", path + "/.", path + "/%2e",
			path + "/..;/docs", "/docs/.." + path, "/docs/%2e%2e" + path, "/docs/..%2f" + path[1:], "/problems/.." + path, "/openapi.yaml/.." + path, "/docs;" + path, "/docs%2f.." + path, path + "%23", path + "%3f", path + "/../docs",
			"/v%31" + below, "/%76%31" + below, "http://g" + path, "http://docs" + path, path + "%ef%bc%8f", strings.Replace(path, "/", "%2f", 1), path + "#/docs", path,
		} {
			for _, key := range []string{"", "icons"} {
				request, err := http.NewRequest(a.method, w.url, strings.NewReader(a.body))
				if err != nil {
					t.Fatal(err)
				}
				request.URL.Opaque, request.URL.RawQuery = spelling, query
				if key != "" {
					request.Header.Set("Authorization", "Bearer "+w.keys[key])
				}
				request.Header.Set("Content-Type", a.mediaType)
				request.Header.Set("X-Http-Method-Override", "GET")
				response, err := w.client.Do(request)
				if err != nil {
					t.Fatalf("%s %s: %v", a.method, spelling, err)
				}
				_ = response.Body.Close()
				if !slices.Contains([]int{400, 401, 403, 404, 405}, response.StatusCode) {
					t.Errorf("%s %s with the key %q: got %d", a.method, spelling, key, response.StatusCode)
				}
			}
		}
		w.unheard(t, s.id)
	}
}

func TestATokenThatIsOverOpensNoOperation(t *testing.T) {
	t.Parallel()
	login := startLogin(t, "https://login.corp.example")
	w := start(t, setup{people: 2, issuers: login.configured("EdDSA", "hr")})
	signed := func(claims object) http.Header {
		return http.Header{"Authorization": {"Bearer " + login.signed(object{"alg": "EdDSA", "kid": "ed"}, login.claims(claims))}}
	}
	now := w.now().Unix()
	for situation, claims := range map[string]object{"over": {"exp": now - 300}, "not yet": {"nbf": now + 300}, "of another tenant": {"tenant": "other"}, "of nobody": {"tenant": nil}} {
		for _, s := range samples(t) {
			if got := w.sendSample(s.at("iw"), "", signed(claims)); got.status != http.StatusUnauthorized || got.code() != "unauthenticated" {
				t.Errorf("%s, %s: got %d %s", s.id, situation, got.status, got.body)
			}
		}
		w.unheard(t, situation)
	}
	w.sendHeader(http.MethodGet, somebody, signed(nil), "").want(t, http.StatusOK, "")
}
