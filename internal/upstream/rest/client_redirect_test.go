package rest_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

func TestNoRedirectIsFollowed(t *testing.T) {
	var elsewhere atomic.Int32
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { elsewhere.Add(1) }))
	defer other.Close()
	for _, status := range []int{300, 301, 302, 303, 304, 305, 307, 308} {
		l := connect(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", other.URL+"/users")
			w.WriteHeader(status)
		})
		for _, call := range []string{"read", "write"} {
			c := reading()
			if call == "write" {
				c = writing()
			}
			answer, err := l.Do(context.Background(), c)
			if err != nil || answer.Status != status {
				t.Fatalf("%d to a %s: got %v, %v; want the redirect itself", status, call, answer, err)
			}
			if e := answer.Common(); e.Kind != upstream.Malformed {
				t.Errorf("%d to a %s: got %v, want malformed", status, call, e)
			}
		}
		if got := len(l.all()); got != 2 {
			t.Errorf("%d: got %d requests for two calls", status, got)
		}
	}
	if got := elsewhere.Load(); got != 0 {
		t.Errorf("%d requests went elsewhere, want none", got)
	}
}

// TestARedirectToNowhereIsAnAnswerLikeAnyOther: net/http reads a Location before
// it asks whether to follow it, and quotes one that it cannot read.
func TestARedirectToNowhereIsAnAnswerLikeAnyOther(t *testing.T) {
	l := connect(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Location", "http://[nowhere/"+personal+"?"+r.Header.Get("Authorization"))
		w.WriteHeader(http.StatusFound)
	})
	answer, err := l.Do(context.Background(), reading())
	if err == nil {
		if answer.Status != http.StatusFound {
			t.Errorf("got %d, want 302", answer.Status)
		}
		return
	}
	t.Errorf("got an error, want the redirect itself")
	if strings.Contains(err.Error(), personal) || strings.Contains(err.Error(), configuredHeader) {
		t.Errorf("the error quotes the vendor: %v", err)
	}
}
