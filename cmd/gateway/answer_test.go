package main

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// overlong is an account whose id no caller could send back.
var overlong = `{"login":"` + strings.Repeat("x", 600) + `"}`

func TestAWriteWhoseAnswerCannotBePassedOnMayHaveBeenCarriedOut(t *testing.T) {
	w := start(t, setup{})
	w.sims["inwebo"].Faults.Schedule(simkit.Fault{When: func(e simkit.Entry) bool { return e.Write }, Status: http.StatusCreated, Body: overlong})
	got := w.post("admin", "/v1/users?connection=inwebo", `{"userName":"nora"}`)
	problem := got.json(t)
	if got.status != http.StatusBadGateway || problem["outcome"] != "unknown" || problem["connection"] != "inwebo" || problem["retryable"] != false {
		t.Errorf("got %d %s", got.status, got.body)
	}
}

func TestOneOddUserFailsItsSourceAndNoOther(t *testing.T) {
	w := start(t, setup{})
	w.sims["inwebo"].Faults.Schedule(simkit.Fault{Status: http.StatusOK, Body: `{"hasMore":false,"content":[` + overlong + `]}`})
	strict := w.get("admin", "/v1/users")
	if sources, _ := strict.json(t)["sources"].([]any); strict.status != http.StatusBadGateway || len(sources) != 4 {
		t.Errorf("strict: got %d %s", strict.status, strict.body)
	}
	partial := w.get("admin", "/v1/users?partial=true")
	if got := connectionsOf(partial.json(t)["items"]); partial.status != http.StatusOK || !slices.Equal(got, []string{"iw", "juump"}) {
		t.Errorf("partial: got %d with users of %v", partial.status, got)
	}
}

func TestAnAnswerSaysHowLongItWaitedForVendors(t *testing.T) {
	w := start(t, setup{})
	w.sims["inwebo"].Faults.Schedule(simkit.Fault{Delay: 30 * time.Millisecond})
	var waited float64
	if _, err := fmt.Sscanf(w.get("admin", "/v1/users?connection=inwebo").header.Get("Server-Timing"), "vendor;dur=%f", &waited); err != nil || waited < 30 {
		t.Errorf("waited %v ms, %v", waited, err)
	}
	if got := w.get("admin", "/v1/connections").header.Get("Server-Timing"); got != "" {
		t.Errorf("an answer without a vendor says %q", got)
	}
}

func TestADateThatSaysNeverIsUnsaid(t *testing.T) {
	w := start(t, setup{})
	w.sims["inwebo"].Faults.Schedule(simkit.Fault{
		Status: http.StatusOK, Body: `{"hasMore":false,"content":[{"login":"a","lastAuthenticatedDate":"9999-12-31T23:59:59-05:00"}]}`,
	})
	got := w.get("admin", "/v1/users/inwebo:a")
	if _, said := got.json(t)["lastLoginAt"]; got.status != http.StatusOK || said {
		t.Errorf("got %d %s", got.status, got.body)
	}
}

func TestALoginThatNobodyCouldNameAgainIsNotMade(t *testing.T) {
	w := start(t, setup{})
	for _, login := range []string{".", "..", `a\u0085b`} {
		got := w.post("admin", "/v1/users?connection=inwebo", `{"userName":"`+login+`"}`)
		if problem := got.json(t); got.status != http.StatusUnprocessableEntity || problem["outcome"] != "not_sent" {
			t.Errorf("%s: got %d %s", login, got.status, got.body)
		}
	}
	if writes := w.sims["inwebo"].Log.Writes(); len(writes) > 0 {
		t.Errorf("%d writes were sent", len(writes))
	}
}

func TestALongScanStopsInTimeAndTheCursorGoesOn(t *testing.T) {
	w := start(t, setup{people: 1200, timeout: "400ms"})
	w.sims["inwebo"].Faults.Schedule(simkit.Fault{Delay: 150 * time.Millisecond})
	last := w.sims["inwebo"].World.People()[1199].ID
	path := "/v1/users?connection=inwebo&filter=" + url.QueryEscape(`id eq "inwebo:`+last+`"`)
	for cursor := ""; ; {
		got := w.get("admin", path+cursor)
		if got.status != http.StatusOK {
			t.Fatalf("got %d %s", got.status, got.body)
		}
		page := got.json(t)
		if items := page["items"].([]any); len(items) == 1 {
			return
		}
		next, more := page["nextCursor"].(string)
		if !more {
			t.Fatal("the walk ended without the last account")
		}
		cursor = "&cursor=" + next
	}
}

func TestAReadThatCannotBePassedOnNamesItsConnection(t *testing.T) {
	w := start(t, setup{})
	w.sims["inwebo"].Faults.Schedule(simkit.Fault{Status: http.StatusOK, Body: `{"hasMore":false,"content":[` + overlong + `]}`})
	got := w.get("admin", "/v1/users?connection=inwebo")
	if problem := got.json(t); got.status != http.StatusBadGateway || problem["connection"] != "inwebo" || problem["outcome"] != nil {
		t.Errorf("got %d %s", got.status, got.body)
	}
}

func TestWhereNoConnectionOfAKeyCanDoItTheAnswerIsUnsupported(t *testing.T) {
	w := start(t, setup{narrow: map[string]string{"onlyinwebo": "inwebo"}})
	got := w.post("onlyinwebo", "/v1/users/lookup", `{"attribute":"email","values":["a@b.example"]}`)
	allow, present := got.header["Allow"]
	if got.status != http.StatusMethodNotAllowed || got.code() != "unsupported-operation" || !present || allow[0] != "" {
		t.Errorf("got %d %s, Allow %q", got.status, got.code(), allow)
	}
}

func TestWhatAConnectionCannotDoIsSaidBeforeItsBodyIsLookedAt(t *testing.T) {
	w := start(t, setup{})
	got := w.patch("admin", "/v1/users/inwebo:nora", `{"extensions":{"3djuump":{"frontendaccess":true}}}`)
	if got.status != http.StatusMethodNotAllowed || got.header.Get("Allow") != "GET" {
		t.Errorf("got %d %s, Allow %q", got.status, got.code(), got.header.Get("Allow"))
	}
}
