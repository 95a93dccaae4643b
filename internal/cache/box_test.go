package cache_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/dragoman-gateway/dragoman/internal/cache"
)

func TestRequestsThatDifferInOnePartHaveDifferentNames(t *testing.T) {
	box := newBox(t, 1)
	// Few letters and short parts, so that divisions of one text meet.
	parts := rapid.SliceOfN(rapid.StringMatching(`[ab:\x00\x01]{0,3}`), 0, 4)
	rapid.Check(t, func(t *rapid.T) {
		one, other := parts.Draw(t, "one"), parts.Draw(t, "other")
		if same := box.Name(one...) == box.Name(other...); same != slices.Equal(one, other) {
			t.Fatalf("%q and %q: same name %v", one, other, same)
		}
	})
}

func TestPartsThatAreDividedOtherwiseHaveAnotherName(t *testing.T) {
	box := newBox(t, 1)
	seen := map[string][]string{}
	for _, parts := range [][]string{{}, {""}, {"", ""}, {"abc"}, {"ab", "c"}, {"a", "bc"}, {"a", "b", "c"}, {"abc", ""}, {"\x01a\x02bc"}} {
		name := box.Name(parts...)
		if before, taken := seen[name]; taken {
			t.Errorf("%q and %q have one name", before, parts)
		}
		seen[name] = parts
	}
}

func TestANameTellsItsVersionAndNothingElse(t *testing.T) {
	one, other := newBox(t, 1), newBox(t, 2)
	name := one.Name("tenant", "token")
	if !strings.HasPrefix(name, "dgm:1:") || len(name) != len("dgm:1:")+43 {
		t.Errorf("got %q", name)
	}
	if name == other.Name("tenant", "token") {
		t.Error("the name does not depend on the secret")
	}
	if name != newBox(t, 1).Name("tenant", "token") {
		t.Error("two replicas name it differently")
	}
}

func TestASealedValueOpensUnderItsOwnNameAlone(t *testing.T) {
	box := newBox(t, 1)
	sealed := box.Seal("name", []byte("value"))
	if plain, ok := box.Open("name", sealed); !ok || string(plain) != "value" {
		t.Fatalf("got %q, %v", plain, ok)
	}
	if _, ok := box.Open("other", sealed); ok {
		t.Error("opens under another name")
	}
	if _, ok := newBox(t, 2).Open("name", sealed); ok {
		t.Error("opens with another secret")
	}
	if bytes.Equal(sealed, box.Seal("name", []byte("value"))) {
		t.Error("two seals of one value are alike")
	}
	for n := range sealed {
		forged := bytes.Clone(sealed)
		forged[n] ^= 1
		if _, ok := box.Open("name", forged); ok {
			t.Errorf("opens with byte %d changed", n)
		}
		if _, ok := box.Open("name", sealed[:n]); ok {
			t.Errorf("opens with %d bytes left", n)
		}
	}
}

func TestAnOldSecretOpensAndFindsButDoesNotSeal(t *testing.T) {
	before, now := newBox(t, 1), newBox(t, 2, 1)
	names := now.Names("a", "b")
	if len(names) != 2 || names[0] != now.Name("a", "b") || names[1] != before.Name("a", "b") {
		t.Errorf("got %q", names)
	}
	if plain, ok := now.Open("n", before.Seal("n", []byte("v"))); !ok || string(plain) != "v" {
		t.Error("what the old secret sealed does not open")
	}
	if _, ok := before.Open("n", now.Seal("n", []byte("v"))); ok {
		t.Error("the old secret still seals")
	}
}

func TestABoxWantsSecretsOfTheirLength(t *testing.T) {
	for _, secrets := range [][][]byte{nil, {make([]byte, 31)}, {secret(1), nil}, {make([]byte, 33)}} {
		if _, err := cache.NewBox(secrets...); err == nil {
			t.Errorf("%d secrets are taken", len(secrets))
		}
	}
}
