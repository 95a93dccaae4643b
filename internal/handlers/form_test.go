package handlers

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAFormIsAnObjectOfTexts(t *testing.T) {
	for body, want := range map[string]map[string]any{
		"":                                  {},
		"token=a":                           {"token": "a"},
		"token=a%20b&token_type_hint=x":     {"token": "a b", "token_type_hint": "x"},
		"token=a+b":                         {"token": "a b"},
		"token":                             {"token": ""},
		"Token=a":                           {"Token": "a"},
		"token=%D0%B9":                      {"token": "й"},
		"unknown=1&token=a&another%2Fone=2": {"unknown": "1", "token": "a", "another/one": "2"},
	} {
		got, fault := decodeForm([]byte(body))
		if diff := cmp.Diff(any(want), got); fault != nil || diff != "" {
			t.Errorf("%q: %v (-want +got):\n%s", body, fault, diff)
		}
	}
}

func TestAFormThatCouldBeReadInTwoWaysIsRefused(t *testing.T) {
	for body, want := range map[string]struct{ code, pointer string }{
		"token=a&token=b":    {"duplicate-member", "/token"},
		"a/b=1&a/b=2":        {"duplicate-member", "/a~1b"},
		"token=a;token=b":    {"syntax", ""},
		"token=%zz":          {"syntax", ""},
		"token=%ff":          {"encoding", ""},
		"%ff=a":              {"encoding", ""},
		"token=a&token=%zz":  {"syntax", ""},
		"\x00token=a&\xff=b": {"encoding", ""},
	} {
		got, fault := decodeForm([]byte(body))
		if fault == nil {
			t.Errorf("%q was read as %v", body, got)
		} else if fault.Code != want.code || value(fault.Pointer) != want.pointer {
			t.Errorf("%q: got %s at %q, want %s at %q", body, fault.Code, value(fault.Pointer), want.code, want.pointer)
		}
	}
}
