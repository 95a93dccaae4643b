package handlers

import (
	"bytes"
	"encoding/base64"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dragoman-gateway/dragoman/internal/upstream/fanout"
)

// cursorKey is a cursor key that differs with its letter.
func cursorKey(letter byte) []byte { return bytes.Repeat([]byte{letter}, CursorKeySize) }

func sealer(t testing.TB, letters string) *Cursors {
	t.Helper()
	var keys [][]byte
	for _, letter := range []byte(letters) {
		keys = append(keys, cursorKey(letter))
	}
	c, err := NewCursors(keys...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// someWalk uses every member of a walk.
func someWalk() fanout.Walk {
	return fanout.Walk{Limit: 7, Share: 2, Spots: []fanout.Spot{
		{Source: "iw", At: "offset-4711", Skip: 3}, {Source: "juump", Done: true}, {Source: "inwebo"},
	}}
}

func sealed(t testing.TB, c *Cursors, bound []byte) string {
	t.Helper()
	cursor, err := c.seal(someWalk(), bound)
	if err != nil {
		t.Fatal(err)
	}
	return cursor
}

func TestACursorOpensToTheWalkThatItWasSealedFrom(t *testing.T) {
	c, bound := sealer(t, "a"), binding("hr", "listUsers")
	for name, want := range map[string]fanout.Walk{"a walk on its way": someWalk(), "an empty walk": {}} {
		cursor, err := c.seal(want, bound)
		if err != nil {
			t.Fatal(err)
		}
		got, ok := c.open(cursor, bound)
		if diff := cmp.Diff(want, got); !ok || diff != "" {
			t.Errorf("%s: opened: %v (-want +got):\n%s", name, ok, diff)
		}
	}
}

func TestACursorAlteredAnywhereDoesNotOpen(t *testing.T) {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_="
	c, bound := sealer(t, "a"), binding("hr")
	// Three lengths: in two of them the last letter has bits that a lax decoder
	// ignores.
	for _, at := range []string{"", "1", "12"} {
		cursor, err := c.seal(fanout.Walk{Limit: 1, Share: 1, Spots: []fanout.Spot{{Source: "iw", At: at}}}, bound)
		if err != nil {
			t.Fatal(err)
		}
		altered := []string{cursor + "A", cursor + "AAAA", cursor + "=", cursor + " "}
		for i := range len(cursor) {
			altered = append(altered, cursor[:i], cursor[:i]+cursor[i+1:])
			for _, letter := range letters {
				altered = append(altered, cursor[:i]+string(letter)+cursor[i+1:])
			}
		}
		for _, text := range altered {
			if _, ok := c.open(text, bound); ok && text != cursor {
				t.Errorf("%s opened, altered from %s", text, cursor)
			}
		}
	}
}

// Go's base64 decoders skip line breaks, the strict ones too.
func TestACursorWithALineBreakDoesNotOpen(t *testing.T) {
	c, bound := sealer(t, "a"), binding("hr")
	cursor := sealed(t, c, bound)
	for name, text := range map[string]string{
		"before it": "\n" + cursor, "inside it": cursor[:5] + "\r\n" + cursor[5:], "behind it": cursor + "\n",
	} {
		if _, ok := c.open(text, bound); ok {
			t.Errorf("with a line break %s it opens", name)
		}
	}
}

func TestACursorOpensOnlyForWhatItWasMadeFor(t *testing.T) {
	c := sealer(t, "a")
	cursor := sealed(t, c, binding("hr", "listUsers", "active eq true", "iw"))
	for name, other := range map[string][]byte{
		"nothing":            nil,
		"another tenant":     binding("it", "listUsers", "active eq true", "iw"),
		"another operation":  binding("hr", "listGroups", "active eq true", "iw"),
		"another filter":     binding("hr", "listUsers", "active eq false", "iw"),
		"another connection": binding("hr", "listUsers", "active eq true", "juump"),
		"no connection":      binding("hr", "listUsers", "active eq true", ""),
		"one part fewer":     binding("hr", "listUsers", "active eq true"),
		"the parts together": binding("hrlistUsersactive eq trueiw"),
	} {
		if _, ok := c.open(cursor, other); ok {
			t.Errorf("it opened for %s", name)
		}
	}
}

func TestNoTwoBindingsAreTheSameText(t *testing.T) {
	bindings := [][]string{
		{}, {""}, {"", ""}, {"abc"}, {"a", "bc"}, {"ab", "c"}, {"", "abc"}, {"abc", ""}, {"a", "b", "c"},
		{"\x01a"}, {"a", "b"}, {"a\x01b"}, {"a\x00b"},
	}
	seen := map[string][]string{}
	for _, parts := range bindings {
		text := string(binding(parts...))
		if other, twice := seen[text]; twice {
			t.Errorf("%q and %q are bound alike", parts, other)
		}
		seen[text] = parts
	}
}

func TestAfterARotationThePreviousKeyStillOpens(t *testing.T) {
	bound := binding("hr")
	before := sealed(t, sealer(t, "a"), bound)
	rotated := sealer(t, "ba")
	after := sealed(t, rotated, bound)
	tests := []struct {
		name, cursor, keys string
		want               bool
	}{
		{"an old cursor, after the rotation", before, "ba", true},
		{"an old cursor, its key gone", before, "b", false},
		{"a new cursor, under the new key", after, "b", true},
		{"a new cursor, at a replica not yet rotated", after, "a", false},
		{"any cursor, under an unknown key", before, "c", false},
	}
	for _, test := range tests {
		if _, ok := sealer(t, test.keys).open(test.cursor, bound); ok != test.want {
			t.Errorf("%s: opened: %v, want %v", test.name, ok, test.want)
		}
	}
}

func TestACursorTellsNothingOfWhereTheWalkStands(t *testing.T) {
	c := sealer(t, "a")
	cursor := sealed(t, c, binding("hr-portal"))
	box, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil {
		t.Fatalf("a cursor is base64url, fit for a query: %v", err)
	}
	for _, text := range []string{"4711", "offset", "juump", "inwebo", "hr-portal"} {
		if bytes.Contains(box, []byte(text)) || strings.Contains(cursor, text) {
			t.Errorf("%q can be read in it", text)
		}
	}
	if again := sealed(t, c, binding("hr-portal")); again == cursor {
		t.Error("the same place gives the same cursor: places can be told apart")
	}
}

func TestASealerNeedsWholeKeys(t *testing.T) {
	for name, keys := range map[string][][]byte{
		"no key": nil, "a short key": {cursorKey('a')[1:]}, "a long key": {append(cursorKey('a'), 'a')}, "a short second key": {cursorKey('a'), {}},
	} {
		if _, err := NewCursors(keys...); err == nil {
			t.Errorf("%s is accepted", name)
		}
	}
}
