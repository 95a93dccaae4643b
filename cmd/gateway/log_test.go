package main

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// accessLine is one line of the log.
type accessLine struct {
	Msg, Level, Method, Route, Tenant, Key, Connection, Problem, RequestID string

	Status, Bytes, Took int
}

// lines decodes the log but for the audit lines; each line is one JSON object.
func (w *whole) lines() []accessLine {
	w.t.Helper()
	var all []accessLine
	for text := range strings.Lines(w.log.String()) {
		var line accessLine
		if err := json.Unmarshal([]byte(text), &line); err != nil {
			w.t.Fatalf("%v: %s", err, text)
		}
		if line.Msg != "audit" {
			all = append(all, line)
		}
	}
	return all
}

func TestARequestIsOneLineThatSaysWhoAskedWhat(t *testing.T) {
	const user, patched = "/v1/users/:userId", "application/merge-patch+json"
	w := start(t, setup{people: 2})
	for situation, row := range map[string]struct {
		key, method, path, media, body string
		want                           accessLine
	}{
		"a list":              {"reader", "GET", "/v1/users?limit=1", "", "", accessLine{Route: "/v1/users", Tenant: "hr", Key: "reader", Status: 200}},
		"one user":            {"foreign", "GET", "/v1/users/x-juump:nobody", "", "", accessLine{Route: user, Tenant: "other", Key: "foreign", Connection: "x-juump", Problem: "not-found", Status: 404}},
		"a refused patch":     {"admin", "PATCH", "/v1/users/inwebo:x", patched, `{"active":true}`, accessLine{Route: user, Tenant: "hr", Key: "admin", Connection: "inwebo", Problem: "unsupported-operation", Status: 405}},
		"a bad body":          {"admin", "POST", "/v1/users", "application/json", `{`, accessLine{Route: "/v1/users", Tenant: "hr", Key: "admin", Problem: "invalid-request", Status: 400}},
		"a scope too few":     {"reader", "DELETE", "/v1/users/iw:x", "", "", accessLine{Route: user, Tenant: "hr", Key: "reader", Problem: "insufficient-scope", Status: 403}},
		"nobody":              {"", "GET", "/v1/users", "", "", accessLine{Route: "/v1/users", Problem: "unauthenticated", Status: 401}},
		"a method too many":   {"admin", "PUT", "/v1/users", "", "", accessLine{Route: "/v1/users", Problem: "method-not-allowed", Status: 405}},
		"a failed vendor":     {"admin", "GET", "/v1/users?connection=inwebo", "", "", accessLine{Level: "WARN", Route: "/v1/users", Tenant: "hr", Key: "admin", Connection: "inwebo", Problem: "vendor-failed", Status: 502}},
		"what does not exist": {"admin", "GET", "/v1/nothing/nora@corp.example", "", "", accessLine{Problem: "not-found", Status: 404}},
	} {
		t.Run(situation, func(t *testing.T) {
			if row.want.Problem == "vendor-failed" {
				w.sims["inwebo"].Faults.Schedule(simkit.Fault{Status: http.StatusInternalServerError, Times: 1})
			}
			before := len(w.lines())
			got := w.send(row.key, row.method, row.path, row.media, row.body)
			lines := w.lines()[before:]
			if len(lines) != 1 {
				t.Fatalf("%d lines: %+v", len(lines), lines)
			}
			row.want.Msg, row.want.Method, row.want.RequestID, row.want.Bytes = "request", row.method, got.header.Get("X-Request-Id"), len(got.body)
			ignored := []string{"Took"}
			if row.want.Level == "" {
				ignored = append(ignored, "Level")
			}
			if diff := cmp.Diff(row.want, lines[0], cmpopts.IgnoreFields(accessLine{}, ignored...)); diff != "" {
				t.Errorf("want (-), got (+):\n%s", diff)
			}
			if lines[0].Took <= 0 {
				t.Error("it took no time")
			}
		})
	}
}

func TestTheLogHoldsNothingOfAPerson(t *testing.T) {
	w := start(t, setup{})
	personal := personalData(w)
	queries := []string{"connection=juump", "include=raw", "filter=" + url.QueryEscape(`email eq "o'hara+qa#1@corp.example"`), "cursor=Y2FuYXJ5", "nosuch=canary"}
	for _, query := range queries {
		w.get("admin", "/v1/users?limit=200&"+query)
	}
	for _, c := range changes() {
		if c.method != "DELETE" {
			c.filled(w).send(w, "admin", "")
		}
	}
	for connection, sim := range w.sims {
		for i, p := range sim.World.People() {
			path := userPath(connection + ":" + p.ID)
			w.get("admin", path)
			w.get("foreign", path)
			w.patch("admin", path, `{"displayName":"canary","active":true}`)
			if i%3 == 0 {
				sim.Faults.Schedule(simkit.Fault{Times: 1, Status: 500, Body: `{"message":"` + text(p.Email) + `"}`})
			}
			w.send("admin", http.MethodDelete, path, "", "")
		}
	}
	log := w.log.String()
	if len(w.lines()) < 100 {
		t.Fatalf("%d lines are no broad pass", len(w.lines()))
	}
	for _, word := range append(personal, "/v1/users/iw", "filter=", "limit=", canary, "Y2FuYXJ5") {
		if strings.Contains(log, word) {
			t.Errorf("the log holds %q", word)
		}
	}
}

// personalData is whatever a log must not tell of anybody, in the forms in which
// it could come: as it is, in a path, in a query.
func personalData(w *whole) []string {
	var words []string
	for _, sim := range w.sims {
		for _, p := range sim.World.People() {
			words = append(words, p.ID, text(p.UserName), text(p.Email), text(p.DisplayName), text(p.Phone))
		}
	}
	for _, key := range w.keys {
		words = append(words, key, key[len(key)-43:])
	}
	for _, word := range slices.Clone(words) {
		words = append(words, url.PathEscape(word), url.QueryEscape(word))
	}
	// What is as short as 0042 is part of many a number.
	return slices.DeleteFunc(words, func(word string) bool { return len(word) < 6 })
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
