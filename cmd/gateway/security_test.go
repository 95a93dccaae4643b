package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// threat is one row of docs/security.md.
type threat struct {
	number       string
	files, tests []string
}

// threats reads the table of docs/security.md.
func threats(t *testing.T) []threat {
	t.Helper()
	text, err := os.ReadFile(root + "/docs/security.md")
	if err != nil {
		t.Fatal(err)
	}
	quoted := regexp.MustCompile("`([^`]+)`")
	all := func(cell, form string) []string {
		var found []string
		for _, match := range quoted.FindAllStringSubmatch(cell, -1) {
			if regexp.MustCompile(form).MatchString(match[1]) {
				found = append(found, match[1])
			}
		}
		return found
	}
	var rows []threat
	for line := range strings.Lines(string(text)) {
		if cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|"); strings.HasPrefix(line, "| T") && len(cells) == 4 {
			rows = append(rows, threat{strings.TrimSpace(cells[0]), all(cells[2], `/`), all(cells[3], `^(Test|Fuzz)`)})
		}
	}
	return rows
}

func TestEveryThreatHasAControlAndATest(t *testing.T) {
	rows, there := threats(t), map[string]bool{}
	for _, s := range sources(t) {
		for name := range s.file.Scope.Objects {
			there[name] = there[name] || s.test && function(s, name) != nil
		}
	}
	for n, row := range rows {
		if want := fmt.Sprint("T", n+1); row.number != want {
			t.Errorf("row %d is %s, want %s", n+1, row.number, want)
		}
		if len(row.files) == 0 || len(row.tests) == 0 {
			t.Errorf("%s has the controls %v and the tests %v", row.number, row.files, row.tests)
		}
		for _, file := range row.files {
			if _, err := os.Stat(filepath.Join(root, file)); err != nil {
				t.Errorf("%s: %v", row.number, err)
			}
		}
		for _, name := range row.tests {
			if !there[name] {
				t.Errorf("%s: there is no test %s", row.number, name)
			}
		}
	}
	if len(rows) != 23 {
		t.Errorf("%d rows, want 23", len(rows))
	}
}

func TestEveryDependencyIsAReleaseAndComesFromItsOwnPlace(t *testing.T) {
	text, err := os.ReadFile(root + "/go.mod")
	if err != nil {
		t.Fatal(err)
	}
	// None of these has ever been released.
	unreleased := []string{"github.com/go-json-experiment/json", "github.com/dprotaso/go-yit", "github.com/munnerz/goautoneg"}
	pseudo := regexp.MustCompile(`-\d{14}-[0-9a-f]{12}`)
	for line := range strings.Lines(string(text)) {
		fields := strings.Fields(line)
		switch {
		case len(fields) == 0:
		case fields[0] == "replace" || strings.Contains(line, "=>"), fields[0] == "exclude":
			t.Errorf("go.mod has %q", line)
		case pseudo.MatchString(line) && !slices.Contains(unreleased, fields[0]):
			t.Errorf("a version that was never released: %q", line)
		}
	}
}
