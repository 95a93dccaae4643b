package workspace365

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest/script"
)

const (
	apiToken  = "99999999-8888-7777-6666-555555555555"
	syncToken = "11111111-2222-3333-4444-555555555555"
	// basicForm is the sync token in the form that the vendor's sheet works out.
	basicForm = "MTExMTExMTEtMjIyMi0zMzMzLTQ0NDQtNTU1NTU1NTU1NTU1Og=="
	// objectID is the vendor's own example, which is no valid GUID.
	objectID = "4dcvcd74-9103-45ac-b0fe-a0aa0b1d00a"
	groupID  = "9acasd74-0599-45ac-b0fe-a0aa0b9a00a"
	otherID  = "7bcasd74-0599-45ac-b0fe-a0aa0b9a00b"
	upn      = "userone@example.com"
)

// says is an answer of this vendor.
func says(status int, body string) script.Step {
	return script.Step{Status: status, Body: body, Header: http.Header{"Content-Type": {"application/json; charset=utf-8"}}}
}

// shows is an answer of this vendor that is a file of testdata.
func shows(status int, file string) script.Step {
	step := says(status, "")
	step.File = file
	return step
}

// bothTokens are the settings of a connection that can do everything.
func bothTokens() settings {
	return settings{Environment: "acme", APIToken: upstream.NewSecret(apiToken), SyncToken: upstream.NewSecret(syncToken)}
}

// play opens a connection that has every operation on a vendor that answers these
// steps.
func play(t *testing.T, steps ...script.Step) (*introspectingFull, *script.Server) {
	t.Helper()
	s := script.InOrder(t, steps...)
	return dial(t, s.URL, bothTokens()).(*introspectingFull), s
}

// dial opens a connection on a vendor. What it can do depends on the settings.
func dial(t *testing.T, vendor string, s settings) upstream.Connector {
	t.Helper()
	return script.Open(t, Vendor(), script.Connection(t, vendor, s))
}

// leastDraft mentions what the vendor needs and nothing else.
func leastDraft() upstream.UserDraft {
	return upstream.UserDraft{
		NativeID: objectID, UserName: new("sarah@acme.example"), GivenName: new("Sarah"), FamilyName: new("de Vries"),
	}
}

// fullDraft mentions everything that the vendor can hold.
func fullDraft() upstream.UserDraft {
	d := leastDraft()
	d.Email, d.Title, d.Phone = new("s.devries@acme.example"), new("Engineer"), new("+31 6 1")
	d.Active, d.Roles = new(true), []string{"admin"}
	d.Extensions = json.RawMessage(`{"secondaryEmail":"sarah@home.example"}`)
	return d
}
