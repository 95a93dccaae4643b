package handlers

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/labstack/echo/v4"
	"pgregory.net/rapid"

	"github.com/dragoman-gateway/dragoman/api"
	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// during is the context of a request to an operation; "" is one that was not
// routed.
func during(method string) context.Context {
	ctx := context.WithValue(context.Background(), requestIDKey{}, "0f8fad5b-d9cb-469f-a165-70867728950e")
	if method == "" {
		return ctx
	}
	return context.WithValue(ctx, operationKey{}, &operation{method: method, write: method != http.MethodGet})
}

func TestAProblemSaysAllThatIsKnownAndNothingElse(t *testing.T) {
	full := vendorFailure("w365", &upstream.Error{
		Kind: upstream.Rejected, Outcome: upstream.Refused, Detail: "A field is not as the vendor wants it.",
		Fields: []upstream.FieldError{{Pointer: "/email", Code: "taken", Detail: "It is taken."}, {Code: "other"}},
		Vendor: &upstream.VendorAnswer{Status: 400, Code: "E7", Message: "No."}, Err: errors.New("never shown"),
	})
	full.sources = []api.Source{{Connection: "iw", Status: "ok"}}
	for _, c := range []struct {
		name string
		f    *failure
		ctx  context.Context
		want string
	}{
		{"least", fail(codeNotFound), during(""), `{
			"type": "/problems/not-found", "title": "There is no such thing.", "status": 404, "code": "not-found", "retryable": false,
			"instance": "urn:uuid:0f8fad5b-d9cb-469f-a165-70867728950e", "requestId": "0f8fad5b-d9cb-469f-a165-70867728950e"
		}`},
		{"most", full, during("PATCH"), `{
			"type": "/problems/vendor-rejected", "title": "This vendor cannot take the content.", "status": 422, "code": "vendor-rejected", "retryable": false,
			"instance": "urn:uuid:0f8fad5b-d9cb-469f-a165-70867728950e", "requestId": "0f8fad5b-d9cb-469f-a165-70867728950e",
			"detail": "A field is not as the vendor wants it.", "connection": "w365", "outcome": "rejected",
			"errors": [{"pointer": "/email", "code": "taken", "detail": "It is taken."}, {"code": "other"}],
			"sources": [{"connection": "iw", "status": "ok"}],
			"vendor": {"status": 400, "code": "E7", "message": "No."}
		}`},
	} {
		body, err := json.Marshal(c.f.problem(c.ctx))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(tree(t, c.want), tree(t, string(body))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

func tree(t testing.TB, text string) any {
	t.Helper()
	var value any
	if err := json.Unmarshal([]byte(text), &value); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return value
}

func TestAFailedWriteSaysWhatBecameOfItAndWhetherToTryAgain(t *testing.T) {
	failed := func(o upstream.Outcome) *failure {
		return vendorFailure("iw", &upstream.Error{Kind: upstream.Timeout, Outcome: o})
	}
	for _, c := range []struct {
		name      string
		f         *failure
		method    string
		outcome   string
		retryable bool
	}{
		{"a read", failed(""), "GET", "", true},
		{"a read whose error has an outcome", failed(upstream.Unknown), "GET", "", true},
		{"a request that was not routed", fail(codeNotFound), "", "", false},
		{"not sent", failed(upstream.NotSent), "POST", "not_sent", true},
		{"unknown, made twice by trying again", failed(upstream.Unknown), "POST", "unknown", false},
		{"unknown, changed twice by trying again", failed(upstream.Unknown), "PATCH", "unknown", false},
		{"unknown, the same when tried again", failed(upstream.Unknown), "PUT", "unknown", true},
		{"unknown, deleted when tried again", failed(upstream.Unknown), "DELETE", "unknown", true},
		{"refused by the gateway", invalid(), "POST", "not_sent", false},
		{"over the limit", fail(codeRateLimited), "POST", "not_sent", true},
		{"a fault of the gateway", fail(codeInternal), "PUT", "unknown", false},
	} {
		p := c.f.problem(during(c.method))
		if got := value(p.Outcome); got != c.outcome || p.Retryable != c.retryable {
			t.Errorf("%s: got outcome %q, retryable %t; want %q, %t", c.name, got, p.Retryable, c.outcome, c.retryable)
		}
	}
}

func TestEveryErrorIsAProblem(t *testing.T) {
	inner := fail(codeConflict)
	vendor := &upstream.Error{Kind: upstream.Timeout}
	for _, c := range []struct {
		name string
		err  error
		want code
	}{
		{"a problem", inner, codeConflict},
		{"a wrapped problem", fmt.Errorf("a: %w", inner), codeConflict},
		{"a vendor's error", fmt.Errorf("a: %w", vendor), codeVendorTimeout},
		{"a problem of a vendor's error", vendorFailure("iw", vendor), codeVendorTimeout},
		{"the router's refusal", echo.NewHTTPError(http.StatusBadRequest, "secret"), codeInvalidRequest},
		{"the router's failure", echo.NewHTTPError(http.StatusInternalServerError, "secret"), codeInternal},
		{"what nobody foresaw", errors.New("secret"), codeInternal},
	} {
		f := asFailure(c.err)
		body, _ := json.Marshal(f.problem(during("POST")))
		if f.code != c.want || strings.Contains(string(body), "secret") {
			t.Errorf("%s: got %s, want %s: %s", c.name, f.code, c.want, body)
		}
	}
}

func TestAThrottlingVendorSaysWhenToComeAgain(t *testing.T) {
	for wait, want := range map[time.Duration]string{0: "1", time.Millisecond: "1", 1500 * time.Millisecond: "2", 5 * time.Minute: "300"} {
		if got := vendorFailure("iw", &upstream.Error{Kind: upstream.Throttled, RetryAfter: wait}).header.Get("Retry-After"); got != want {
			t.Errorf("%v: got %q, want %q", wait, got, want)
		}
	}
	if got := vendorFailure("iw", &upstream.Error{Kind: upstream.Failed, RetryAfter: time.Second}).header; len(got) > 0 {
		t.Errorf("another failure: got %v, want no header", got)
	}
}

func TestAProblemsInstanceIsAUUIDForAnyRequestID(t *testing.T) {
	form := regexp.MustCompile(`^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`)
	seen := map[string]string{}
	rapid.Check(t, func(t *rapid.T) {
		id := rapid.OneOf(rapid.String(), rapid.StringMatching(`[A-Za-z0-9._-]{0,128}`), rapid.StringMatching(`(urn:uuid:)?\{?[0-9a-fA-F-]{32,36}\}?`)).Draw(t, "id")
		got := instance(id)
		if !form.MatchString(got) || got != instance(id) {
			t.Fatalf("%q: got %q, then %q", id, got, instance(id))
		}
		if other, taken := seen[got]; taken && uuid.Validate(id) != nil && other != id {
			t.Fatalf("%q and %q are both %q", id, other, got)
		}
		seen[got] = id
	})
}

func TestARequestIDThatIsAUUIDIsTheInstance(t *testing.T) {
	const id = "0f8fad5b-d9cb-469f-a165-70867728950e"
	for _, text := range []string{id, strings.ToUpper(id)} {
		if got := instance(text); got != "urn:uuid:"+id {
			t.Errorf("%s: got %s", text, got)
		}
	}
}
