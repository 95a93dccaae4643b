package upstream_test

import (
	"context"
	"net/http"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

func TestOnlyAWellFormedTraceIsCarriedOn(t *testing.T) {
	const good = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
	for _, c := range []struct {
		parent string
		want   string
	}{
		{good, good},
		{"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00"},
		{"", ""},
		{"anything", ""},
		{good + "-more", ""},
		{good + "\r\nX-Other: 1", ""},
		{" " + good, ""},
		{"00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01", ""},
		{"ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", ""},
		{"00-0af7651916cd43dd8448eb211c80319-b7ad6b7169203331-01", ""},
		// The recommendation calls an id of zeros invalid.
		{"00-00000000000000000000000000000000-b7ad6b7169203331-01", ""},
		{"00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01", ""},
	} {
		h := http.Header{}
		upstream.TraceFrom(upstream.WithTrace(context.Background(), c.parent)).Apply(h)
		if got := h.Get("Traceparent"); got != c.want || c.want == "" && len(h) > 0 {
			t.Errorf("%q: got %q, want %q", c.parent, got, c.want)
		}
	}
}

func TestABadTraceDoesNotReplaceAGoodOne(t *testing.T) {
	const good = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
	ctx := upstream.WithTrace(upstream.WithTrace(context.Background(), good), "bad")
	h := http.Header{}
	upstream.TraceFrom(ctx).Apply(h)
	if got := h.Get("Traceparent"); got != good {
		t.Errorf("got %q, want %q", got, good)
	}
}
