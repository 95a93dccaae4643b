package rest_test

import (
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// keeping is a page of the kind that vendors answer lists with.
type keeping struct {
	First rest.Kept[named]   `json:"first"`
	Items []rest.Kept[named] `json:"items"`
}

type named struct {
	Name string `json:"name"`
}

func TestAKeptItemIsItsValueAndTheObjectThatItCameAs(t *testing.T) {
	const body = " {\"first\" : {\"name\":\"f\"},\n\"items\":[{\"name\":\"a\",\"more\":[1,{\"b\":\",\"}]} ,\r\n\t{ \"id\":12345678901234567890, \"name\" : \"b\" },{},null]} "
	page, err := rest.JSON[keeping](get(t, answers(200, body)))
	if err != nil {
		t.Fatal(err)
	}
	want := []struct{ name, raw string }{
		{"f", `{"name":"f"}`}, {"a", `{"name":"a","more":[1,{"b":","}]}`}, {"b", `{ "id":12345678901234567890, "name" : "b" }`}, {"", "{}"}, {"", "null"},
	}
	got := append([]rest.Kept[named]{page.First}, page.Items...)
	if len(got) != len(want) {
		t.Fatalf("got %d items, want %d", len(got), len(want))
	}
	for i, item := range got {
		if item.Value.Name != want[i].name || string(item.Raw) != want[i].raw {
			t.Errorf("%d: got %q of %s, want %q of %s", i, item.Value.Name, item.Raw, want[i].name, want[i].raw)
		}
	}
}

func TestAKeptItemIsReadAsStrictlyAsTheRestOfThePage(t *testing.T) {
	for situation, item := range map[string]string{
		"a member twice": `{"name":"a","name":"b"}`, "an unknown member twice": `{"x":1,"x":2}`, "no UTF-8": "{\"name\":\"\xff\"}",
		"a text": `"a"`, "a list": `[]`, "a name of a number": `{"name":5}`, "half": `{"name":`,
	} {
		_, err := rest.JSON[keeping](get(t, answers(200, `{"items":[{"name":"sound"},`+item+`]}`)))
		if !upstream.IsKind(err, upstream.Malformed) {
			t.Errorf("%s: got %v, want malformed", situation, err)
		}
	}
}
