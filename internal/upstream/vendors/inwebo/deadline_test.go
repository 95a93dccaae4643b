package inwebo

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

func TestTheWholeWalkOfAReadHasTheTimeOfOneCall(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		time.Sleep(50 * time.Millisecond)
		_, _ = w.Write([]byte(`{"hasMore":true,"content":[{"login":"somebody"}]}`))
	}))
	defer server.Close()
	c := openOn(t, server, "a-token")
	defer c.Close()
	c.timeout = 200 * time.Millisecond
	// Fifty pages would take two and a half seconds.
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
	defer cancel()
	_, err := c.GetUser(ctx, upstream.UserRef{ID: "nobody"})
	if !upstream.IsKind(err, upstream.Timeout) || ctx.Err() != nil {
		t.Errorf("got %v, want a timeout long before the caller's own", err)
	}
}
