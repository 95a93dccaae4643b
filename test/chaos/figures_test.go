//go:build chaos

package chaos

import (
	"fmt"
	"os"
	"testing"
	"time"
)

// figures records what one scenario measures: a line each on the test's output, a
// row each in bin/figures.md to paste into docs/reliability.md, and a failed test
// where one is missed.
type figures struct {
	t         *testing.T
	situation string
}

const figuresFile = "../../bin/figures.md"

// record writes one figure down.
func (f figures) record(what, target, measured string, met bool) {
	f.t.Helper()
	verdict := "met"
	if !met {
		verdict = "MISSED"
		f.t.Errorf("%s: %s is %s, want %s", f.situation, what, measured, target)
	}
	fmt.Fprintf(f.t.Output(), "%-6s  %s: %s: %s (want %s)\n", verdict, f.situation, what, measured, target)
	f.append(fmt.Sprintf("| %s | %s | %s | %s |\n", f.situation, what, target, measured))
}

// tell writes something down that has no target.
func (f figures) tell(what, measured string) {
	fmt.Fprintf(f.t.Output(), "        %s: %s: %s\n", f.situation, what, measured)
}

func (f figures) append(row string) {
	file, err := os.OpenFile(figuresFile, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err == nil {
		_, err = file.WriteString(row)
		_ = file.Close()
	}
	if err != nil {
		f.t.Error(err)
	}
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
	f.record(what, "≤ "+short(most), short(measured), measured <= most)
}

// goodput demands that at least this share of the requests got what they asked for.
func (f figures) goodput(what string, least float64, c course) {
	f.t.Helper()
	f.record(what, fmt.Sprintf("≥ %.1f %%", 100*least), fmt.Sprintf("%.2f %% of %d", 100*c.goodput(), len(c)), c.goodput() >= least)
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
