package handlers

import (
	"strings"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"pgregory.net/rapid"
)

func TestAnIDIsTakenApartAtItsFirstColon(t *testing.T) {
	for text, want := range map[string]id{
		"inwebo:jdoe":            {"inwebo", "jdoe"},
		"juump:auth0|5ccc":       {"juump", "auth0|5ccc"},
		"juump:saml:plant/west":  {"juump", "saml:plant/west"},
		"iw::":                   {"iw", ":"},
		"w365:a%2Fb":             {"w365", "a%2Fb"},
		"iw:…":                   {"iw", "…"},
		"iw:...":                 {"iw", "..."},
		"iw:.a":                  {"iw", ".a"},
		"iw: ":                   {"iw", " "},
		"iw:雪 🛠":                 {"iw", "雪 🛠"},
		"iw:o'hara+qa#1?&;=\\\"": {"iw", "o'hara+qa#1?&;=\\\""},
	} {
		if got, ok := parseID(text); !ok || got != want {
			t.Errorf("%q: got %+v, %v; want %+v", text, got, ok, want)
		}
	}
}

func TestWhatNoVendorCanHaveIsNoID(t *testing.T) {
	for name, text := range map[string]string{
		"nothing":              "",
		"no colon":             "jdoe",
		"no connection":        ":jdoe",
		"no native id":         "iw:",
		"this directory":       "iw:.",
		"the parent directory": "iw:..",
		"a line break":         "iw:a\nb",
		"a carriage return":    "iw:a\rb",
		"a zero byte":          "iw:a\x00",
		"a tab":                "iw:\ta",
		"delete":               "iw:a\x7f",
		"a C1 control":         "iw:a\u0085b",
		"broken UTF-8":         "iw:a\xff",
		"half a character":     "iw:\xe9\x9b",
		"over-long":            "iw:" + strings.Repeat("a", upstream.MaxID+1),
		"over-long in bytes":   "iw:" + strings.Repeat("é", upstream.MaxID/2+1),
	} {
		if got, ok := parseID(text); ok {
			t.Errorf("%s is taken for %+v", name, got)
		}
	}
}

func TestTheLongestIDIsStillOne(t *testing.T) {
	if _, ok := parseID("iw:" + strings.Repeat("é", upstream.MaxID/2)); !ok {
		t.Errorf("%d bytes are refused", upstream.MaxID)
	}
}

func TestAnIDThatIsWrittenReadsAsItself(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := id{rapid.StringMatching(`[a-z][a-z0-9-]{0,31}`).Draw(t, "connection"), rapid.String().Draw(t, "native")}
		got, ok := parseID(want.String())
		if ok != upstream.ValidID(want.native) {
			t.Fatalf("parsed: %v, want %v", ok, !ok)
		}
		if ok && got != want {
			t.Fatalf("got %+v, want %+v", got, want)
		}
	})
}

func TestABadIDInAPathNamesItsParameter(t *testing.T) {
	_, err := new(server).mentioned(t.Context(), inPath("userId", "jdoe"))
	f := asFailure(err)
	if f.code != codeInvalidRequest || len(f.errors) != 1 || f.errors[0].Parameter == nil || *f.errors[0].Parameter != "userId" {
		t.Errorf("got %+v, want an invalid request that names userId", f)
	}
}
