//go:build chaos

package chaos

import (
	"fmt"
	"testing"
	"time"
)

// figures records what one scenario measures: a line each on the test's output, a
// row each of the table in docs/reliability.md, and a failed test where one is
// missed.
type figures struct {
	t         *testing.T
	situation string
}

// record writes one figure down.
func (f figures) record(what, target, measured string, met bool) {
	f.t.Helper()
	verdict := "met"
	if !met {
		verdict = "MISSED"
		f.t.Errorf("%s: %s is %s, want %s", f.situation, what, measured, target)
	}
	fmt.Fprintf(f.t.Output(), "%-6s  %s: %s: %s (want %s)\n", verdict, f.situation, what, measured, target)
	f.enter(what, target, measured)
}

// tell writes something down that has no target.
func (f figures) tell(what, measured string) {
	fmt.Fprintf(f.t.Output(), "        %s: %s: %s\n", f.situation, what, measured)
}

// sees demands that the harness saw enough for its figures to mean something.
func (f figures) sees(what string, least, measured int) {
	f.t.Helper()
	if measured < least {
		f.t.Errorf("%s: nothing is proven: %s: %d, want at least %d", f.situation, what, measured, least)
	}
	f.tell(what, fmt.Sprint(measured))
}

// atMost, exactly, atLeast and within are the forms that a target has.
func (f figures) atMost(what string, most, measured int) {
	f.t.Helper()
	f.record(what, fmt.Sprintf("≤ %d", most), fmt.Sprint(measured), measured <= most)
}

func (f figures) atLeast(what string, least, measured int) {
	f.t.Helper()
	f.record(what, fmt.Sprintf("≥ %d", least), fmt.Sprint(measured), measured >= least)
}

func (f figures) exactly(what string, want, measured int) {
	f.t.Helper()
	f.record(what, fmt.Sprint(want), fmt.Sprint(measured), measured == want)
}

func (f figures) within(what string, most, measured time.Duration) {
	f.t.Helper()
	f.record(what, "≤ "+plain(most), short(measured), measured <= most)
}

// goodput demands that at least this share of the requests got what they asked for.
func (f figures) goodput(what string, least float64, c course) {
	f.t.Helper()
	f.record(what, fmt.Sprintf("≥ %.4g %%", 100*least), fmt.Sprintf("%.2f %% of %d", 100*c.goodput(), len(c)), c.goodput() >= least)
	if failed := c.failed(); len(failed) > 0 {
		f.tell(what+", the rest", failed.tally())
	}
}

// excess demands that no more than a share beyond what was allowed was admitted.
func (f figures) excess(what string, most, allowed float64, measured int) {
	f.t.Helper()
	over := float64(measured)/allowed - 1
	f.record(what, fmt.Sprintf("≤ +%.0f %%", 100*most), fmt.Sprintf("%+.2f %% (%d of %.0f)", 100*over, measured, allowed), over <= most)
}

// plain writes the duration of a target, which is a round one.
func plain(d time.Duration) string {
	if d < time.Second {
		return fmt.Sprintf("%g ms", float64(d)/float64(time.Millisecond))
	}
	return fmt.Sprintf("%g s", d.Seconds())
}

// short writes a duration with the digits that matter.
func short(d time.Duration) string {
	switch ms := float64(d) / float64(time.Millisecond); {
	case d == never:
		return "∞"
	case ms < 10:
		return fmt.Sprintf("%.1f ms", ms)
	case ms < 1000:
		return fmt.Sprintf("%.0f ms", ms)
	}
	return fmt.Sprintf("%.2f s", d.Seconds())
}
