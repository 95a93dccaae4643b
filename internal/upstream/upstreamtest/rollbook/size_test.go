package rollbook

import (
	"fmt"
	"go/scanner"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// contributing is where the size of this vendor is told.
const contributing = "../../../../CONTRIBUTING.md"

func TestTheGuideTellsHowManyLinesAVendorIs(t *testing.T) {
	want := fmt.Sprintf("Rollbook, an invented vendor in the test tree (`internal/upstream/upstreamtest/rollbook`), is that: "+
		"%d lines of connector and %d of simulator, blank lines and comments not counted.", linesIn(t, "*.go"), linesIn(t, "sim/*.go"))
	guide, err := os.ReadFile(contributing)
	if err != nil {
		t.Fatal(err)
	}
	// Where the guide breaks its lines does not matter.
	if !strings.Contains(strings.Join(strings.Fields(string(guide)), " "), want) {
		t.Errorf("%s does not say: %s", contributing, want)
	}
}

// linesIn counts the lines of the files of a pattern that are no tests.
func linesIn(t *testing.T, pattern string) int {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		t.Fatalf("%s: %q, %v", pattern, files, err)
	}
	sum := 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(file, "_test.go") {
			sum += lines(text)
		}
	}
	return sum
}

// lines counts the lines of a Go file that hold code: blank ones and comments do
// not, and a text counts as many as it has.
func lines(source []byte) int {
	file := token.NewFileSet().AddFile("", -1, len(source))
	var s scanner.Scanner
	s.Init(file, source, nil, 0)
	held := map[int]bool{}
	for {
		at, kind, text := s.Scan()
		switch {
		case kind == token.EOF:
			return len(held)
		case kind == token.SEMICOLON && text == "\n":
			// One that nobody wrote, at the end of its line or of the file.
			continue
		}
		for i := range strings.Count(text, "\n") + 1 {
			held[file.Line(at)+i] = true
		}
	}
}

func TestALineWithCodeCountsOnce(t *testing.T) {
	for source, want := range map[string]int{
		"":                                0,
		"// a\n\n/* b\nc */\n":            0,
		"package a\n":                     1,
		"package a":                       1,
		"package a // b\n\nvar c = 1\n":   2,
		"var a = `b\n\nc` // d\n":         3,
		"func a() {\n\t// b\n\treturn\n}": 3,
		"/* a */ var b int /* c\n */\n":   1,
	} {
		if got := lines([]byte(source)); got != want {
			t.Errorf("%q: got %d, want %d", source, got, want)
		}
	}
}
