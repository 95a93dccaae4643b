package rest_test

import (
	"compress/gzip"
	"context"
	"io"
	"net/http"
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// TestEveryBodyHasItsLength: 3DJuump answers 411 to a body without one.
func TestEveryBodyHasItsLength(t *testing.T) {
	for _, c := range []struct {
		verb, length string
		body         any
	}{
		{"POST", "0", nil},
		{"PUT", "0", nil},
		{"POST", "7", map[string]int{"a": 1}},
		{"PATCH", "7", map[string]int{"a": 1}},
		{"DELETE", "7", map[string]int{"a": 1}},
		{"GET", "", nil},
	} {
		l := connect(t, answers(200, "{}"))
		call := rest.Call{Route: rest.Route{Verb: c.verb, Path: "/things"}, JSON: c.body}
		if _, err := l.Do(context.Background(), call); err != nil {
			t.Fatal(err)
		}
		got := l.all()[0]
		if got.Header.Get("Content-Length") != c.length || len(got.TransferEncoding) > 0 {
			t.Errorf("%s %v: got length %q, transfer encoding %v; want length %q and none", c.verb, c.body, got.Header.Get("Content-Length"), got.TransferEncoding, c.length)
		}
	}
}

func TestACallGoesOutAsItIsStated(t *testing.T) {
	l := connect(t, answers(200, "{}"))
	header := http.Header{"X-Environment": {"acme"}}
	trace := "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
	_, err := l.Do(upstream.WithTrace(context.Background(), trace), rest.Call{
		Route: rest.Route{Verb: "POST", Path: "/users/{id}/apps"}, Params: []string{"a b/c"}, Query: url.Values{"limit": {"5"}},
		Header: header, JSON: map[string]string{"a": "b"}, ContentType: "application/vnd.acme+json",
		Auth: rest.Headers{"Authorization": upstream.NewSecret("Basic abc"), "X-Api-Key": upstream.NewSecret("def")},
	})
	if err != nil {
		t.Fatal(err)
	}
	got := l.all()[0]
	seen := map[string]string{"uri": got.Method + " " + got.RequestURI, "body": got.body}
	for _, name := range []string{"Accept", "Content-Type", "X-Environment", "Authorization", "X-Api-Key", "Traceparent"} {
		seen[name] = got.Header.Get(name)
	}
	want := map[string]string{
		"uri": "POST /base/users/a%20b%2Fc/apps?limit=5", "body": `{"a":"b"}`,
		"Accept": "application/json", "Content-Type": "application/vnd.acme+json", "X-Environment": "acme",
		"Authorization": "Basic abc", "X-Api-Key": "def", "Traceparent": trace,
	}
	if diff := cmp.Diff(want, seen); diff != "" {
		t.Errorf("the request differs (-want +got):\n%s", diff)
	}
	if len(header) != 1 {
		t.Errorf("the caller's own header was changed: %v", header)
	}
}

func TestACallWithoutABodyNamesNoTypeAndWithoutATraceNoParent(t *testing.T) {
	l := connect(t, answers(200, "{}"))
	if _, err := l.Do(context.Background(), reading()); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"Content-Type", "Traceparent"} {
		if got := l.all()[0].Header.Values(name); len(got) > 0 {
			t.Errorf("%s: got %q, want none", name, got)
		}
	}
}

func TestACompressedAnswerIsReadLikeAnyOther(t *testing.T) {
	answer := get(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		packed := gzip.NewWriter(w)
		defer packed.Close()
		_, _ = io.WriteString(packed, `{"packed":true}`)
	})
	if string(answer.Body) != `{"packed":true}` {
		t.Errorf("got %q", answer.Body)
	}
}

func TestNothingRunsAfterClose(t *testing.T) {
	l := connect(t, answers(200, "{}"))
	before := goleak.IgnoreCurrent()
	if _, err := l.Do(context.Background(), reading()); err != nil {
		t.Fatal(err)
	}
	l.Close()
	goleak.VerifyNone(t, before)
}
