package handlers

import (
	"bytes"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/fanout"
)

func listingOf(change func(*listing)) *listing {
	l := &listing{
		operation: &operation{id: "listUsers"}, path: "/users",
		caller: &Caller{Tenant: "hr", Connections: []string{"iw", "juump"}},
	}
	change(l)
	return l
}

func TestTheLinkToTheNextPageHasAllParametersOfThisOne(t *testing.T) {
	tests := []struct {
		name   string
		change func(*listing)
		want   url.Values
	}{
		{"nothing asked", func(*listing) {}, url.Values{}},
		{"a limit", func(l *listing) { l.limit = new(7) }, url.Values{"limit": {"7"}}},
		{"a connection", func(l *listing) { l.connection = "iw" }, url.Values{"connection": {"iw"}}},
		{"a filter that needs escapes", func(l *listing) { l.filterText = `email eq "a+b&c=d>"` }, url.Values{"filter": {`email eq "a+b&c=d>"`}}},
		{"partial", func(l *listing) { l.partial = true }, url.Values{"partial": {"true"}}},
		{"raw", func(l *listing) { l.include = "raw" }, url.Values{"include": {"raw"}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			link := value(listingOf(test.change).link("c_-1"))
			target, rest, _ := strings.Cut(strings.TrimPrefix(link, "<"), ">")
			u, err := url.Parse(target)
			if err != nil || u.IsAbs() || u.Path != "/v1/users" || rest != `; rel="next"` {
				t.Fatalf("got %s, %v", link, err)
			}
			test.want.Set("cursor", "c_-1")
			if diff := cmp.Diff(test.want, u.Query()); diff != "" {
				t.Errorf("parameters (-want +got):\n%s", diff)
			}
		})
	}
	if link := listingOf(func(*listing) {}).link(""); link != nil {
		t.Errorf("the last page has the link %s", *link)
	}
}

func TestACursorIsBoundToWhatChangesTheListAndToNothingElse(t *testing.T) {
	plain := listingOf(func(*listing) {}).bound()
	for _, test := range []struct {
		name   string
		change func(*listing)
		same   bool
	}{
		{"another tenant", func(l *listing) { l.caller.Tenant = "it" }, false},
		{"another operation", func(l *listing) { l.operation.id = "listGroups" }, false},
		{"a filter", func(l *listing) { l.filterText = "id pr" }, false},
		{"a connection", func(l *listing) { l.connection = "iw" }, false},
		{"another key of the tenant", func(l *listing) { l.caller.Key = "k2" }, true},
		{"more connections", func(l *listing) { l.caller.Connections = []string{"iw", "juump", "inwebo"} }, true},
		{"partial", func(l *listing) { l.partial = true }, true},
		{"raw", func(l *listing) { l.include = "raw" }, true},
	} {
		if same := bytes.Equal(plain, listingOf(test.change).bound()); same != test.same {
			t.Errorf("%s: bound alike: %v, want %v", test.name, same, test.same)
		}
	}
}

func TestAWalkNeedsEveryOneOfItsSources(t *testing.T) {
	l := listingOf(func(*listing) {})
	for _, test := range []struct {
		sources []string
		want    bool
	}{
		{nil, true}, {[]string{"juump"}, true}, {[]string{"juump", "iw"}, true}, {[]string{"iw", "inwebo"}, false}, {[]string{""}, false},
	} {
		if got := l.covers(fanout.Start(50, test.sources)); got != test.want {
			t.Errorf("%v: got %v, want %v", test.sources, got, test.want)
		}
	}
}

func TestAnAttributeThatNoListHoldsIsFoundInTheFilter(t *testing.T) {
	d := upstream.Description{UserFields: []upstream.Field{
		{Name: "email", When: upstream.InList | upstream.OnCreate}, {Name: "active", When: upstream.InItem},
	}}
	for text, want := range map[string]string{
		"email pr": "", "id pr": "", "active pr": "active", "email pr or not (active pr and createdAt pr)": "active createdAt",
	} {
		f, err := parseFilter(text, userAttributes())
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join((&listing{operation: &operation{id: "listUsers"}, filter: f}).neverSupplied(described{d}), " "); got != want {
			t.Errorf("%s: got %q, want %q", text, got, want)
		}
	}
	if got := (&listing{operation: &operation{id: "listUsers"}}).neverSupplied(described{d}); len(got) > 0 {
		t.Errorf("no filter needs %v", got)
	}
}

func TestEveryKindOfFailureGivesItsSourceOneState(t *testing.T) {
	for _, k := range upstream.Kinds() {
		want := statusFailed
		switch k {
		case upstream.Timeout:
			want = statusTimeout
		case upstream.Throttled:
			want = statusThrottled
		}
		sources := sourcesOf(t.Context(), []fanout.Outcome{{Source: "iw"}, {Source: "juump", Err: &upstream.Error{Kind: k}}})
		if sources[0].Status != statusOK || sources[0].Problem != nil {
			t.Errorf("%v: the source that answered is %+v", k, sources[0])
		}
		bad := sources[1]
		if bad.Connection != "juump" || bad.Status != want || bad.Problem == nil || bad.Problem.Code != string(codeOf(k)) || value(bad.Problem.Connection) != "juump" {
			t.Errorf("%v: got %+v, want %s", k, bad, want)
		}
	}
}

func TestAStrictListFailsAsItsFirstFailedSourceAndNamesAll(t *testing.T) {
	throttled := &upstream.Error{Kind: upstream.Throttled, RetryAfter: 9 * time.Second}
	outcomes := []fanout.Outcome{{Source: "iw"}, {Source: "juump", Err: throttled}, {Source: "inwebo", Err: &upstream.Error{Kind: upstream.Failed}}}
	var f *failure
	if err := strict(outcomes, sourcesOf(t.Context(), outcomes)); !errors.As(err, &f) {
		t.Fatalf("got %v", err)
	}
	if f.code != codeVendorThrottled || f.connection != "juump" || f.code.status() != http.StatusServiceUnavailable || f.header.Get("Retry-After") != "9" {
		t.Errorf("got %s of %s, Retry-After %q", f.code, f.connection, f.header.Get("Retry-After"))
	}
	if len(f.sources) != len(outcomes) {
		t.Errorf("it names %d sources, want %d", len(f.sources), len(outcomes))
	}
}

// described is a connector that can only say what it holds.
type described struct{ description upstream.Description }

func (d described) Describe() upstream.Description { return d.description }

func (described) Close() error { return nil }
