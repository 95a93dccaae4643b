package script_test

import (
	"fmt"
	"runtime"
	"strings"
	"sync"
	"testing"
)

// witness is a test that may fail: it keeps what was said, and what a Fatal ends
// is its own goroutine.
type witness struct {
	testing.TB
	mu   sync.Mutex
	said []string
}

func (w *witness) Helper() {}

func (w *witness) Errorf(format string, args ...any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.said = append(w.said, fmt.Sprintf(format, args...))
}

func (w *witness) Fatalf(format string, args ...any) {
	w.Errorf(format, args...)
	runtime.Goexit()
}

func (w *witness) Fatal(args ...any) { w.Fatalf("%s", fmt.Sprint(args...)) }

// failures returns what a test said of its failures, and whether it came to its
// end.
func failures(t *testing.T, test func(testing.TB)) (said string, ended bool) {
	t.Helper()
	w, done := &witness{TB: t}, make(chan struct{})
	go func() {
		defer close(done)
		test(w)
		ended = true
	}()
	<-done
	w.mu.Lock()
	defer w.mu.Unlock()
	return strings.Join(w.said, "\n"), ended
}

// fails demands that a test fails with these words, and goes on where it may.
func fails(t *testing.T, words string, goesOn bool, test func(testing.TB)) {
	t.Helper()
	said, ended := failures(t, test)
	if said == "" || !strings.Contains(said, words) {
		t.Errorf("said %q, want a failure with %q", said, words)
	}
	if ended != goesOn {
		t.Errorf("came to its end: %t, want %t", ended, goesOn)
	}
}
