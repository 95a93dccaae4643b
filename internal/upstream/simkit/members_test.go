package simkit_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

func TestMembersComeInOrderAndWithEveryRepetition(t *testing.T) {
	got, err := simkit.Members([]byte(` {"b": [1, 2], "a":null,"b":{"c":1,"c":2} , "\u0041":"x"} `))
	if err != nil {
		t.Fatal(err)
	}
	want := []simkit.Member{
		{Name: "b", Value: []byte(`[1, 2]`)}, {Name: "a", Value: []byte(`null`)},
		{Name: "b", Value: []byte(`{"c":1,"c":2}`)}, {Name: "A", Value: []byte(`"x"`)},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestWhatIsNoObjectHasNoMembers(t *testing.T) {
	for name, text := range map[string]string{
		"nothing": "", "null": "null", "a list": `[{}]`, "text": `"{}"`, "cut off": `{"a":1`, "two": `{}{}`, "no UTF-8": "{\"a\":\"\xff\"}",
		"no name": `{1:2}`, "a comma too many": `{"a":1,}`, "a half value": `{"a":[1}`,
	} {
		if got, err := simkit.Members([]byte(text)); err == nil {
			t.Errorf("%s: got %v", name, got)
		}
	}
}
