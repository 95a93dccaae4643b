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
// without a bound.
func bombs() map[string]string {
	const n = 1 << 16
	wide := func(item string) string { return strings.TrimSuffix(strings.Repeat(item+", ", 1000), ", ") }
	return map[string]string{
		"brackets":            "a: " + strings.Repeat("[", n) + strings.Repeat("]", n),
		"brackets, open":      "a: " + strings.Repeat("[", n),
		"brackets in lines":   "a: " + strings.Repeat("[\n", n),
		"braces":              strings.Repeat("{a: ", n/4) + "1" + strings.Repeat("}", n/4),
		"lists in a line":     strings.Repeat("- ", n),
		"keys in a line":      strings.Repeat("? ", n),
		"values in a line":    strings.Repeat("a: ", n),
		"colons in a line":    strings.Repeat(": ", n),
		"anchors in a line":   "a: " + strings.Repeat("&a ", n),
		"keys within braces":  "a: {" + strings.Repeat("a:\n", n),
		"a milliard laughs":   laughs("connections"),
		"laughs in settings":  laughs("zz") + "connections: {iw: {vendor: infoworks, baseURL: \"https://iw.example\", settings: {routes: *l8}}}\n",
		"aliases of lists":    "a: &a [" + wide("x") + "]\nb: &b [" + wide("{id: k, scopes: *a}") + "]\ntenants: {" + tenantsOf("{keys: *b}") + "}\n",
		"a key of its own":    "connections: &a {iw: *a}\n",
		"a hundred faults":    "cursorKeys: [" + wide("1") + ", " + wide("1") + "]\n",
		"larger than is read": strings.Repeat("# nothing\n", maxFile/10+1),
		"a merge of itself":   "a: &a {<<: *a}\n",
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
	for situation, text := range bombs() {
		t.Run(situation, func(t *testing.T) { wantRefused(t, text) })
	}
}
