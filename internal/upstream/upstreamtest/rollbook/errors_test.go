package rollbook

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest/script"
)

// onOne are the operations whose path names something.
var onOne = []string{"getUser", "updateUser", "deleteUser", "getGroup", "addGroupMember", "removeGroupMember"}

var writes = []string{"createUser", "updateUser", "deleteUser", "addGroupMember", "removeGroupMember"}

func TestEveryStatusHasItsKindAndIsAskedOnce(t *testing.T) {
	for _, test := range []struct {
		status              int
		list, create, onOne upstream.Kind
		outcome             upstream.Outcome
	}{
		{302, upstream.Malformed, upstream.Malformed, upstream.Malformed, upstream.Unknown},
		{400, upstream.Failed, upstream.Rejected, upstream.Rejected, upstream.Refused},
		{401, upstream.Credentials, upstream.Credentials, upstream.Credentials, upstream.Refused},
		{403, upstream.Forbidden, upstream.Forbidden, upstream.Forbidden, upstream.Refused},
		{404, upstream.Failed, upstream.Failed, upstream.NotFound, upstream.Refused},
		{409, upstream.Conflict, upstream.Conflict, upstream.Conflict, upstream.Refused},
		{429, upstream.Throttled, upstream.Throttled, upstream.Throttled, upstream.Refused},
		{500, upstream.Failed, upstream.Failed, upstream.Failed, upstream.Unknown},
		{504, upstream.Timeout, upstream.Timeout, upstream.Timeout, upstream.Unknown},
	} {
		for operation, call := range operations() {
			kind, outcome, wait := test.list, upstream.Outcome(""), time.Duration(0)
			switch {
			case slices.Contains(onOne, operation):
				kind = test.onOne
			case operation == "createUser":
				kind = test.create
			}
			if slices.Contains(writes, operation) {
				outcome = test.outcome
			}
			if kind == upstream.Throttled {
				wait = 7 * time.Second
			}
			c, s := play(t, says(test.status, ""))
			e := script.Failure(t, call(t.Context(), c))
			if e.Kind != kind || e.Outcome != outcome || e.RetryAfter != wait || e.Vendor == nil || e.Vendor.Status != test.status {
				t.Errorf("%d, %s: got %v with outcome %q, want %s and %q", test.status, operation, e, e.Outcome, kind, outcome)
			}
			if len(s.Lines()) != 1 {
				t.Errorf("%d, %s: asked %q", test.status, operation, s.Lines())
			}
		}
	}
}

func TestAMemberThatTheVendorRefusesIsPointedAtInOurBody(t *testing.T) {
	for field, pointer := range map[string]string{
		"login": "/userName", "mail": "/email", "first": "/givenName", "last": "/familyName", "state": "/active", "size": "", "": "", "nora@vale.example": "",
	} {
		c, _ := play(t, says(400, `<fault code="invalid" field="`+field+`"><text>x</text></fault>`), says(409, `<fault code="taken" field="`+field+`"/>`))
		e := script.Failure(t, operations()["updateUser"](t.Context(), c))
		want := strings.TrimSpace(pointer + " vendor-rejected")
		if pointer == "" {
			want = ""
		}
		if got := strings.Join(script.Fields(e.Fields), ", "); got != want || e.Vendor.Code != "invalid" {
			t.Errorf("%q: got %q with code %q", field, got, e.Vendor.Code)
		}
		if e := script.Failure(t, operations()["updateUser"](t.Context(), c)); len(e.Fields) != 0 || e.Vendor.Code != "taken" {
			t.Errorf("%q: a conflict has fields %v and code %q", field, e.Fields, e.Vendor.Code)
		}
	}
}

func TestTheCodeIsShownAndTheTextNever(t *testing.T) {
	c, _ := play(t, shows(400, "answers/fault.xml"))
	e := script.Failure(t, operations()["createUser"](t.Context(), c))
	if e.Vendor.Code != "invalid" || e.Vendor.Message != "" || strings.Contains(e.Error()+e.Detail, "nora at vale") {
		t.Errorf("got %v with %+v", e, e.Vendor)
	}
}

func TestWhatIsNoFaultAddsNothingToItsStatus(t *testing.T) {
	long := strings.Repeat("<text>", 20_000)
	for situation, body := range map[string]string{
		"nothing": "", "HTML": "<!DOCTYPE html><html><body>Sign in<br></body></html>", "JSON": `{"code":"invalid","field":"mail"}`,
		"another root": `<error code="invalid" field="mail"/>`, "half of it": `<fault code="invalid" field="mail"><text>`,
		"an entity of its own": `<!DOCTYPE fault [<!ENTITY a "mail">]><fault code="invalid" field="&a;"/>`,
		"a foreign encoding":   `<?xml version="1.0" encoding="utf-7"?><fault code="invalid" field="mail"/>`,
		"bytes that are none":  "<fault code=\"invalid\" field=\"mail\xff\"/>", "without end": "<fault code=\"invalid\" field=\"mail\">" + long,
	} {
		c, _ := play(t, says(400, body))
		e := script.Failure(t, operations()["createUser"](t.Context(), c))
		if e.Kind != upstream.Rejected || len(e.Fields) != 0 || e.Vendor.Code != "" {
			t.Errorf("%s: got %v with fields %v and code %q", situation, e, e.Fields, e.Vendor.Code)
		}
	}
}

func TestACodeThatIsNotOfTheVendorsFormIsNotShown(t *testing.T) {
	for _, code := range []string{
		"no such person", "nora@vale.example", secret, "x-" + secret, strings.Repeat("a", 33), "&lt;b&gt;",
		"ea8393e681e4a95bd7db7c4f4208cddc600e8ead8fd5371405c7021bdd2415f9", "Not-Found",
	} {
		c, _ := play(t, says(404, `<fault code="`+code+`"/>`))
		if e := script.Failure(t, operations()["getUser"](t.Context(), c)); e.Kind != upstream.NotFound || e.Vendor.Code != "" {
			t.Errorf("%s: got %v with code %q", code, e, e.Vendor.Code)
		}
	}
}
