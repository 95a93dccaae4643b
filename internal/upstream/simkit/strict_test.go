package simkit_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// order is a body in every shape that a simulator's body has.
type order struct {
	Name  *string             `json:"name"`
	Count *int                `json:"count,omitempty"`
	Buyer *buyer              `json:"buyer"`
	Lines []buyer             `json:"lines"`
	Tags  map[string][]string `json:"tags"`
	Own   string              `json:"-"`
	Bare  string
}

type buyer struct {
	ID string `json:"id"`
}

func TestAStrictBodyIsRead(t *testing.T) {
	for body, want := range map[string]order{
		`{}`:                     {},
		" {\n\"name\" :\t\"\"} ": {Name: new("")},
		`{"name":"null","count":3,"buyer":{"id":"b"},"lines":[{"id":"1"},{}],"tags":{"Any":["x","y"],"any":[]}}`: {
			Name: new("null"), Count: new(3), Buyer: &buyer{"b"}, Lines: []buyer{{"1"}, {}}, Tags: map[string][]string{"Any": {"x", "y"}, "any": {}},
		},
		`{"lines":[]}`: {Lines: []buyer{}},
	} {
		var got order
		if err := simkit.DecodeStrict([]byte(body), &got); err != nil {
			t.Errorf("%s: %v", body, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", body, diff)
		}
	}
	var list []string
	if err := simkit.DecodeStrict([]byte(`["a","a"]`), &list); err != nil || len(list) != 2 {
		t.Errorf("a list: got %q, %v", list, err)
	}
}

func TestABodyThatIsNotStrictIsRefused(t *testing.T) {
	for name, body := range map[string]string{
		"nothing":                       ``,
		"null":                          `null`,
		"a list":                        `[{}]`,
		"cut off":                       `{"name":"a"`,
		"two values":                    `{} {}`,
		"something behind":              `{"name":"a"},`,
		"no UTF-8":                      "{\"name\":\"\xff\"}",
		"a null member":                 `{"name":null}`,
		"a null deep inside":            `{"lines":[{"id": null}]}`,
		"a null item":                   `{"lines":[null]}`,
		"a null in a map":               `{"tags":{"a":null}}`,
		"a null in a map's list":        `{"tags":{"a":["b",null]}}`,
		"an unknown name":               `{"color":"red"}`,
		"an unknown name deep inside":   `{"lines":[{"id":"1","name":"a"}]}`,
		"a name of another level":       `{"id":"1"}`,
		"a name in another case":        `{"Name":"a"}`,
		"a case deep inside":            `{"buyer":{"ID":"1"}}`,
		"a field that is kept":          `{"Own":"x"}`,
		"a hyphen":                      `{"-":"x"}`,
		"a field without a tag":         `{"Bare":"x"}`,
		"an empty name":                 `{"":"x"}`,
		"a repeated name":               `{"name":"a","name":"a"}`,
		"a repeated name, escaped":      `{"name":"a","n\u0061me":"b"}`,
		"a repeated name of an object":  `{"buyer":{"id":"1"},"buyer":{"id":"1"}}`,
		"a repeated name deep inside":   `{"lines":[{"id":"1","id":"2"}]}`,
		"a repeated name in a map":      `{"tags":{"a":["x"],"a":["x"]}}`,
		"a number for text":             `{"name":1}`,
		"text for a number":             `{"count":"1"}`,
		"an object for text":            `{"name":{}}`,
		"text for an object":            `{"buyer":"b"}`,
		"a list for an object":          `{"buyer":[]}`,
		"an object for a list":          `{"lines":{}}`,
		"text for a map":                `{"tags":"a"}`,
		"a comma too many":              `{"name":"a",}`,
		"a comma too many in a list":    `{"lines":[{},]}`,
		"a name that is no text":        `{1:"a"}`,
		"a member without a value":      `{"name"}`,
		"a number that is not a whole":  `{"count":1.5}`,
		"a list that is cut off":        `{"lines":[{}`,
		"an object's end without start": `}`,
	} {
		var got order
		if err := simkit.DecodeStrict([]byte(body), &got); err == nil {
			t.Errorf("%s: %s was read as %+v", name, body, got)
		}
	}
}
