package handlers

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestStrictJSONDecodesWhatJSONIs(t *testing.T) {
	for text, want := range map[string]any{
		`{}`:                          map[string]any{},
		`[]`:                          []any{},
		`null`:                        nil,
		` {"a" : [1, -2.5e3, true]} `: map[string]any{"a": []any{1.0, -2500.0, true}},
		`{"a":{"a":{"a":null}}}`:      map[string]any{"a": map[string]any{"a": map[string]any{"a": nil}}},
		`{"a":1,"A":2}`:               map[string]any{"a": 1.0, "A": 2.0},
		`[{"a":1},{"a":1}]`:           []any{map[string]any{"a": 1.0}, map[string]any{"a": 1.0}},
		`"é\u00e9\ud83d\ude00\n"`:     "éé😀\n",
		`{"":""}`:                     map[string]any{"": ""},
	} {
		got, fault := decodeStrict([]byte(text))
		if diff := cmp.Diff(want, got); fault != nil || diff != "" {
			t.Errorf("%s: %+v (-want +got):\n%s", text, fault, diff)
		}
	}
}

func TestStrictJSONRefusesWhatAnotherDecoderMightReadOtherwise(t *testing.T) {
	tests := []struct{ name, text, code, pointer string }{
		{"a member twice", `{"a":1,"a":2}`, "duplicate-member", "/a"},
		{"a member twice, once escaped", `{"a":1,"\u0061":1}`, "duplicate-member", "/a"},
		{"a member twice in an object", `{"x":{"a":1,"b":2,"a":3}}`, "duplicate-member", "/x/a"},
		{"a member twice in a list", `{"x":[{},{"a":1,"a":2}]}`, "duplicate-member", "/x/1/a"},
		{"a member twice in a list of lists", `[[0,{"a":{"b":1,"b":1}}]]`, "duplicate-member", "/0/1/a/b"},
		{"a member twice with awkward names", `{"a/b":{"~":1,"~":1}}`, "duplicate-member", "/a~1b/~0"},
		{"an empty name twice", `{"":1,"":1}`, "duplicate-member", "/"},
		{"a second value", `{} {}`, "trailing-data", ""},
		{"a second value without a space", `{}[]`, "trailing-data", ""},
		{"text behind the value", `{"a":1}x`, "trailing-data", ""},
		{"a bracket behind the value", `{"a":1}}`, "trailing-data", ""},
		{"a comma behind the value", `{"a":1},`, "trailing-data", ""},
		{"a broken string", "{\"a\":\"\xff\"}", "encoding", ""},
		{"a broken name", "{\"\xc3\":1}", "encoding", ""},
		{"UTF-16", "\xff\xfe{\x00}\x00", "encoding", ""},
		{"a byte order mark", "\ufeff{}", "syntax", ""},
		{"nothing", ``, "syntax", ""},
		{"only space", " \n", "syntax", ""},
		{"an object that breaks off", `{"a":`, "syntax", ""},
		{"a list that breaks off", `[1`, "syntax", ""},
		{"a comma too many in a list", `[1,]`, "syntax", ""},
		{"a comma too many in an object", `{"a":1,}`, "syntax", ""},
		{"a comma first", `[,1]`, "syntax", ""},
		{"no comma", `{"a":1 "b":2}`, "syntax", ""},
		{"no colon", `{"a" 1}`, "syntax", ""},
		{"a name that is no string", `{1:1}`, "syntax", ""},
		{"crossed brackets", `[1}`, "syntax", ""},
		{"a comment", `{} // yes`, "trailing-data", ""},
		{"single quotes", `{'a':1}`, "syntax", ""},
		{"not a number", `NaN`, "syntax", ""},
		{"a number with a leading zero", `[01]`, "syntax", ""},
		{"a number beyond all bounds", `[1e999]`, "syntax", ""},
		{"a control character", "\"\x01\"", "syntax", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, fault := decodeStrict([]byte(test.text))
			if fault == nil {
				t.Fatalf("%s is accepted", test.text)
			}
			if got := value(fault.Pointer); fault.Code != test.code || got != test.pointer {
				t.Errorf("got %s at %q, want %s at %q", fault.Code, got, test.code, test.pointer)
			}
		})
	}
}

func TestHalfASurrogateIsNoText(t *testing.T) {
	for _, text := range []string{`{"a":"\ud800"}`, `{"a":"\udc00x"}`, `{"\ud800":1}`} {
		if got, fault := decodeStrict([]byte(text)); fault == nil || fault.Code != "syntax" {
			t.Errorf("%s: got %v, %v", text, got, fault)
		}
	}
}

func TestStrictJSONNestsOnlySoDeep(t *testing.T) {
	nested := func(open, inner, end string, depth int) string {
		return strings.Repeat(open, depth) + inner + strings.Repeat(end, depth)
	}
	tests := []struct {
		name, text string
		want       string
	}{
		{"lists as deep as may be", nested("[", "", "]", maxDepth), ""},
		{"objects as deep as may be", nested(`{"a":`, "1", "}", maxDepth), ""},
		{"a list too deep", nested("[", "", "]", maxDepth+1), "depth"},
		{"a list too deep with something in it", nested("[", "1", "]", maxDepth+1), "depth"},
		{"an object too deep", nested(`{"a":`, "1", "}", maxDepth+1), "depth"},
		{"an attack", nested("[", "", "", maxBody), "depth"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, fault := decodeStrict([]byte(test.text))
			got := ""
			if fault != nil {
				got = fault.Code
			}
			if got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}
