package workspace365

import (
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest/script"
)

// putError is what comes of a put that the vendor gives this answer, once.
func putError(t *testing.T, answer script.Step) *upstream.Error {
	t.Helper()
	c, s := play(t, answer)
	_, err := c.PutUser(t.Context(), fullDraft())
	return onlyFailure(t, s, err)
}

// deleteError is what comes of a delete that the vendor gives this answer, once.
func deleteError(t *testing.T, answer script.Step) *upstream.Error {
	t.Helper()
	c, s := play(t, answer)
	_, err := c.DeleteUser(t.Context(), upstream.UserRef{ID: objectID})
	return onlyFailure(t, s, err)
}

// onlyFailure is the failure of a call that is one request.
func onlyFailure(t *testing.T, s *script.Server, err error) *upstream.Error {
	t.Helper()
	if lines := s.Lines(); len(lines) != 1 {
		t.Errorf("%d requests, want one: %q", len(lines), lines)
	}
	return script.Failure(t, err)
}

func TestStatusesOfWritesAreTranslated(t *testing.T) {
	for _, c := range []struct {
		status      int
		put, delete upstream.Kind
		outcome     upstream.Outcome
	}{
		{302, upstream.Malformed, upstream.Malformed, upstream.Unknown},
		{400, upstream.Rejected, upstream.NotFound, upstream.Refused},
		{401, upstream.Credentials, upstream.Credentials, upstream.Refused},
		{403, upstream.Credentials, upstream.Credentials, upstream.Refused},
		{404, upstream.Failed, upstream.Failed, upstream.Refused},
		{429, upstream.Throttled, upstream.Throttled, upstream.Refused},
		{500, upstream.Failed, upstream.Failed, upstream.Unknown},
		{503, upstream.Throttled, upstream.Throttled, upstream.Refused},
		{504, upstream.Timeout, upstream.Timeout, upstream.Unknown},
	} {
		answer := says(c.status, "")
		answer.Header.Set("Location", "/elsewhere")
		answer.Header.Set("Retry-After", "7")
		put, deleted := putError(t, answer), deleteError(t, answer)
		if put.Kind != c.put || put.Outcome != c.outcome || put.Vendor.Status != c.status {
			t.Errorf("%d on put: %s, %s, %d", c.status, put.Kind, put.Outcome, put.Vendor.Status)
		}
		if deleted.Kind != c.delete || deleted.Outcome != c.outcome || deleted.Vendor.Status != c.status {
			t.Errorf("%d on delete: %s, %s, %d", c.status, deleted.Kind, deleted.Outcome, deleted.Vendor.Status)
		}
		if waits := put.RetryAfter == 7*time.Second; waits != (c.put == upstream.Throttled) {
			t.Errorf("%d: retry after %s", c.status, put.RetryAfter)
		}
	}
}

func TestFieldErrorsPointIntoTheCallersBody(t *testing.T) {
	e := putError(t, shows(400, "answers/field_errors.json"))
	const at = "/extensions/workspace365/secondaryEmail"
	want := []upstream.FieldError{
		{Pointer: "/email", Detail: "Mail."}, {Pointer: "/givenName", Detail: "First."}, {Pointer: "/roles", Detail: "Admin."},
		{Pointer: "/title", Detail: "Title."}, {Pointer: "/familyName", Detail: "Last."}, {Pointer: "/phone"},
		{Pointer: at, Detail: "Second."}, {Pointer: "/userName", Detail: "Upn."}, {Pointer: "/active", Detail: "Active."},
	}
	if len(e.Fields) != len(want) {
		t.Fatalf("fields %v, want %v", e.Fields, want)
	}
	for _, w := range want {
		w.Code = "vendor-rejected"
		if !contains(e.Fields, w) {
			t.Errorf("fields %v lack %v", e.Fields, w)
		}
	}
	if want := "The user cannot be saved. The ObjectId is odd."; e.Vendor.Message != want {
		t.Errorf("message %q, want %q", e.Vendor.Message, want)
	}
}

func TestWhatTheVendorSaysOfAFieldIsBoundedAndCleaned(t *testing.T) {
	long := strings.Repeat("a", 400)
	e := putError(t, says(400, `{"fieldErrors":{"Email":{"message":"bell\u0007 `+syncToken+` `+long+`"}}}`))
	if len(e.Fields) != 1 || !strings.HasPrefix(e.Fields[0].Detail, "bell *** aaa") || len(e.Fields[0].Detail) != 300 {
		t.Errorf("fields %q", e.Fields)
	}
}

func contains(fields []upstream.FieldError, want upstream.FieldError) bool {
	for _, f := range fields {
		if f == want {
			return true
		}
	}
	return false
}

func TestTheGlobalErrorOfADeleteIsKept(t *testing.T) {
	e := deleteError(t, shows(400, "answers/global_error.json"))
	if e.Kind != upstream.NotFound || e.Vendor.Message != "The user does not exist." {
		t.Errorf("%s, %q", e.Kind, e.Vendor.Message)
	}
}

func TestADeleteHasNoBodyToPointInto(t *testing.T) {
	e := deleteError(t, says(400, `{"globalError":null,"fieldErrors":{"Email":{"message":"Mail."}}}`))
	if len(e.Fields) != 0 || e.Vendor.Message != "Mail." {
		t.Errorf("fields %v, message %q", e.Fields, e.Vendor.Message)
	}
}

func TestABodyOf400ThatCannotBeReadIsStillARejection(t *testing.T) {
	for _, body := range []string{
		"", "null", "<html>", "[]", `[{"message":"x"}]`, `{"globalError":null,"fieldErrors":null}`,
		`{"globalError":"x","fieldErrors":["x"]}`, `{"fieldErrors":{"Ema`, `"x"`,
	} {
		e := putError(t, says(400, body))
		if e.Kind != upstream.Rejected || e.Outcome != upstream.Refused || len(e.Fields) != 0 || e.Vendor.Message != "" {
			t.Errorf("%q: %s, %s, %v, %q", body, e.Kind, e.Outcome, e.Fields, e.Vendor.Message)
		}
	}
}

func TestAMessageNeverHoldsATokenInAnyForm(t *testing.T) {
	forms := []string{apiToken, syncToken, syncToken + ":", basicForm, base64.StdEncoding.EncodeToString([]byte(syncToken))}
	for _, form := range forms {
		e := putError(t, says(400, `{"globalError":{"message":"got <`+form+`>"},"fieldErrors":{"Email":{"message":"<`+form+`>"}}}`))
		if e.Vendor.Message != "got <***>" || e.Fields[0].Detail != "<***>" {
			t.Errorf("%q and %q", e.Vendor.Message, e.Fields[0].Detail)
		}
	}
}

func TestALongMessageIsBounded(t *testing.T) {
	e := putError(t, says(400, `{"globalError":{"message":"`+strings.Repeat("é", 400)+`"}}`))
	if n := len([]rune(e.Vendor.Message)); n != 300 {
		t.Errorf("%d characters", n)
	}
}

func TestAnySuccessOfAWriteCountsWithoutABody(t *testing.T) {
	for _, c := range []struct {
		status int
		body   string
	}{{200, ""}, {204, ""}, {201, " \n"}, {200, `{"id":1}`}, {200, "null"}} {
		directory, _ := play(t, says(c.status, c.body))
		if _, err := directory.CreateUser(t.Context(), leastDraft()); err != nil {
			t.Errorf("%d %q: %v", c.status, c.body, err)
		}
	}
}

func TestAPageInPlaceOfAnEmptySuccessProvesNothing(t *testing.T) {
	for _, body := range []string{script.File(t, "answers/login_page.html"), `{"id":`} {
		answer := says(200, body)
		for _, e := range []*upstream.Error{putError(t, answer), deleteError(t, answer)} {
			if e.Kind != upstream.Malformed || e.Outcome != upstream.Unknown {
				t.Errorf("%q: %s, %s", body, e.Kind, e.Outcome)
			}
		}
	}
}
