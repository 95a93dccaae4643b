package juump

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest/script"
)

// writes are the operations that begin with a write.
var writes = []string{
	"createUser", "putUser", "deleteUser", "createGroup", "putGroup", "deleteGroup", "addGroupMember", "removeGroupMember", "changeUserGroups",
}

func TestEveryStatusHasItsKind(t *testing.T) {
	kinds := map[int]upstream.Kind{
		302: upstream.Malformed, 400: upstream.Rejected, 401: upstream.Credentials, 403: upstream.Forbidden,
		404: upstream.NotFound, 409: upstream.Conflict, 411: upstream.Rejected, 413: upstream.Rejected,
		429: upstream.Throttled, 500: upstream.Failed, 502: upstream.Failed, 503: upstream.Throttled, 504: upstream.Timeout,
	}
	for name, call := range operations() {
		for status, kind := range kinds {
			// A read carries nothing of the caller's that could be too long, and a
			// list nothing that could be refused.
			write := slices.Contains(writes, name)
			if list := name == "listUsers" || name == "listGroups" || name == "checkConnection"; list && (status == http.StatusNotFound || status == http.StatusBadRequest) {
				kind = upstream.Failed
			} else if !write && (status == http.StatusLengthRequired || status == http.StatusRequestEntityTooLarge) {
				kind = upstream.Failed
			}
			c, s := play(t, shows(status, "refusal.json"))
			e := script.Failure(t, call(t.Context(), c))
			if e.Kind != kind || e.Vendor == nil || e.Vendor.Status != status || e.Vendor.Code != "E_UnknownError" || e.Vendor.Message != "" {
				t.Errorf("%s %d: got %v, %+v, want %s", name, status, e, e.Vendor, kind)
			}
			if len(s.Requests()) != 1 {
				t.Errorf("%s %d: asked %d times", name, status, len(s.Requests()))
			}
		}
	}
}

func TestARefusedWriteTellsItsOutcome(t *testing.T) {
	outcomes := map[int]upstream.Outcome{409: upstream.Refused, 500: upstream.Unknown, 504: upstream.Unknown}
	for _, name := range writes {
		for status, want := range outcomes {
			c, _ := play(t, says(status, ""))
			if e := script.Failure(t, operations()[name](t.Context(), c)); e.Outcome != want {
				t.Errorf("%s %d: got outcome %q, want %q", name, status, e.Outcome, want)
			}
		}
	}
}

func TestAnUpdateOfAUserWhoLeftBetweenReadAndWriteIsNotFound(t *testing.T) {
	c, _ := play(t, shows(200, "ines.json"), shows(404, "refusal.json"))
	e := script.Failure(t, operations()["updateUser"](t.Context(), c))
	if e.Kind != upstream.NotFound || e.Outcome != upstream.Refused {
		t.Errorf("got %v with outcome %q", e, e.Outcome)
	}
}

func TestTheIncidentIsInTheCauseAndNowhereElse(t *testing.T) {
	c, _ := play(t, shows(500, "refusal.json"))
	e := script.Failure(t, operations()["getUser"](t.Context(), c))
	if e.Err == nil || e.Err.Error() != "3djuump: incident 5f1d6f0e-1111-4222-8333-944455556666" {
		t.Errorf("got cause %v", e.Err)
	}
	if strings.Contains(e.Detail, "5f1d") {
		t.Errorf("the detail shows it: %q", e.Detail)
	}
}

func TestARefusalWithoutTheVendorsBodyKeepsItsKind(t *testing.T) {
	for _, body := range []string{"", "<html>", `{"code":5}`, `[]`, `{"code":"E_` + strings.Repeat("x", 70) + `"}`, `{"code":"for ines@plant.example"}`, `{"code":"` + apiKey + `"}`} {
		c, _ := play(t, says(403, body))
		e := script.Failure(t, operations()["getUser"](t.Context(), c))
		if e.Kind != upstream.Forbidden || e.Vendor.Code != "" || e.Vendor.Status != 403 {
			t.Errorf("%q: got %v, %+v", body, e, e.Vendor)
		}
	}
}

func TestAnIncidentThatIsNoPlainWordIsLeftOut(t *testing.T) {
	const key = "a-key.of_plain-letters"
	for incident, plain := range map[string]bool{
		"5f1d6f0e-1111-4222": true, "In_c.1-": true, strings.Repeat("x", 64): true, strings.Repeat("x", 65): false,
		"ines@plant.example": false, "for ines": false, "ines\\u0000duval": false, "ines\\n": false, "\u0456nes": false, "": false,
		"{5f1d}": false, key: false, `\u0061` + key[1:]: false, "x" + key: false, apiKey: false,
	} {
		s := script.InOrder(t, says(500, `{"code":"E_X","uuid":"`+incident+`"}`))
		c := dial(t, s.URL, settings{APIKey: upstream.NewSecret(key)})
		if incident == apiKey {
			c = dial(t, s.URL, settings{APIKey: upstream.NewSecret(apiKey)})
		}
		e := script.Failure(t, operations()["getUser"](t.Context(), c))
		switch {
		case e.Vendor.Code != "E_X":
			t.Errorf("%q: got code %q", incident, e.Vendor.Code)
		case plain && (e.Err == nil || e.Err.Error() != "3djuump: incident "+incident), !plain && e.Err != nil:
			t.Errorf("%q: got cause %v", incident, e.Err)
		}
	}
}

func TestStatusesCanBeOverridden(t *testing.T) {
	s := script.InOrder(t, says(400, ""), says(418, ""))
	c := dial(t, s.URL, settings{APIKey: upstream.NewSecret(apiKey), Statuses: map[string]string{"400 getUser": "not-found", "418": "throttled"}})
	for _, want := range []upstream.Kind{upstream.NotFound, upstream.Throttled} {
		if err := operations()["getUser"](t.Context(), c); !upstream.IsKind(err, want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

func TestAVendorThatDoesNotAnswerIsATimeout(t *testing.T) {
	slow := script.Connection(t, script.Silent(t).URL, settings{APIKey: upstream.NewSecret(apiKey)})
	slow.Timeout = 20 * time.Millisecond
	c := script.Open(t, Vendor(), slow).(*connector)
	for name, want := range map[string]upstream.Outcome{"listUsers": "", "createUser": upstream.Unknown, "updateUser": upstream.NotSent} {
		e := script.Failure(t, operations()[name](t.Context(), c))
		if e.Kind != upstream.Timeout || e.Outcome != want {
			t.Errorf("%s: got %v with outcome %q", name, e, e.Outcome)
		}
	}
}
