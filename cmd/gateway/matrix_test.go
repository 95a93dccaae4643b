package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/dragoman-gateway/dragoman/api"
	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

var update = flag.Bool("update", false, "write docs/capabilities.md anew")

// matrixFile is printed from what the connections answer about themselves.
const matrixFile = "../../docs/capabilities.md"

func TestTheCapabilitiesInTheDocsAreWhatTheConnectionsAnswer(t *testing.T) {
	w := start(t, setup{})
	var connections []api.Connection
	for _, entry := range theFour() {
		var c api.Connection
		if err := json.Unmarshal(w.get("admin", "/v1/connections/"+entry.Connection).body, &c); err != nil {
			t.Fatal(err)
		}
		connections = append(connections, c)
	}
	want := matrix(connections)
	if *update {
		if err := os.WriteFile(matrixFile, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(matrixFile)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("docs/capabilities.md is not what the connectors say; `make docs` prints it anew")
	}
}

// matrix prints what connections say of themselves as Markdown.
func matrix(connections []api.Connection) []byte {
	var b bytes.Buffer
	b.WriteString("# Capabilities\n\n" +
		"Printed by `make docs` from what `GET /v1/connections/{connection}` answers for each vendor with all its\n" +
		"credentials and the settings' defaults; a test compares. N: native. E: emulated by the gateway, bounded.\n" +
		"An empty field: the vendor cannot do it, and the gateway answers 405.\n\n")
	b.WriteString("## Operations\n\n")
	header(&b, "operation", connections)
	for _, op := range upstream.Operations() {
		row(&b, "`"+op.ID+"`", connections, func(c api.Connection) string { return supportMark(support(c, op.ID).Support) })
	}
	for _, c := range connections {
		remarks(&b, c)
	}
	fields(&b, "Fields of users", connections, func(c api.Connection) []api.FieldSupport { return c.UserFields })
	fields(&b, "Fields of groups", connections, func(c api.Connection) []api.FieldSupport { return c.GroupFields })
	b.WriteString("\n## Lists\n\n")
	header(&b, "", connections)
	row(&b, "paging", connections, paging)
	row(&b, "filters on users", connections, func(c api.Connection) string { return attributes(c.Filters) })
	row(&b, "filters on groups", connections, func(c api.Connection) string { return attributes(c.GroupFilters) })
	row(&b, "`nativeId` of a new user", connections, func(c api.Connection) string { return deref(c.NativeID) })
	row(&b, "`nativeId` of a new group", connections, func(c api.Connection) string { return deref(c.GroupNativeID) })
	return b.Bytes()
}

func header(b *bytes.Buffer, first string, connections []api.Connection) {
	row(b, first, connections, func(c api.Connection) string { return c.Vendor })
	fmt.Fprintf(b, "|---%s|\n", strings.Repeat("|---", len(connections)))
}

func row(b *bytes.Buffer, first string, connections []api.Connection, cell func(api.Connection) string) {
	b.WriteString("| " + first)
	for _, c := range connections {
		b.WriteString(" | " + cell(c))
	}
	b.WriteString(" |\n")
}

func support(c api.Connection, operation string) api.OperationSupport {
	i := slices.IndexFunc(c.Operations, func(o api.OperationSupport) bool { return o.Operation == operation })
	return c.Operations[i]
}

func supportMark(support string) string {
	return map[string]string{"native": "N", "emulated": "E", "unsupported": ""}[support]
}

func remarks(b *bytes.Buffer, c api.Connection) {
	fmt.Fprintf(b, "\n### What to know about %s\n\n", c.Vendor)
	for _, o := range c.Operations {
		text := deref(o.Remark)
		if o.IdentifierKinds != nil {
			text = strings.TrimSpace(text + " Ids: " + strings.Join(*o.IdentifierKinds, ", ") + ".")
		}
		if text != "" {
			fmt.Fprintf(b, "- `%s`: %s\n", o.Operation, text)
		}
	}
}

// fields prints for each field where it is read (L a list, I an item) and written
// (C create, P put, U update), with a star where the vendor needs it and a bang
// where it takes the scope users:admin.
func fields(b *bytes.Buffer, title string, connections []api.Connection, of func(api.Connection) []api.FieldSupport) {
	fmt.Fprintf(b, "\n## %s\n\nRead in a list (L) or as an item (I); written on create (C), put (P) or update (U), `*` where it is needed, `!` where\nit needs the scope `users:admin`.\n\n", title)
	names := map[string]bool{}
	for _, c := range connections {
		for _, f := range of(c) {
			names[f.Field] = true
		}
	}
	header(b, "field", connections)
	for _, name := range slices.Sorted(maps.Keys(names)) {
		row(b, "`"+name+"`", connections, func(c api.Connection) string {
			i := slices.IndexFunc(of(c), func(f api.FieldSupport) bool { return f.Field == name })
			if i < 0 {
				return ""
			}
			return letters(of(c)[i])
		})
	}
}

func letters(f api.FieldSupport) string {
	out := ""
	letter := func(operations []string, prefix, as string) {
		i := slices.IndexFunc(operations, func(o string) bool { return strings.HasPrefix(o, prefix) })
		if i < 0 {
			return
		}
		if out += as; f.Required != nil && slices.Contains(*f.Required, operations[i]) {
			out += "\\*"
		}
	}
	letter(f.Read, "list", "L")
	letter(f.Read, "get", "I")
	out += " "
	letter(f.Write, "create", "C")
	letter(f.Write, "put", "P")
	letter(f.Write, "update", "U")
	if f.Scope != nil {
		out += "!"
	}
	return strings.TrimSpace(out)
}

func paging(c api.Connection) string {
	if c.Paging.Max == nil {
		return c.Paging.Scheme
	}
	return fmt.Sprintf("%s, at most %d", c.Paging.Scheme, *c.Paging.Max)
}

func attributes(filters []api.FilterSupport) string {
	var names []string
	for _, f := range filters {
		names = append(names, f.Attribute)
	}
	return strings.Join(names, ", ")
}

func deref(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}
