package rest

import (
	"slices"
	"strings"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// CheckSecret returns the fault of a credential that a header cannot carry, or
// nothing.
func CheckSecret(path string, credential upstream.Secret) []error {
	if credential.Sendable() {
		return nil
	}
	return []error{&upstream.Fault{Path: path, Problem: "want one word of visible ASCII characters"}}
}

// CheckWord returns the fault of a setting that is none of these words, or
// nothing.
func CheckWord(path, value string, words ...string) []error {
	if slices.Contains(words, value) {
		return nil
	}
	return []error{&upstream.Fault{Path: path, Problem: "want one of: " + strings.Join(words, ", ")}}
}
