package inwebo

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest/script"
)

// operations calls every operation once, by operationId.
func operations() map[string]func(context.Context, *connector) error {
	return map[string]func(context.Context, *connector) error{
		"listUsers": func(ctx context.Context, c *connector) error {
			_, err := c.ListUsers(ctx, upstream.UserQuery{Limit: 2})
			return err
		},
		"getUser": func(ctx context.Context, c *connector) error {
			_, err := c.GetUser(ctx, upstream.UserRef{ID: "inWeboLogin"})
			return err
		},
		"createUser": func(ctx context.Context, c *connector) error {
			_, err := c.CreateUser(ctx, fullDraft())
			return err
		},
		"listActivities": func(ctx context.Context, c *connector) error {
			_, err := c.ListActivities(ctx, upstream.AuditQuery{Limit: 2})
			return err
		},
		"checkConnection": func(ctx context.Context, c *connector) error {
			checks, err := c.CheckConnection(ctx, struct{}{})
			if err != nil || len(checks) != 1 {
				return fmt.Errorf("checks %v, error %w", checks, err)
			}
			return checks[0].Err
		},
	}
}

func TestEveryStatusHasItsKindAndIsAskedOnce(t *testing.T) {
	for _, test := range []struct {
		status       int
		read, create upstream.Kind
		outcome      upstream.Outcome
	}{
		{301, upstream.Malformed, upstream.Malformed, upstream.Unknown},
		{302, upstream.Malformed, upstream.Malformed, upstream.Unknown},
		{400, upstream.Failed, upstream.Rejected, upstream.Refused},
		{401, upstream.Credentials, upstream.Credentials, upstream.Refused},
		{403, upstream.Forbidden, upstream.Forbidden, upstream.Refused},
		{404, upstream.Failed, upstream.Failed, upstream.Refused},
		{405, upstream.Failed, upstream.Failed, upstream.Refused},
		{409, upstream.Conflict, upstream.Conflict, upstream.Refused},
		{415, upstream.Failed, upstream.Rejected, upstream.Refused},
		{422, upstream.Failed, upstream.Rejected, upstream.Refused},
		{429, upstream.Throttled, upstream.Throttled, upstream.Refused},
		{500, upstream.Failed, upstream.Failed, upstream.Unknown},
		{502, upstream.Failed, upstream.Failed, upstream.Unknown},
		{503, upstream.Throttled, upstream.Throttled, upstream.Refused},
		{504, upstream.Timeout, upstream.Timeout, upstream.Unknown},
	} {
		for name, call := range operations() {
			c, s := play(t, shows(test.status, "answers/refusal.json"))
			e := script.Failure(t, call(t.Context(), c))
			kind, outcome := test.read, upstream.Outcome("")
			if name == "createUser" {
				kind, outcome = test.create, test.outcome
			}
			if e.Kind != kind || e.Outcome != outcome || e.Vendor == nil || e.Vendor.Status != test.status {
				t.Errorf("%s %d: got %v with outcome %q and vendor %+v, want %s and %q", name, test.status, e, e.Outcome, e.Vendor, kind, outcome)
			}
			if waits := e.RetryAfter == 7*time.Second; waits != (kind == upstream.Throttled) {
				t.Errorf("%s %d: retry after %s", name, test.status, e.RetryAfter)
			}
			if asked := s.Lines(); len(asked) != 1 {
				t.Errorf("%s %d: asked %q", name, test.status, asked)
			}
		}
	}
}

func TestTheBodyOfARefusalDecidesNothingAndIsNotShown(t *testing.T) {
	for _, body := range []string{"", "null", script.File(t, "answers/proxy.html"), script.File(t, "answers/refusal.json"), script.File(t, "answers/created.json"), `{"status":`} {
		for name, call := range operations() {
			c, _ := play(t, says(403, body))
			e := script.Failure(t, call(t.Context(), c))
			if e.Kind != upstream.Forbidden || *e.Vendor != (upstream.VendorAnswer{Status: 403}) || e.Detail != "" || len(e.Fields) != 0 {
				t.Errorf("%s %q: got %v, %+v, fields %v", name, body, e, e.Vendor, e.Fields)
			}
			if text := e.Error(); strings.Contains(text, apiToken) || strings.Contains(text, "inWeboLogin") {
				t.Errorf("%s %q: the error says %s", name, body, text)
			}
		}
	}
}

func TestStatusesCanBeOverridden(t *testing.T) {
	s := script.InOrder(t, says(400, ""), says(400, ""), says(418, ""), says(401, ""), says(403, ""))
	c := dial(t, s.URL, settings{APIToken: upstream.NewSecret(apiToken), Statuses: map[string]string{
		"400 createAccount": "conflict", "418": "throttled", "401": "forbidden",
	}})
	for _, test := range []struct {
		operation string
		want      upstream.Kind
	}{
		{"createUser", upstream.Conflict}, {"listUsers", upstream.Failed}, {"getUser", upstream.Throttled},
		{"checkConnection", upstream.Forbidden}, {"listUsers", upstream.Forbidden},
	} {
		if e := script.Failure(t, operations()[test.operation](t.Context(), c)); e.Kind != test.want {
			t.Errorf("%s: got %v, want %s", test.operation, e, test.want)
		}
	}
}

func TestAVendorThatDoesNotAnswerIsATimeout(t *testing.T) {
	slow := script.Connection(t, script.Silent(t).URL, settings{APIToken: upstream.NewSecret(apiToken)})
	slow.Timeout = 20 * time.Millisecond
	c := bare(t, script.Open(t, Vendor(), slow))
	for name, want := range map[string]upstream.Outcome{"listUsers": "", "getUser": "", "createUser": upstream.Unknown, "listActivities": "", "checkConnection": ""} {
		if e := script.Failure(t, operations()[name](t.Context(), c)); e.Kind != upstream.Timeout || e.Outcome != want {
			t.Errorf("%s: got %v with outcome %q", name, e, e.Outcome)
		}
	}
}

func TestAVendorThatIsNotThereFailsAndWasSentNothing(t *testing.T) {
	gone := script.Connection(t, "http://127.0.0.1:1", settings{APIToken: upstream.NewSecret(apiToken)})
	c := bare(t, script.Open(t, Vendor(), gone))
	for name, want := range map[string]upstream.Outcome{"listUsers": "", "getUser": "", "createUser": upstream.NotSent, "listActivities": "", "checkConnection": ""} {
		if e := script.Failure(t, operations()[name](t.Context(), c)); e.Kind != upstream.Failed || e.Outcome != want {
			t.Errorf("%s: got %v with outcome %q", name, e, e.Outcome)
		}
	}
}
