//go:build chaos

package chaos

import (
	"errors"
	"io/fs"
	"os"
	"strings"
	"testing"
)

const (
	// docsFile has the table of all figures and what they have to be.
	docsFile = "../../docs/reliability.md"
	// figuresFile is that table with what was measured since it was removed: paste
	// it in place of the other.
	figuresFile = "../../bin/figures.md"
)

// enter puts a figure into its row. The docs have to have that row, target and
// all: what is promised and what is measured cannot part.
func (f figures) enter(what, target, measured string) {
	f.t.Helper()
	rows, situation := table(f.t), ""
	for n, row := range rows {
		cells := cellsOf(row)
		if cells[0] != "" {
			situation = cells[0]
		}
		if situation != f.situation || cells[1] != what || cells[2] != target {
			continue
		}
		cells[3] = measured
		rows[n] = rowOf(cells)
		if err := os.WriteFile(figuresFile, []byte(strings.Join(rows, "\n")+"\n"), 0o644); err != nil {
			f.t.Fatal(err)
		}
		return
	}
	f.t.Errorf("%s has no row | %s | %s | %s |", docsFile, f.situation, what, target)
}

// table returns the rows as they are so far: at first those of the docs, without
// what was measured.
func table(t *testing.T) []string {
	t.Helper()
	begun, err := os.ReadFile(figuresFile)
	if err == nil {
		return strings.Split(strings.TrimSpace(string(begun)), "\n")
	}
	docs, readErr := os.ReadFile(docsFile)
	if !errors.Is(err, fs.ErrNotExist) || readErr != nil {
		t.Fatal(err, readErr)
	}
	var rows []string
	for row := range strings.SplitSeq(string(docs), "\n") {
		if !strings.HasPrefix(row, "|") {
			continue
		}
		if cells := cellsOf(row); len(rows) > 1 {
			cells[3] = ""
			row = rowOf(cells)
		}
		rows = append(rows, row)
	}
	return rows
}

// cellsOf are the four cells of a row: situation, figure, target, measured.
func cellsOf(row string) (cells [4]string) {
	for n, cell := range strings.Split(row, "|")[1:] {
		if n < len(cells) {
			cells[n] = strings.TrimSpace(cell)
		}
	}
	return cells
}

func rowOf(cells [4]string) string {
	row := "|"
	for _, cell := range cells {
		if cell != "" {
			row += " " + cell
		}
		row += " |"
	}
	return row
}
