package infoworks

import (
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest/script"
)

// TestWhatSpendsOrMintsACredentialIsSentOnce: on a connection that repeats, too.
func TestWhatSpendsOrMintsACredentialIsSentOnce(t *testing.T) {
	for route, call := range map[string]func(*testing.T, *connector) error{
		"DELETE /v3/security/token/refresh": func(t *testing.T, c *connector) error { return rotateOwn(t.Context(), c) },
		"GET /v3/security/token/access": func(t *testing.T, c *connector) error {
			_, err := c.GetUser(t.Context(), upstream.UserRef{ID: "u1"})
			return err
		},
	} {
		s := script.InOrder(t, says(503, ""))
		connection := script.Connection(t, s.URL+"/v3", settings{RefreshToken: upstream.NewSecret("refresh-token-of-the-connection")})
		connection.Resilience = new(upstream.DefaultResilience())
		c := script.Open(t, Vendor(), connection).(*connector)
		if err := call(t, c); !upstream.IsKind(err, upstream.Throttled) || len(s.Lines()) != 1 {
			t.Errorf("%s: got %v, asked %q; want throttled, asked once", route, err, s.Lines())
		}
	}
}
