package rest

import (
	"errors"
	"net/url"
	"strings"
)

// errForeignPath says that an id would have led the call to another resource.
var errForeignPath = errors.New("rest: the built URL is not the operation's own")

// buildURL is the only place where a vendor URL is made. Each parameter becomes
// one escaped segment of the route's template. The result is checked, not
// trusted: its host, its base path and its number of segments must be those of
// the operation, whatever the ids were.
func buildURL(base *url.URL, template string, params []string, query url.Values) (*url.URL, error) {
	segments := strings.Split(template, "/")
	next := 0
	for i, s := range segments {
		if !isParam(s) {
			continue
		}
		if next == len(params) {
			return nil, errForeignPath
		}
		segments[i] = escapeSegment(params[next])
		next++
	}
	raw := strings.TrimSuffix(base.EscapedPath(), "/") + strings.Join(segments, "/")
	path, err := url.PathUnescape(raw)
	if err != nil || next != len(params) {
		return nil, errForeignPath
	}
	u := &url.URL{Scheme: base.Scheme, Host: base.Host, Path: path, RawPath: raw, RawQuery: query.Encode()}
	if !owns(base, template, u) {
		return nil, errForeignPath
	}
	return u, nil
}

// escapeSegment percent-encodes one path segment. Beyond url.PathEscape it
// encodes the plus sign, which some servers read as a space.
func escapeSegment(s string) string {
	return strings.ReplaceAll(url.PathEscape(s), "+", "%2B")
}

// owns tells whether u, as it will be written on the request line, is an address
// of the operation: host and base path of the connection, the template's own
// literal segments, as many segments as it has, and no segment that a server or
// a proxy on the way would resolve to another path.
func owns(base *url.URL, template string, u *url.URL) bool {
	prefix := strings.TrimSuffix(base.EscapedPath(), "/")
	rest, ok := strings.CutPrefix(u.EscapedPath(), prefix)
	if !ok || u.Host != base.Host || u.Scheme != base.Scheme {
		return false
	}
	want, got := strings.Split(template, "/"), strings.Split(rest, "/")
	if len(want) != len(got) {
		return false
	}
	for i := range want {
		if !isParam(want[i]) {
			if want[i] != got[i] {
				return false
			}
			continue
		}
		if value, err := url.PathUnescape(got[i]); err != nil || value == "" || value == "." || value == ".." {
			return false
		}
	}
	return true
}
