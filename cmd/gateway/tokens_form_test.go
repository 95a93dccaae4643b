package main

import (
	"strings"
	"testing"
)

func TestAFormIsAsStrictAsJSON(t *testing.T) {
	w := start(t, setup{people: 2})
	for name, c := range map[string]struct{ body, pointer, code string }{
		"nothing":            {"", "/token", "required"},
		"no token":           {"token_type_hint=access_token", "/token", "required"},
		"an empty token":     {"token=", "/token", "minLength"},
		"an unknown member":  {"token=t&client_id=x", "/client_id", "unknown-member"},
		"a JSON member":      {"token=t&tokenTypeHint=access_token", "/tokenTypeHint", "unknown-member"},
		"a doubled token":    {"token=t&token=u", "/token", "duplicate-member"},
		"the same twice":     {"token=t&token=t", "/token", "duplicate-member"},
		"a hint of no kind":  {"token=t&token_type_hint=id_token", "/token_type_hint", "enum"},
		"a line end":         {"token=a%0d%0ab", "/token", "pattern"},
		"a space":            {"token=a+b", "/token", "pattern"},
		"another alphabet":   {"token=%c3%a9", "/token", "pattern"},
		"no UTF-8":           {"token=%ff", "", "encoding"},
		"half an escape":     {"token=%", "", "syntax"},
		"a semicolon":        {"token=t;x=y", "", "syntax"},
		"a hundred kibibyte": {"token=" + strings.Repeat("t", 100<<10), "/token", "maxLength"},
	} {
		for _, operation := range []string{"introspect", "revoke"} {
			got := w.form("admin", "/v1/tokens/"+operation+"?connection=iw", c.body)
			w.expectRefused(t, operation+", "+name, operation == "revoke", got, refusal{400, "invalid-request", c.pointer, c.code})
		}
	}
	for name, media := range map[string]string{"latin1": webForm + "; charset=latin1", "plain text": "text/plain", "another form": "multipart/form-data; boundary=x", "none": ""} {
		got := w.send("admin", "POST", "/v1/tokens/introspect?connection=iw", media, "token=t")
		w.expectRefused(t, name, false, got, refusal{415, "unsupported-media-type", "", ""})
	}
	got := w.form("admin", "/v1/tokens/refresh?connection=iw", "refreshToken=t")
	w.expectRefused(t, "a form where none is taken", true, got, refusal{415, "unsupported-media-type", "", ""})
	if got := w.send("admin", "POST", "/v1/tokens/introspect?connection=iw", "Application/X-WWW-Form-Urlencoded; charset=UTF-8", "token=t"); !got.isInactive() {
		t.Errorf("got %d %s", got.status, got.body)
	}
}

func TestARefreshTokenIsNotJudgedAsAnAccessToken(t *testing.T) {
	w := start(t, setup{people: 2})
	for _, connection := range []string{"iw", "inwebo", "w365"} {
		got := w.post("admin", "/v1/tokens/introspect?connection="+connection, `{"token":"t","tokenTypeHint":"refresh_token"}`)
		w.expectRefused(t, connection, false, got, refusal{422, "vendor-rejected", "/tokenTypeHint", "unsupported-value"})
	}
	got := w.post("admin", "/v1/tokens/revoke", `{"token":"t","tokenTypeHint":"refresh_token"}`)
	w.expectRefused(t, "revoke", true, got, refusal{422, "vendor-rejected", "/tokenTypeHint", "unsupported-value"})
}
