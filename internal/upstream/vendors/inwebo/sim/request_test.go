package sim_test

import (
	"io"
	"net/http"
	"strings"
	"testing"
)

func TestAcceptMustAllowJSON(t *testing.T) {
	for _, c := range []struct {
		name   string
		accept []string
		status int
	}{
		{"none, as in the PowerShell sample", nil, 200},
		{"anything", []string{"*/*"}, 200},
		{"any application type", []string{"application/*"}, 200},
		{"JSON with a parameter", []string{"application/json; q=0.9"}, 200},
		{"JSON among others", []string{"text/html, application/json"}, 200},
		{"JSON in a second header", []string{"text/html", "application/json"}, 200},
		{"only HTML", []string{"text/html"}, 400},
		{"a JSON dialect", []string{"application/scim+json"}, 400},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newBench(t, 0).request(t, http.MethodGet, accounts, "")
			r.Header["Accept"] = c.accept
			want := `{"page":0,"size":0,"limit":50,"hasMore":false,"content":[]}`
			if c.status == 400 {
				want = badRequest("Accept must allow application/json")
			}
			expect(t, r, c.status, want)
		})
	}
}

func TestContentTypeOfAListDoesNotMatter(t *testing.T) {
	r := newBench(t, 0).request(t, http.MethodGet, accounts, "")
	r.Header.Set("Content-Type", "*/*")
	expect(t, r, 200, `{"page":0,"size":0,"limit":50,"hasMore":false,"content":[]}`)
}

func TestCreateHeadersAndQuery(t *testing.T) {
	const unsupported = `{"status":415,"error":"UNSUPPORTED_MEDIA_TYPE","message":"Content-Type must be application/json"}`
	as := func(kind string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Set("Content-Type", kind) }
	}
	const made = `{"login":"x","active":true,"role":{"id":"0","name":"User"},"memberships":[],` +
		`"createdDate":"2026-03-09T09:11:12.987Z","provisioningId":0}`
	for _, c := range []struct {
		name   string
		change func(*http.Request)
		status int
		want   string
	}{
		{"JSON in UTF-8", as("application/json; charset=UTF-8"), 201, made},
		{"no content type", func(r *http.Request) { r.Header.Del("Content-Type") }, 415, unsupported},
		{"the form type of the curl sample", as("application/x-www-form-urlencoded"), 415, unsupported},
		{"a JSON dialect", as("application/scim+json"), 415, unsupported},
		{"JSON in another charset", as("application/json; charset=iso-8859-1"), 415, unsupported},
		{"malformed content type", as("application/json; charset"), 415, unsupported},
		{"chunked body", func(r *http.Request) {
			r.Body, r.ContentLength = io.NopCloser(strings.NewReader(`{"login":"x"}`)), -1
		}, 400, badRequest("Content-Length is mandatory")},
		{"query", func(r *http.Request) { r.URL.RawQuery = "page=0" }, 400, badRequest("unknown query parameter")},
		{"only HTML accepted", func(r *http.Request) { r.Header.Set("Accept", "text/html") }, 400,
			badRequest("Accept must allow application/json")},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := newBench(t, 0)
			r := b.request(t, http.MethodPost, accounts, `{"login":"x"}`)
			c.change(r)
			expect(t, r, c.status, c.want)
			if _, made := b.World.Person("x"); made != (c.status == 201) {
				t.Errorf("account made: %v, with status %d", made, c.status)
			}
		})
	}
}
