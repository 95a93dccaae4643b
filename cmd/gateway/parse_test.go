package main

import (
	"fmt"
	"strings"
	"testing"
)

// laughs is ten lines of YAML that say a milliard things below a key.
func laughs(key string) string {
	var b strings.Builder
	b.WriteString("l0: &l0 [x,x,x,x,x,x,x,x,x,x]\n")
	for i := 1; i < 9; i++ {
		fmt.Fprintf(&b, "l%d: &l%d [%s]\n", i, i, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*l%d,", i-1), 10), ","))
	}
	return b.String() + key + ": *l8\n"
}

// bombs are texts that would take all memory or all time of whoever reads them
// without a bound, each with the fault that says so.
func bombs() map[string][2]string {
	const n = 1 << 16
	const deep, large = "the configuration is nested too deeply", "the configuration is too large"
	wide := func(item string) string { return strings.TrimSuffix(strings.Repeat(item+", ", 1000), ", ") }
	return map[string][2]string{
		"brackets":            {"a: " + strings.Repeat("[", n) + strings.Repeat("]", n), deep},
		"brackets, open":      {"a: " + strings.Repeat("[", n), deep},
		"brackets in lines":   {"a: " + strings.Repeat("[\n", n), deep},
		"braces":              {strings.Repeat("{a: ", n/4) + "1" + strings.Repeat("}", n/4), deep},
		"lists in a line":     {strings.Repeat("- ", n), deep},
		"keys in a line":      {strings.Repeat("? ", n), deep},
		"values in a line":    {strings.Repeat("a: ", n), deep},
		"colons in a line":    {strings.Repeat(": ", n), deep},
		"anchors in a line":   {"a: " + strings.Repeat("&a ", n), deep},
		"keys within braces":  {"a: {" + strings.Repeat("a:\n", n), deep},
		"a milliard laughs":   {laughs("connections"), "connections: want a mapping"},
		"laughs in settings":  {laughs("zz") + "connections: {iw: {vendor: infoworks, baseURL: \"https://iw.example\", settings: {routes: *l8}}}\n", "connections.iw.settings.routes: want a mapping"},
		"aliases of lists":    {"a: &a [" + wide("x") + "]\nb: &b [" + wide("{id: k, scopes: *a}") + "]\ntenants: {" + tenantsOf("{keys: *b}") + "}\n", large},
		"a key of its own":    {"connections: &a {iw: *a}\n", ""},
		"a thousand faults":   {"cursorKeys: [" + wide("1") + "]\n", "cursorKeys[99]: want"},
		"larger than is read": {strings.Repeat("# nothing\n", maxFile/10+1), "the file is larger than 1 MiB"},
		"a merge of itself":   {"a: &a {<<: *a}\n", ""},
	}
}

func tenantsOf(one string) string {
	var all []string
	for i := range 1000 {
		all = append(all, fmt.Sprintf("t%d: %s", i, one))
	}
	return strings.Join(all, ", ")
}

func TestNoTextEndsTheProcessThatReadsIt(t *testing.T) {
	for situation, row := range bombs() {
		t.Run(situation, func(t *testing.T) { wantRefused(t, row[0], row[1]) })
	}
}

func TestTheFirstHundredFaultsAreToldAndNoMore(t *testing.T) {
	if _, printed := check(t, bombs()["a thousand faults"][0]); strings.Count(printed, "\n") != maxFaults {
		t.Errorf("there are %d faults", strings.Count(printed, "\n"))
	}
}
