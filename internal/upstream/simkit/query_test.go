package simkit_test

import (
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

func TestAQueryOfKnownParametersIsRead(t *testing.T) {
	for raw, want := range map[string]url.Values{
		"": {}, "page=2": {"page": {"2"}}, "limit=&page=a%20b+c": {"limit": {""}, "page": {"a b c"}},
	} {
		got, fault := simkit.Query(raw, "page", "limit")
		if fault != nil {
			t.Errorf("%q: %v", raw, fault)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", raw, diff)
		}
	}
}

func TestAnyOtherQueryIsRefused(t *testing.T) {
	for raw, c := range map[string]struct {
		want simkit.QueryFault
		text string
	}{
		"page=%zz":             {simkit.QueryFault{Malformed: true}, "malformed query"},
		"page=1;limit=2":       {simkit.QueryFault{Malformed: true}, "malformed query"},
		"filter=x":             {simkit.QueryFault{Name: "filter"}, "unknown query parameter"},
		"Page=1":               {simkit.QueryFault{Name: "Page"}, "unknown query parameter"},
		"=":                    {simkit.QueryFault{}, "unknown query parameter"},
		"page=1&page=1":        {simkit.QueryFault{Name: "page", Repeated: true}, "page is given more than once"},
		"z=1&page=1&a=1&a=2":   {simkit.QueryFault{Name: "a"}, "unknown query parameter"},
		"page=1&page=2&sort=x": {simkit.QueryFault{Name: "page", Repeated: true}, "page is given more than once"},
	} {
		values, fault := simkit.Query(raw, "page", "limit")
		if values != nil || fault == nil || *fault != c.want || fault.String() != c.text {
			t.Errorf("%q: got %v, %v; want %q", raw, values, fault, c.text)
		}
	}
}
