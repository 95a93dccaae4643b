package rest_test

import (
	"context"
	"maps"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

func statuses() rest.Statuses {
	return rest.Statuses{
		"401":         {Kind: upstream.Credentials, Certainty: upstream.Documented},
		"409":         {Kind: upstream.Conflict, Certainty: upstream.Documented},
		"400 getUser": {Kind: upstream.NotFound, Certainty: upstream.Inferred},
		"400":         {Kind: upstream.Rejected, Certainty: upstream.Documented},
		"418":         {Kind: upstream.Throttled, Certainty: upstream.Inferred},
	}
}

// calls are the three that a status can mean different things to.
func calls() map[string]rest.Call {
	list := rest.Call{Route: rest.Route{Name: "listUsers", Verb: "GET", Path: "/users"}}
	return map[string]rest.Call{"list": list, "read": reading(), "write": writing()}
}

func TestWhatAStatusMeans(t *testing.T) {
	const none, unknown, refused = upstream.Outcome(""), upstream.Unknown, upstream.Refused
	for _, c := range []struct {
		call    string
		status  int
		kind    upstream.Kind
		outcome upstream.Outcome
	}{
		{"read", 400, upstream.NotFound, none},
		{"write", 400, upstream.Rejected, refused},
		{"list", 400, upstream.Rejected, none},
		{"read", 401, upstream.Credentials, none},
		{"write", 401, upstream.Credentials, refused},
		{"write", 409, upstream.Conflict, refused},
		{"write", 418, upstream.Throttled, refused},
		{"read", 302, upstream.Malformed, none},
		{"write", 302, upstream.Malformed, unknown},
		{"list", 422, upstream.Failed, none},
		{"read", 422, upstream.Rejected, none},
		{"write", 422, upstream.Rejected, refused},
		{"list", 404, upstream.Failed, none},
		{"read", 404, upstream.Failed, none},
		{"write", 404, upstream.Failed, refused},
		{"write", 405, upstream.Failed, refused},
		{"read", 429, upstream.Throttled, none},
		{"write", 429, upstream.Throttled, refused},
		{"write", 503, upstream.Throttled, refused},
		{"write", 500, upstream.Failed, unknown},
		{"write", 502, upstream.Failed, unknown},
		{"write", 599, upstream.Failed, unknown},
		{"read", 504, upstream.Timeout, none},
		{"write", 504, upstream.Timeout, unknown},
	} {
		answer, err := connect(t, answers(c.status, "")).Do(context.Background(), calls()[c.call])
		if err != nil {
			t.Fatal(err)
		}
		e := statuses().Translate(answer)
		if e == nil || e.Kind != c.kind || e.Outcome != c.outcome || e.Vendor.Status != c.status {
			t.Errorf("%d to a %s: got %v; want %v, outcome %q", c.status, c.call, e, c.kind, c.outcome)
		}
	}
}

func TestASuccessMeansNoError(t *testing.T) {
	for _, status := range []int{200, 201, 202, 204, 206} {
		if e := (rest.Statuses{}).Translate(get(t, answers(status, ""))); e != nil {
			t.Errorf("%d: got %v, want no error", status, e)
		}
	}
}

func TestHowLongAVendorMayAskToWait(t *testing.T) {
	in := func(d time.Duration) string { return time.Now().Add(d).UTC().Format(http.TimeFormat) }
	for _, c := range []struct {
		text  string
		least time.Duration
		most  time.Duration
	}{
		{"", 0, 0},
		{"0", 0, 0},
		{"7", 7 * time.Second, 7 * time.Second},
		{"300", 5 * time.Minute, 5 * time.Minute},
		{"301", 5 * time.Minute, 5 * time.Minute},
		{"86400", 5 * time.Minute, 5 * time.Minute},
		{"9999999999", 5 * time.Minute, 5 * time.Minute},
		{"99999999999999999999", 5 * time.Minute, 5 * time.Minute},
		{"-5", 0, 0},
		{"soon", 0, 0},
		{"1.5", 0, 0},
		{in(time.Minute), 55 * time.Second, time.Minute},
		{in(-time.Minute), 0, 0},
		{in(24 * time.Hour), 5 * time.Minute, 5 * time.Minute},
	} {
		for _, status := range []int{429, 503, 418} {
			answer := get(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Retry-After", c.text)
				w.WriteHeader(status)
			})
			if got := statuses().Translate(answer).RetryAfter; got < c.least || got > c.most {
				t.Errorf("%d with %q: got %v, want %v to %v", status, c.text, got, c.least, c.most)
			}
		}
	}
}

func TestStatusesCanBeOverridden(t *testing.T) {
	table := statuses()
	got, faults := table.Override(map[string]string{"409": "rejected", "410": "not-found", "404 getUser": "not-found"}, routes())
	want := statuses()
	want["409"] = rest.Meaning{Kind: upstream.Rejected, Certainty: upstream.Configured}
	want["410"] = rest.Meaning{Kind: upstream.NotFound, Certainty: upstream.Configured}
	want["404 getUser"] = rest.Meaning{Kind: upstream.NotFound, Certainty: upstream.Configured}
	if diff := cmp.Diff(want, got); diff != "" || len(faults) > 0 {
		t.Errorf("faults %v, statuses (-want +got):\n%s", faults, diff)
	}
	if !maps.Equal(table, statuses()) {
		t.Error("the connector's own table was changed")
	}
}

func TestAStatusThatCannotBeIsAFault(t *testing.T) {
	for key, kind := range map[string]string{
		"200": "failed", "299": "failed", "600": "failed", "": "failed", "4xx": "failed", "-409": "failed",
		// Written otherwise than a status is, a key would never be found.
		"0409": "conflict", "+409": "conflict",
		"409": "Conflict", "410": "", "411": "gone", "412 nowhere": "failed", "413 ": "failed", "getUser 404": "not-found",
	} {
		table, faults := statuses().Override(map[string]string{key: kind}, routes())
		if len(faults) != 1 || !strings.HasPrefix(faults[0].Error(), "settings.statuses."+key+": ") {
			t.Errorf("%q: %q: got faults %v, want one under its path", key, kind, faults)
		}
		if diff := cmp.Diff(statuses(), table); diff != "" {
			t.Errorf("%q: %q: the table changed all the same:\n%s", key, kind, diff)
		}
	}
}

func TestTheTableOfStatusesIsAListOfFacts(t *testing.T) {
	got := rest.Statuses{
		"409": {Kind: upstream.Conflict, Certainty: upstream.Documented}, "400 getUser": {Kind: upstream.NotFound, Certainty: upstream.Inferred},
	}.Facts()
	want := []upstream.Fact{
		{Name: "status 400 getUser means not-found", Certainty: upstream.Inferred, Setting: "settings.statuses"},
		{Name: "status 409 means conflict", Certainty: upstream.Documented, Setting: "settings.statuses"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("facts (-want +got):\n%s", diff)
	}
}
