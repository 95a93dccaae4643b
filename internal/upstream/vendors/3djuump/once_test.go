package juump

import (
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest/script"
)

// TestACreateIsSentOnceAndAPutTwice: on a connection that repeats. A second insert
// would be refused because of the first.
func TestACreateIsSentOnceAndAPutTwice(t *testing.T) {
	for name, test := range map[string]struct {
		call func(*testing.T, *connector) error
		want int
	}{
		"create": {func(t *testing.T, c *connector) error {
			_, err := c.CreateUser(t.Context(), upstream.UserDraft{NativeID: ines})
			return err
		}, 1},
		"put": {func(t *testing.T, c *connector) error {
			_, err := c.PutUser(t.Context(), upstream.UserDraft{NativeID: ines})
			return err
		}, 2},
		"list": {func(t *testing.T, c *connector) error {
			_, err := c.ListUsers(t.Context(), upstream.UserQuery{Limit: 16})
			return err
		}, 2},
	} {
		s := script.InOrder(t, says(503, ""), says(503, ""))
		connection := script.Connection(t, s.URL+"/directory", settings{APIKey: upstream.NewSecret(apiKey)})
		connection.Resilience = new(upstream.DefaultResilience())
		err := test.call(t, script.Open(t, Vendor(), connection).(*connector))
		if !upstream.IsKind(err, upstream.Throttled) || len(s.Lines()) != test.want {
			t.Errorf("%s: got %v, asked %q; want throttled, asked %d times", name, err, s.Lines(), test.want)
		}
	}
}
