package rest

import (
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"
)

// FuzzVendorURL: whatever the ids are, what is built stays below the base URL, has
// the segments of its template and carries each id in just one of them.
func FuzzVendorURL(f *testing.F) {
	for _, seed := range []string{"", ".", "..", "a/b", `..\..`, "%2e%2e", "%252e", "a?b=c", "a#b", "a;b", "//evil.example", "é", "\xff", "x\r\nHost: elsewhere", "auth0|5ccc"} {
		f.Add(seed, "jdoe", "v")
		f.Add("jdoe", seed, seed)
	}
	f.Fuzz(func(t *testing.T, one, two, query string) {
		base, err := url.Parse("https://vendor.example:8443/a%2Fb/v3")
		if err != nil {
			t.Fatal(err)
		}
		u, err := buildURL(base, "/groups/{id}/members/{user}", []string{one, two}, url.Values{"q": {query}})
		resolves := func(id string) bool { return id == "" || id == "." || id == ".." }
		if refused := resolves(one) || resolves(two); refused != (err != nil) {
			t.Fatalf("%q and %q: got %v", one, two, err)
		}
		if err != nil {
			return
		}
		sent, err := url.ParseRequestURI(u.RequestURI())
		if err != nil {
			t.Fatalf("%q and %q: no request line: %v", one, two, err)
		}
		segments := strings.Split(sent.EscapedPath(), "/")
		if u.Scheme != base.Scheme || u.Host != base.Host || u.User != nil || u.Fragment != "" || len(segments) != 7 || !strings.HasPrefix(sent.EscapedPath(), "/a%2Fb/v3/groups/") || segments[5] != "members" {
			t.Fatalf("%q and %q: leads to %s", one, two, u)
		}
		for at, id := range map[int]string{4: one, 6: two} {
			if got, err := url.PathUnescape(segments[at]); err != nil || got != id {
				t.Errorf("%q is sent as %q", id, segments[at])
			}
		}
		if got := sent.Query(); len(got) != 1 || got.Get("q") != query {
			t.Errorf("%q is sent as %q", query, sent.RawQuery)
		}
	})
}

// FuzzNeverDialled: an address is judged alike in each of the forms in which IPv6
// may hold it.
func FuzzNeverDialled(f *testing.F) {
	for _, seed := range []string{"169.254.169.254", "127.0.0.1", "10.0.0.1", "0.0.0.0", "224.0.0.1", "8.8.8.8", "fe80::1", "::1", "fd00:ec2::254", "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "2002:a9fe:a9fe::"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		ip, err := netip.ParseAddr(text)
		if err != nil || !ip.Unmap().Is4() {
			return
		}
		v4 := ip.Unmap().As4()
		want := NeverDialled(netip.AddrFrom4(v4))
		for form, prefix := range map[string]string{"mapped": "::ffff:0:0", "NAT64": "64:ff9b::", "6to4": "2002::"} {
			bytes := netip.MustParseAddr(prefix).As16()
			at := 12
			if form == "6to4" {
				at = 2
			}
			copy(bytes[at:], v4[:])
			if got := NeverDialled(netip.AddrFrom16(bytes)); got != want {
				t.Errorf("%s as %s: dialled never: %v, want %v", text, form, got, want)
			}
		}
	})
}

// FuzzTime: what is read as a date is one that can be written as RFC 3339.
func FuzzTime(f *testing.F) {
	for _, seed := range []string{`"2024-05-01T12:00:00Z"`, `"2024-05-01T12:00+02:00"`, `{"$date":1714564800000}`, `{"$date":{"$numberLong":"-62135596800001"}}`, `{"$date":"9999-12-31T23:59:59Z"}`, `{"$date":253402300800000}`, `"0000-01-01T00:00:00+01:00"`, `null`, `""`, `1e300`, `"0000-00-00T00:00:00Z"`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		var read Time
		if read.UnmarshalJSON(raw) != nil || read.UTC() == nil {
			return
		}
		if _, err := read.UTC().MarshalText(); err != nil || read.UTC().Location() != time.UTC {
			t.Errorf("%q is read as %v: %v", raw, read.UTC(), err)
		}
	})
}

// FuzzRetryAfter: no vendor makes anybody wait for less than nothing or for longer
// than may be.
func FuzzRetryAfter(f *testing.F) {
	for _, seed := range []string{"7", "-1", "99999999999999999999", "Sat, 29 Oct 1994 19:43:31 GMT", "1.5", "", "soon"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		a := &Answer{Header: http.Header{"Retry-After": {text}}}
		if wait := a.retryAfter(); wait < 0 || wait > maxRetryAfter {
			t.Errorf("%q: wait %v", text, wait)
		}
	})
}
