package handlers

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

func TestTheDocsLoadOnlyWhatTheGatewayHas(t *testing.T) {
	h := visited(t)
	page := bodyOf(t, visit(t, h, "GET", "/docs"))
	at := &url.URL{Path: "/docs"}
	links := regexp.MustCompile(`(?:src|href)="([^"]*)"`).FindAllStringSubmatch(page, -1)
	for _, link := range links {
		target, err := at.Parse(link[1])
		if err != nil || target.IsAbs() || target.Host != "" || strings.HasPrefix(link[1], "/") {
			t.Errorf("%s: %v", link[1], err)
			continue
		}
		if got := visit(t, h, "GET", target.Path).StatusCode; got != http.StatusOK {
			t.Errorf("%s: got %d", target.Path, got)
		}
	}
	if len(links) != 6 {
		t.Errorf("%d links", len(links))
	}
}

func TestTheDocsNeedNothingInline(t *testing.T) {
	r := visit(t, visited(t), "GET", "/docs")
	page := bodyOf(t, r)
	for _, inline := range []string{`<script>`, `<style`, ` style=`, ` on[a-z]+=`, `javascript:`} {
		if found := regexp.MustCompile(inline).FindString(page); found != "" {
			t.Errorf("the page has %s", found)
		}
	}
	if got := r.Header.Get("Content-Security-Policy"); !strings.Contains(got, "script-src 'self';") || !strings.Contains(got, "style-src 'self';") {
		t.Errorf("the policy is %s", got)
	}
}

func TestTheDocsForgetTheKeyAndAskNoValidator(t *testing.T) {
	script := bodyOf(t, visit(t, visited(t), "GET", "/docs/docs.js"))
	for _, setting := range []string{"url: 'openapi.json',", "persistAuthorization: false,", "validatorUrl: null,"} {
		if !strings.Contains(script, setting) {
			t.Errorf("%s is missing:\n%s", setting, script)
		}
	}
}

func TestTheDocsAreOnePageWithOrWithoutASlash(t *testing.T) {
	r := visit(t, visited(t), "GET", "/docs/")
	to, err := (&url.URL{Path: "/docs/"}).Parse(r.Header.Get("Location"))
	if err != nil || r.StatusCode != http.StatusPermanentRedirect || to.Path != "/docs" {
		t.Errorf("got %d to %v, %v", r.StatusCode, to, err)
	}
}

func TestALargeFileIsPackedForWhomThatSuits(t *testing.T) {
	h := visited(t)
	for _, path := range []string{"/docs/swagger-ui-bundle.js", "/docs/swagger-ui.css"} {
		plain := visit(t, h, "GET", path)
		packed := visit(t, h, "GET", path, "Accept-Encoding", "br, gzip")
		if plain.Header.Get("Content-Encoding") != "" || packed.Header.Get("Content-Encoding") != "gzip" {
			t.Errorf("%s: got %q and %q", path, plain.Header.Get("Content-Encoding"), packed.Header.Get("Content-Encoding"))
		}
		if plain.Header.Get("Vary") != "Accept-Encoding" || packed.Header.Get("Vary") != "Accept-Encoding" {
			t.Errorf("%s: a cache may mix them up", path)
		}
		if plain.Header.Get("ETag") == packed.Header.Get("ETag") {
			t.Errorf("%s: both have one tag", path)
		}
		small := bodyOf(t, packed)
		r, err := gzip.NewReader(bytes.NewReader([]byte(small)))
		if err != nil {
			t.Fatal(err)
		}
		large, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if string(large) != bodyOf(t, plain) || len(small) >= len(large) {
			t.Errorf("%s: %d bytes are not the same as %d", path, len(small), len(large))
		}
	}
}

func TestTheFilesOfTheDocsAreOfTheirTypes(t *testing.T) {
	h := visited(t)
	for path, want := range map[string]string{
		"/docs": "text/html; charset=utf-8", "/docs/docs.css": "text/css; charset=utf-8", "/docs/docs.js": "text/javascript; charset=utf-8",
		"/docs/swagger-ui.css": "text/css; charset=utf-8", "/docs/swagger-ui-bundle.js": "text/javascript; charset=utf-8", "/docs/favicon.png": "image/png",
	} {
		if got := visit(t, h, "GET", path).Header.Get("Content-Type"); got != want {
			t.Errorf("%s: got %s", path, got)
		}
	}
}
