package handlers

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/dragoman-gateway/dragoman/api"
)

// faultsOf are what is wrong with the body of an activity.
func faultsOf(t *testing.T, body string) []api.ProblemError {
	t.Helper()
	document, err := api.Load()
	if err != nil {
		t.Fatal(err)
	}
	value, fault := decodeStrict([]byte(body))
	if fault != nil {
		t.Fatal(fault)
	}
	return checkSchema(document.Components.Schemas["ActivityCreate"].Value, value)
}

func TestEachUnknownMemberIsToldOnce(t *testing.T) {
	var told []string
	for _, e := range faultsOf(t, `{"title":"T","a":1,"b":2,"c/d":3,"audience":{"everyone":true,"e":1},"actions":[{"kind":"add","title":"t","url":"u","f":1,"g":1}]}`) {
		if e.Code == "unknown-member" {
			told = append(told, *e.Pointer)
		}
	}
	seen := map[string]int{}
	for _, pointer := range told {
		seen[pointer]++
	}
	for _, pointer := range []string{"/a", "/b", "/c~1d", "/audience/e", "/actions/0/f", "/actions/0/g"} {
		if seen[pointer] != 1 {
			t.Errorf("%s is told %d times, of %v", pointer, seen[pointer], told)
		}
	}
	if len(told) != 6 {
		t.Errorf("told %v", told)
	}
}

func TestABodyCannotMakeItsAnswerLarge(t *testing.T) {
	members := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, `,"x%d":1`, i)
		}
		return b.String()
	}
	for name, body := range map[string]string{
		"members that nobody knows":       `{"title":"T","audience":{"everyone":true}` + members(1500) + `}`,
		"very many of them":               `{"title":"T","audience":{"everyone":true}` + members(60_000) + `}`,
		"actions without anything":        `{"title":"T","audience":{"everyone":true},"actions":[` + strings.Repeat("{},", 600) + `{}]}`,
		"very many of them in an array":   `{"title":"T","audience":{"everyone":true},"actions":[` + strings.Repeat("{},", 200_000) + `{}]}`,
		"very many users who are numbers": `{"title":"T","audience":{"users":[` + strings.Repeat("1,", 300_000) + `1]}}`,
	} {
		faults := faultsOf(t, body)
		if text, _ := json.Marshal(faults); len(faults) == 0 || len(faults) > maxErrors || len(text) > 200_000 {
			t.Errorf("%s, %d bytes: %d faults in %d bytes", name, len(body), len(faults), len(text))
		}
	}
}

func TestATimeAndBase64AreWhatTheySeem(t *testing.T) {
	for text, want := range map[string]bool{
		"2021-02-28T00:00:00Z": true, "2021-02-30T00:00:00Z": false, "2021-02-28T00:00:60Z": false, "2021-02-28": false,
	} {
		if got := isTime(text); got != want {
			t.Errorf("%s is a time: %v", text, got)
		}
	}
	for text, want := range map[string]bool{"iVBORw0KGgo=": true, "iVBORw0KGgo==": false, "=": false, "": true, "iVBO-w0KGgo=": false} {
		if got := isBase64(text); got != want {
			t.Errorf("%q is base64: %v", text, got)
		}
	}
}
