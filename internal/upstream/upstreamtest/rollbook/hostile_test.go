package rollbook

import (
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest/script"
)

// anyAnswer is what no operation can read.
var anyAnswer = map[string]string{
	"nothing": "", "null": "null", "a text": `"ok"`, "a list": "[]", "an empty object": "{}", "HTML": "<html><body>Log in</body></html>",
	"a refusal": `<fault code="not-found"/>`, "two values": `{"id":"p-1000","people":[],"groups":[],"after":null} {}`,
	"id empty": `{"id":""}`, "id a number": `{"id":7}`, "id in capitals": `{"ID":"p-1000"}`, "id twice": `{"id":"p-1000","id":"p-1000"}`,
	"somebody else": `{"id":"p-1001"}`,
}

// personAnswer is what is no person.
var personAnswer = map[string]string{
	"login a number": `{"id":"p-1000","login":7}`, "state a boolean": `{"id":"p-1000","state":true}`, "since a number": `{"id":"p-1000","since":1680674828}`,
	"groups a text": `{"id":"p-1000","groups":"g-7"}`, "a group without id": `{"id":"p-1000","groups":["g-7",""]}`, "groups of objects": `{"id":"p-1000","groups":[{"id":"g-7"}]}`,
}

// listAnswer is what is no page.
var listAnswer = map[string]string{
	"null in place of the items": `{"people":null,"groups":null,"after":null}`, "an object in their place": `{"people":{},"groups":{},"after":null}`,
	"an item null": `{"people":[null],"groups":[null],"after":null}`, "an item without id": `{"people":[{"login":"x"}],"groups":[{"name":"x"}],"after":null}`,
	"an item a text": `{"people":["p-1000"],"groups":["g-7"],"after":null}`, "no items": `{"after":null}`,
}

func TestAnAnswerThatIsNotTheVendorsOwnIsMalformed(t *testing.T) {
	bodies := map[string][]map[string]string{
		"listUsers": {anyAnswer, listAnswer}, "listGroups": {anyAnswer, listAnswer}, "checkConnection": {anyAnswer, listAnswer},
		"getUser": {anyAnswer, personAnswer}, "updateUser": {anyAnswer, personAnswer}, "createUser": {personAnswer}, "getGroup": {anyAnswer},
	}
	for operation, tables := range bodies {
		for _, table := range tables {
			for situation, body := range table {
				c, _ := play(t, says(200, body))
				e := script.Failure(t, operations()[operation](t.Context(), c))
				if e.Kind != upstream.Malformed || e.Vendor == nil || e.Vendor.Status != 200 {
					t.Errorf("%s, %s: got %v, want malformed", operation, situation, e)
				}
				if write := operation == "updateUser" || operation == "createUser"; (e.Outcome == upstream.Unknown) != write {
					t.Errorf("%s, %s: the outcome is %q", operation, situation, e.Outcome)
				}
			}
		}
	}
}

func TestAPageOfTheOtherListIsNoPage(t *testing.T) {
	c, _ := play(t, says(200, `{"groups":[{"id":"p-1000"}],"after":null}`), says(200, `{"people":[{"id":"g-7"}],"after":null}`))
	for _, name := range []string{"listUsers", "listGroups"} {
		if e := script.Failure(t, operations()[name](t.Context(), c)); e.Kind != upstream.Malformed {
			t.Errorf("%s: got %v", name, e)
		}
	}
}
