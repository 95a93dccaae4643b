package main

import (
	"fmt"
	"go/ast"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// covered is one row of docs/coverage.md.
type covered struct {
	vendor, number, call string
	operations           []string
	test, bytes          string
}

// ofTheSources is how many operations each source document has. That of 3DJuump
// lost one, which the vendor's manual has.
func ofTheSources() map[string]int {
	return map[string]int{"Infoworks": 9, "3DJuump Infinite": 8, "inWebo": 2, "Workspace 365": 19}
}

// beyond is how many further calls of each vendor the connectors make.
func beyond() map[string]int {
	return map[string]int{"Infoworks": 6, "3DJuump Infinite": 4, "inWebo": 2}
}

// place is a vendor's connection in these tests, and its folder.
func place(vendor string) (connection, folder string) {
	switch vendor {
	case "Infoworks":
		return "iw", "infoworks"
	case "3DJuump Infinite":
		return "juump", "3djuump"
	case "inWebo":
		return "inwebo", "inwebo"
	}
	return "w365", "workspace365"
}

// coverage reads the two tables of docs/coverage.md.
func coverage(t *testing.T) (seed, further []covered) {
	t.Helper()
	text, err := os.ReadFile(root + "/docs/coverage.md")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		var cells []string
		for _, cell := range strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|") {
			cells = append(cells, strings.ReplaceAll(strings.TrimSpace(cell), "`", ""))
		}
		switch {
		case !strings.HasPrefix(line, "| ") || cells[0] == "Vendor":
		case len(cells) == 6:
			seed = append(seed, covered{cells[0], cells[1], cells[2], strings.Split(cells[3], ", "), cells[4], cells[5]})
		case len(cells) == 5:
			further = append(further, covered{cells[0], "", cells[1], strings.Split(cells[2], ", "), cells[3], cells[4]})
		default:
			t.Errorf("%d cells: %s", len(cells), line)
		}
	}
	return seed, further
}

func TestEveryOperationOfTheSourcesIsCovered(t *testing.T) {
	seed, further := coverage(t)
	wantRows(t, seed, ofTheSources())
	wantRows(t, further, beyond())
	w := start(t, setup{people: 1})
	able := map[string]map[string]bool{}
	for connection := range w.sims {
		able[connection] = w.supported(connection)
	}
	operations, all := specified(t), sources(t)
	for _, row := range slices.Concat(seed, further) {
		what := row.vendor + " " + row.call
		connection, _ := place(row.vendor)
		for _, id := range row.operations {
			if operations[id] == nil {
				t.Errorf("%s: the specification has no %s", what, id)
			}
			if !able[connection][id] {
				t.Errorf("%s: %s cannot do %s", what, connection, id)
			}
		}
		wantProof(t, what, row, all)
		wantBytes(t, what, row, all)
	}
}

// wantRows demands as many rows of each vendor as it has operations, numbered from
// one, and no operation twice.
func wantRows(t *testing.T, rows []covered, counts map[string]int) {
	t.Helper()
	seen, calls := map[string]int{}, map[string]bool{}
	for _, row := range rows {
		seen[row.vendor]++
		if row.number != "" && row.number != strconv.Itoa(seen[row.vendor]) {
			t.Errorf("%s: row %d has the number %s", row.vendor, seen[row.vendor], row.number)
		}
		if call := row.vendor + nameless(row.call); calls[call] {
			t.Errorf("%s stands there twice", call)
		} else {
			calls[call] = true
		}
	}
	if fmt.Sprint(seen) != fmt.Sprint(counts) {
		t.Errorf("there are the rows %v, want %v", seen, counts)
	}
}

// wantProof demands that the row's test is one of this package that asks its
// vendor's simulator for the row's call.
func wantProof(t *testing.T, what string, row covered, all []source) {
	t.Helper()
	for _, s := range all {
		if s.folder != "cmd/gateway" || !s.test {
			continue
		}
		if f := function(s, row.test); f != nil {
			if !callsMethod(f, "heard") || !slices.Contains(texts(f), row.call) {
				t.Errorf("%s: %s does not ask whether the vendor heard it", what, row.test)
			}
			return
		}
	}
	t.Errorf("%s: there is no test %s", what, row.test)
}

// wantBytes demands that the row's file holds its call; or, where it names a test,
// that there is one in the vendor's package, which has the call in its files.
func wantBytes(t *testing.T, what string, row covered, all []source) {
	t.Helper()
	const vendors = "internal/upstream/vendors/"
	_, folder := place(row.vendor)
	files, call, end := []string{vendors + row.bytes}, nameless(row.call), `([?"\s]|$)`
	if _, test, found := strings.Cut(row.bytes, "."); found && strings.HasPrefix(test, "Test") {
		files, call, end = nil, strings.Split(call, "{}")[0], ""
		there := false
		for _, s := range all {
			if s.folder == vendors+folder && s.test {
				files = append(files, s.name)
				there = there || function(s, test) != nil
			}
		}
		if !there {
			t.Errorf("%s: there is no test %s", what, row.bytes)
		}
	}
	verb, path, _ := strings.Cut(call, " ")
	sent := regexp.MustCompile(verb + ` \S*` + strings.ReplaceAll(regexp.QuoteMeta(path), `\{\}`, `[^/\s"]+`) + end)
	holds := func(file string) bool {
		text, err := os.ReadFile(filepath.Join(root, file))
		return err == nil && strings.HasPrefix(file, vendors+folder+"/") && sent.Match(text)
	}
	if !slices.ContainsFunc(files, holds) {
		t.Errorf("%s: %s does not hold it", what, row.bytes)
	}
}

// function returns the function of this name in a file.
func function(s source, name string) *ast.FuncDecl {
	for _, d := range s.file.Decls {
		if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == name {
			return f
		}
	}
	return nil
}

// callsMethod tells whether a function calls a method of this name.
func callsMethod(f *ast.FuncDecl, name string) bool {
	calls := false
	ast.Inspect(f, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			method, ok := call.Fun.(*ast.SelectorExpr)
			calls = calls || ok && method.Sel.Name == name
		}
		return true
	})
	return calls
}

// texts returns the texts that stand in a function.
func texts(f *ast.FuncDecl) []string {
	var out []string
	ast.Inspect(f, func(n ast.Node) bool {
		if literal, ok := n.(*ast.BasicLit); ok {
			if text, err := strconv.Unquote(literal.Value); err == nil {
				out = append(out, text)
			}
		}
		return true
	})
	return out
}
