package rest_test

import (
	"strings"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// shaped is what a connector expects.
type shaped struct {
	Name  string `json:"name"`
	Count int    `json:"count"`
	Inner struct {
		Deep []string `json:"deep"`
	} `json:"inner"`
	Any map[string]struct {
		N int `json:"n"`
	} `json:"any"`
}

func TestAnAnswerOfTheRightShapeIsDecoded(t *testing.T) {
	got, err := rest.JSON[shaped](get(t, answers(200, "\n {\"name\":\"Nora\",\"count\":2,\"added\":{\"later\":1}} \n")))
	if err != nil || got.Name != "Nora" || got.Count != 2 {
		t.Errorf("got %+v, %v", got, err)
	}
}

// TestAnAnswerOfAnotherShapeIsMalformed: every body holds the same value, which
// no error may quote.
func TestAnAnswerOfAnotherShapeIsMalformed(t *testing.T) {
	for name, body := range map[string]string{
		"HTML": "<!doctype html><title>" + personal + "</title>",
		"null": "null", "null and blanks": " null\n", "nothing": "", "blanks": " \n\t",
		"half a document":             `{"name":"` + personal,
		"two documents":               `{"name":"a"}{"name":"` + personal + `"}`,
		"a text":                      `"` + personal + `"`,
		"a member twice":              `{"name":"a","name":"` + personal + `"}`,
		"an unknown member twice":     `{"name":"a","x":1,"x":"` + personal + `"}`,
		"another encoding":            "{\"name\":\"" + personal + "\xe9\"}",
		"a list":                      `["` + personal + `"]`,
		"a number":                    `4711`,
		"a text for a number":         `{"count":"` + personal + `"}`,
		"a fraction for a number":     `{"count":47.11}`,
		"too large a number":          `{"count":47114711471147114711}`,
		"a text for a list":           `{"inner":{"deep":"` + personal + `"}}`,
		"a text in a map of objects":  `{"any":{"` + personal + `":"` + personal + `"}}`,
		"a text for a number in such": `{"any":{"` + personal + `":{"n":"` + personal + `"}}}`,
	} {
		got, err := rest.JSON[shaped](get(t, answers(200, body)))
		e := failureOf(t, nil, err)
		if e.Kind != upstream.Malformed || e.Vendor == nil || e.Vendor.Status != 200 || got.Name != "" || got.Count != 0 {
			t.Errorf("%s: got %+v, %v; want nothing and malformed", name, got, e)
		}
		for _, value := range []string{personal, "4711", "47.11", "doctype"} {
			if strings.Contains(e.Error(), value) {
				t.Errorf("%s: the error quotes the vendor: %v", name, e)
			}
		}
	}
}

func TestAMalformedAnswerToAWriteLeavesItsOutcomeOpen(t *testing.T) {
	l := connect(t, answers(200, "<html>"))
	answer, err := l.Do(t.Context(), writing())
	if err != nil {
		t.Fatal(err)
	}
	_, err = rest.JSON[shaped](answer)
	if e := failureOf(t, nil, err); e.Outcome != upstream.Unknown {
		t.Errorf("got outcome %q, want unknown", e.Outcome)
	}
	if e := answer.Malformed("no items"); e.Kind != upstream.Malformed || e.Outcome != upstream.Unknown || e.Err.Error() != "rest: no items" {
		t.Errorf("got %v, outcome %q", e, e.Outcome)
	}
}
