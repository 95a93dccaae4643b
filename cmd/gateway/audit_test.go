package main

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// told is an event's members as callers are to see them: none whose name says
// that it is a secret.
func told(fields map[string]any) map[string]any {
	out := map[string]any{}
	for name, value := range fields {
		if inner, ok := value.(map[string]any); ok {
			value = told(inner)
		}
		if !strings.Contains(strings.ToLower(name), "token") {
			out[name] = value
		}
	}
	return out
}

// events are those of the World from one time until before another, the oldest
// first, as callers are to see them.
func (w *whole) events(since, until time.Time) []any {
	all := w.sims["inwebo"].World.Events.All()
	slices.SortFunc(all, func(a, b simkit.Event) int { return strings.Compare(a.ID, b.ID) })
	out := []any{}
	for _, e := range all {
		if !e.At.Before(since) && e.At.Before(until) {
			out = append(out, map[string]any{
				"id": "inwebo:" + e.ID, "connection": "inwebo", "nativeId": e.ID, "occurredAt": e.At.Format(time.RFC3339),
				"extensions": map[string]any{"inwebo": told(e.Fields)},
			})
		}
	}
	return out
}

func TestTheAuditLogIsToldFromOneTimeToAnother(t *testing.T) {
	w := start(t, setup{})
	all := w.sims["inwebo"].World.Events.All()
	now := time.Now().UTC()
	day := func(n int) time.Time { return now.AddDate(0, 0, -n) }
	older, recent, end := day(365*2), day(35), now.AddDate(0, 0, 1)
	exact := all[30].At
	for name, c := range map[string]struct {
		since, until *time.Time
		want         []any
	}{
		"what is online":       {nil, nil, w.events(recent, end)},
		"the last week":        {new(day(7)), nil, w.events(day(7), end)},
		"a week of last month": {new(day(21)), new(day(14)), w.events(day(21), day(14))},
		"the whole log":        {&older, nil, w.events(older, end)},
		"what is archived":     {&older, &recent, w.events(older, recent)},
		"from the archive on":  {new(day(100)), new(day(20)), w.events(day(100), day(20))},
		"to the very second":   {&exact, new(exact.Add(time.Second)), w.events(exact, exact.Add(time.Second))},
		"until that second":    {new(day(34)), &exact, w.events(day(34), exact)},
		"in another time zone": {new(exact.In(time.FixedZone("", -5*3600))), new(exact.Add(time.Second)), w.events(exact, exact.Add(time.Second))},
		"tomorrow":             {new(now.Add(time.Hour)), nil, []any{}},
		"until long ago":       {nil, new(day(36)), w.events(older, day(36))},
	} {
		for _, limit := range []int{3, 50, 200} {
			query := url.Values{"limit": {fmt.Sprint(limit)}}
			if c.since != nil {
				query.Set("since", c.since.Format(time.RFC3339Nano))
			}
			if c.until != nil {
				query.Set("until", c.until.Format(time.RFC3339Nano))
			}
			if diff := cmp.Diff(c.want, w.listed("/v1/activities?"+query.Encode())); diff != "" {
				t.Errorf("%s by %d: want (-), got (+):\n%s", name, limit, diff)
			}
		}
	}
	w.heard("inwebo", "GET /audit/v2/customer/export/online", "GET /audit/v2/customer/export/archive")
	if len(w.events(older, end)) < 50 || len(w.events(older, recent)) < 10 || strings.Contains(fmt.Sprint(w.events(older, end)), "apiToken") {
		t.Error("the log is too short to prove anything")
	}
}

func TestNoTokenInTheAuditLogComesOut(t *testing.T) {
	w := start(t, setup{})
	secrets := 0
	got := w.get("admin", "/v1/activities?limit=200&since=2020-01-01T00:00:00Z")
	page := string(got.body)
	for _, e := range w.sims["inwebo"].World.Events.All() {
		details, _ := e.Fields["details"].(map[string]any)
		for _, token := range []any{e.Fields["apiToken"], details["apiToken"]} {
			if token == nil {
				continue
			}
			secrets++
			if strings.Contains(page, token.(string)) {
				t.Errorf("%s is told with %s", e.ID, token)
			}
		}
	}
	if secrets < 10 {
		t.Errorf("the log holds %d tokens only", secrets)
	}
	got.want(t, http.StatusOK, "")
}

func TestACursorOfTheAuditLogBelongsToItsTimes(t *testing.T) {
	w := start(t, setup{})
	const times = "&since=2020-01-01T00:00:00Z&until=2040-01-01T00:00:00Z"
	cursor := w.users("admin", "/v1/activities?limit=5"+times).NextCursor
	for name, c := range map[string]struct{ key, query string }{
		"without times":     {"admin", ""},
		"from another time": {"admin", strings.Replace(times, "2020", "2021", 1)},
		"until another":     {"admin", strings.Replace(times, "2040", "2041", 1)},
		"of another tenant": {"twin", times},
	} {
		if got := w.get(c.key, "/v1/activities?cursor="+cursor+c.query); got.status != http.StatusBadRequest || got.code() != "invalid-cursor" {
			t.Errorf("%s: got %d %s", name, got.status, got.body)
		}
	}
	// The same moment in another zone is the same time.
	w.get("admin", "/v1/activities?cursor="+cursor+"&since=2020-01-01T01:00:00%2B01:00&until=2040-01-01T00:00:00.000Z").want(t, http.StatusOK, "")
	for _, sim := range w.sims {
		sim.Log.Reset()
	}
	for query, want := range map[string]refusal{
		"since=2026-01-02T00:00:00Z&until=2026-01-01T00:00:00Z": {400, "invalid-request", "until", "order"},
		"since=2026-01-02T00:00:00Z&until=2026-01-02T00:00:00Z": {400, "invalid-request", "until", "order"},
		"since=yesterday":            {400, "invalid-request", "since", "format"},
		"since=2026-01-02":           {400, "invalid-request", "since", "format"},
		"until=2026-13-02T00:00:00Z": {400, "invalid-request", "until", "format"},
		"since=":                     {400, "invalid-request", "since", "format"},
		"filter=id+pr":               {400, "invalid-request", "filter", "unknown-parameter"},
		"partial=true":               {400, "invalid-request", "partial", "unknown-parameter"},
	} {
		w.expectRefused(t, query, false, w.get("admin", "/v1/activities?"+query), want)
	}
}
