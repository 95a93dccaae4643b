package main

import (
	"net/http"
	"strings"
	"testing"

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
