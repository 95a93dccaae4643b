package script

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// File returns a file of testdata, and ends the test where it cannot be read.
func File(t testing.TB, name string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// JSON returns a value as a golden file has it: indented by two and ended with a
// line end. A plan's text is that of its requests.
func JSON(t testing.TB, value any) string {
	t.Helper()
	text, err := json.MarshalIndent(value, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return string(text) + "\n"
}

// Golden compares text with a file of testdata, byte for byte.
func Golden(t testing.TB, name, got string) {
	t.Helper()
	if want := File(t, name); got != want {
		t.Errorf("not as testdata/%s:\n got:\n%s\nwant:\n%s", name, got, want)
	}
}

// GoldenJSON compares the complete marshalled value with a file of testdata, byte
// for byte.
func GoldenJSON(t testing.TB, name string, value any) {
	t.Helper()
	Golden(t, name, JSON(t, value))
}
