package inwebo

import (
	"net/http"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest/script"
)

// apiToken is the token of the vendor's own samples.
const apiToken = "xxxxxxyyyyyyzzzzzz"

// says is an answer of this vendor.
func says(status int, body string) script.Step {
	return script.Step{Status: status, Body: body, Header: header(status)}
}

// shows is an answer of this vendor that is a file of testdata.
func shows(status int, file string) script.Step {
	return script.Step{Status: status, File: file, Header: header(status)}
}

// header sends whoever is not told of a success elsewhere, and asks for a wait,
// of which only some statuses make something.
func header(status int) http.Header {
	if status < 300 {
		return nil
	}
	return http.Header{"Location": {"/elsewhere"}, "Retry-After": {"7"}}
}

// play opens a connector on a vendor that answers these steps.
func play(t *testing.T, steps ...script.Step) (*connector, *script.Server) {
	t.Helper()
	s := script.InOrder(t, steps...)
	return dial(t, s.URL, settings{APIToken: upstream.NewSecret(apiToken)}), s
}

// dial opens a connector on a vendor that stands behind a path.
func dial(t *testing.T, vendor string, s settings) *connector {
	t.Helper()
	return bare(t, script.Open(t, Vendor(), script.Connection(t, vendor+"/kiwi", s)))
}

// bare is an opened connector without what its settings add.
func bare(t testing.TB, opened upstream.Connector) *connector {
	t.Helper()
	switch c := opened.(type) {
	case *connector:
		return c
	case probingConnector:
		return c.connector
	}
	t.Fatalf("opened a %T", opened)
	return nil
}
