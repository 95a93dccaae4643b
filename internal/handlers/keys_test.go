package handlers

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const keySecret = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLM-_09"

func TestAKeyIsFoundByItsWholeText(t *testing.T) {
	long := strings.Repeat("k", 32)
	callers := map[string]Caller{}
	var keys []Key
	for _, id := range []string{"k1", "hr-portal-2", long} {
		callers[id] = Caller{Tenant: "t-" + id, Key: id, Scopes: []string{"users:read"}, Connections: []string{"a"}}
		keys = append(keys, keyOf("dgm_"+id+"_"+keySecret, callers[id]))
	}
	found := NewKeys(keys)
	for id, want := range callers {
		got := found.Find("dgm_" + id + "_" + keySecret)
		if got == nil {
			t.Errorf("%s: not found", id)
			continue
		}
		if diff := cmp.Diff(want, *got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", id, diff)
		}
	}
}

func TestAnythingButAConfiguredKeyFindsNobody(t *testing.T) {
	const good = "dgm_k1_" + keySecret
	k := NewKeys([]Key{keyOf(good, Caller{Key: "k1"}), keyOf("dgm_K2_"+keySecret, Caller{Key: "K2"}), keyOf("dgm_k3_short", Caller{Key: "k3"})})
	for name, text := range map[string]string{
		"nothing":                    "",
		"an unknown id":              "dgm_k2_" + keySecret,
		"a wrong secret":             "dgm_k1_" + strings.Repeat("a", 43),
		"one letter else":            good[:len(good)-1] + "8",
		"another case":               strings.ToUpper(good),
		"too short":                  good[:len(good)-1],
		"too long":                   good + "a",
		"a line break behind it":     good + "\n",
		"a blank before it":          " " + good,
		"without an id":              "dgm__" + keySecret,
		"an id that is too long":     "dgm_" + strings.Repeat("k", 33) + "_" + keySecret,
		"an id of no form":           "dgm_K2_" + keySecret,
		"a secret of no form":        "dgm_k3_short",
		"another prefix":             "dgn_k1_" + keySecret,
		"the secret alone":           keySecret,
		"letters outside of the set": "dgm_k1_" + strings.Repeat("+", 43),
	} {
		if got := k.Find(text); got != nil {
			t.Errorf("%s: found %v", name, got)
		}
	}
}

// TestAnUnknownIDHasNoKeyOfZeros: the map's zero value holds a hash, too, which
// no key must ever satisfy.
func TestAnUnknownIDHasNoKeyOfZeros(t *testing.T) {
	if got := NewKeys(nil).Find("dgm_k1_" + keySecret); got != nil {
		t.Errorf("found %v", got)
	}
	if got := NewKeys([]Key{{Caller: Caller{Key: "k1"}}}).Find("dgm_k1_" + keySecret); got != nil {
		t.Errorf("a key without a hash: found %v", got)
	}
}

func TestACallerMayAndHasOnlyWhatItsKeyNames(t *testing.T) {
	c := &Caller{Scopes: []string{"users:read"}, Connections: []string{"iw"}}
	for text, want := range map[string]bool{"users:read": true, "users:write": false, "users": false, "": false} {
		if got := c.May(text); got != want {
			t.Errorf("scope %q: got %t, want %t", text, got, want)
		}
	}
	for text, want := range map[string]bool{"iw": true, "inwebo": false, "": false} {
		if got := c.Has(text); got != want {
			t.Errorf("connection %q: got %t, want %t", text, got, want)
		}
	}
}
