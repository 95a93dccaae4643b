//go:build chaos

package chaos

import (
	"testing"
	"time"
)

// elapsed waits for something that another process brings about, and returns how
// long it took: never, where it took longer than it was waited for.
func elapsed(most time.Duration, reached func() bool) time.Duration {
	began := time.Now()
	for !reached() {
		if time.Since(began) > most {
			return never
		}
		time.Sleep(2 * time.Millisecond)
	}
	return time.Since(began)
}

// until waits for what a scenario cannot do without.
func until(t *testing.T, most time.Duration, what string, reached func() bool) {
	t.Helper()
	if elapsed(most, reached) == never {
		t.Fatalf("not within %v: %s", most, what)
	}
}
