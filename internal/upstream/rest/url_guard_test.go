package rest

import (
	"net/url"
	"strings"
	"testing"
	"testing/quick"
)

// guarded is a base URL and a route with a segment after the parameter, where a
// swallowed or resolved segment would lead to another resource.
func guarded(t *testing.T) (base *url.URL, template string) {
	t.Helper()
	base, err := url.Parse("https://vendor.example:8443/a%2Fb/v3")
	if err != nil {
		t.Fatal(err)
	}
	return base, "/users/{id}/login"
}

func TestWhatWouldLeadElsewhereIsNeverBuilt(t *testing.T) {
	base, template := guarded(t)
	for _, params := range [][]string{
		{""}, {"."}, {".."}, // these alone survive escaping as something that a server resolves
		{}, nil, {"a", "b"}, {"a", ""},
	} {
		if u, err := buildURL(base, template, params, nil); err == nil {
			t.Errorf("%q: built %s", params, u)
		}
	}
	for _, two := range [][]string{{"a", ".."}, {"..", "a"}, {"", "a"}, {"a", ""}, {".", "."}, {"a"}} {
		if u, err := buildURL(base, "/groups/{id}/members/{user}", two, nil); err == nil {
			t.Errorf("%q: built %s", two, u)
		}
	}
}

func TestAnyOtherIDIsOneSegmentByteForByte(t *testing.T) {
	base, template := guarded(t)
	for _, id := range []string{
		"a/b", "../../admin", "..", "a/..", "/", "//", `..\..`, "%2e%2e", "%252e", "%", "%zz", "a?b=c", "a#b", "a;b", "a:b", "a@b",
		"...", " ..", ".. ", "..;", "x\r\nHost: elsewhere", "x\x00", "é", "．．", "\xff", "a+b", "a b", "auth0|5ccc", strings.Repeat("../", 200),
	} {
		carried(t, base, template, id)
	}
	for b := range 256 {
		carried(t, base, template, "a"+string([]byte{byte(b)})+"c")
		carried(t, base, template, string([]byte{byte(b)}))
	}
	if err := quick.Check(func(id string) bool { carried(t, base, template, id); return !t.Failed() }, nil); err != nil {
		t.Error(err)
	}
}

// carried demands that an id is refused or, on the request line, is exactly the
// one segment where the template has its parameter.
func carried(t *testing.T, base *url.URL, template, id string) {
	t.Helper()
	u, err := buildURL(base, template, []string{id}, url.Values{"q": {"1"}})
	if resolves := id == "" || id == "." || id == ".."; resolves != (err != nil) {
		t.Errorf("%q: got the error %v", id, err)
	}
	if err != nil {
		return
	}
	sent, err := url.ParseRequestURI(u.RequestURI())
	if err != nil {
		t.Errorf("%q: no request line: %v", id, err)
		return
	}
	rest, below := strings.CutPrefix(sent.EscapedPath(), "/a%2Fb/v3/users/")
	segment, whole := strings.CutSuffix(rest, "/login")
	got, err := url.PathUnescape(segment)
	if !below || !whole || strings.Contains(segment, "/") || err != nil || got != id || sent.RawQuery != "q=1" {
		t.Errorf("%q: the request line says %s", id, u.RequestURI())
	}
	if u.Scheme != base.Scheme || u.Host != base.Host || u.User != nil || u.Fragment != "" {
		t.Errorf("%q: it goes to %s", id, u)
	}
}

func TestOnlyAnAddressOfTheOperationIsItsOwn(t *testing.T) {
	base, template := guarded(t)
	for text, own := range map[string]bool{
		"https://vendor.example:8443/a%2Fb/v3/users/x/login":                   true,
		"https://vendor.example:8443/a%2Fb/v3/users/x%2Fy/login":               true,
		"https://vendor.example:8443/a%2Fb/v3/users/%252e%252e/login":          true,
		"https://vendor.example:8443/a%2Fb/v3/users/.../login":                 true,
		"https://vendor.example:8443/a%2Fb/v3/users/../login":                  false,
		"https://vendor.example:8443/a%2Fb/v3/users/./login":                   false,
		"https://vendor.example:8443/a%2Fb/v3/users//login":                    false,
		"https://vendor.example:8443/a%2Fb/v3/users/%2e%2e/login":              false,
		"https://vendor.example:8443/a%2Fb/v3/users/%2E./login":                false,
		"https://vendor.example:8443/a%2Fb/v3/users/.%2e/login":                false,
		"https://vendor.example:8443/a%2Fb/v3/users/%2e/login":                 false,
		"https://vendor.example:8443/a%2Fb/v3/users/x/y/login":                 false,
		"https://vendor.example:8443/a%2Fb/v3/users/x/login/":                  false,
		"https://vendor.example:8443/a%2Fb/v3/users/x":                         false,
		"https://vendor.example:8443/a%2Fb/v3/users/login":                     false,
		"https://vendor.example:8443/a%2Fb/v3/groups/x/login":                  false,
		"https://vendor.example:8443/a%2Fb/v3/users/x/Login":                   false,
		"https://vendor.example:8443/a%2Fb/v3/users/x/logi%6E":                 false,
		"https://vendor.example:8443/a/b/v3/users/x/login":                     false,
		"https://vendor.example:8443/a%2Fb/v2/users/x/login":                   false,
		"https://vendor.example:8443/users/x/login":                            false,
		"https://vendor.example:8443/":                                         false,
		"https://vendor.example:8443":                                          false,
		"https://vendor.example/a%2Fb/v3/users/x/login":                        false,
		"https://vendor.example.elsewhere.example:8443/a%2Fb/v3/users/x/login": false,
		"https://elsewhere.example:8443/a%2Fb/v3/users/x/login":                false,
		"http://vendor.example:8443/a%2Fb/v3/users/x/login":                    false,
	} {
		u, err := url.Parse(text)
		if err != nil && own {
			t.Fatal(err)
		}
		if err == nil && owns(base, template, u) != own {
			t.Errorf("%s: own is %v", text, !own)
		}
	}
}
