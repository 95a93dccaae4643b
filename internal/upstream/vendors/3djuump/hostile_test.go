package juump

import (
	"strings"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest/script"
)

func TestAnAnswerThatIsNotTheVendorsOwnIsMalformed(t *testing.T) {
	common := map[string]string{
		"HTML": "<html><body>Log in</body></html>", "truncated": `{"count":1,"data":[{"oidcsub":"a"`, "two values": "{} {}",
	}
	always := map[string]string{
		"nothing": "", "null": "null", "a text": `"ok"`, "a list": "[]", "an empty object": "{}", "a refusal": script.File(t, "refusal.json"),
	}
	list := map[string]string{
		"no data": `{"count":0}`, "data null": `{"count":0,"data":null}`, "data an object": `{"data":{}}`, "count a text": `{"count":"2","data":[]}`,
		"a user null": `{"data":[null]}`, "a user a text": `{"data":["a"]}`, "a user without id": `{"data":[{"oidcsub":""}]}`,
		"an empty list that counts": `{"count":5,"data":[]}`, "a whole that counts more": `{"count":30,"data":[` + strings.TrimSuffix(strings.Repeat(`{"oidcsub":"a"},`, 17), ",") + `]}`,
	}
	user := map[string]string{
		"enabled a text": `{"oidcsub":"` + ines + `","enabled":"yes"}`, "id a number": `{"oidcsub":5}`, "rights a list": `{"oidcsub":"` + ines + `","accessrights":[]}`,
		"tags a text": `{"oidcsub":"` + ines + `","accessrights":{"use":"a"}}`, "a team without id": `{"oidcsub":"` + ines + `","teams":[{"teamname":"a"}]}`,
		"an empty team id": `{"oidcsub":"` + ines + `","teamuuids":[""]}`, "userinfo a text": `{"oidcsub":"` + ines + `","userinfo":"a"}`,
	}
	write := map[string]string{"no status": `{"ok":1}`, "an empty status": `{"status":""}`, "status a number": `{"status":1}`}
	unplaced := map[string]string{"neither list of teams": `{"oidcsub":"` + ines + `"}`, "both null": `{"oidcsub":"` + ines + `","teams":null,"teamuuids":null}`}
	teams := map[string]string{
		"no data": `{"count":0}`, "data null": `{"count":0,"data":null}`, "count a text": `{"count":"2","data":[]}`, "a team null": `{"data":[null]}`,
		"a team a text": `{"data":["a"]}`, "a team without id": `{"data":[{"teamname":"a"}]}`, "an empty list that counts": `{"count":5,"data":[]}`,
	}
	team := map[string]string{
		"no id": `{"teamname":"design"}`, "id a number": `{"teamuuid":5}`, "name a number": `{"teamuuid":"` + design + `","teamname":5}`,
		"rights a list": `{"teamuuid":"` + design + `","accessrights":[]}`, "another team": `{"teamuuid":"` + strings.ToLower(design) + `"}`,
	}
	changed := map[string]string{
		"no ok": `{"info":[],"total":1}`, "no total": `{"info":[],"ok":1}`, "ok null": `{"ok":null,"total":1}`, "ok a text": `{"ok":"1","total":1}`,
		"more ok than there are": `{"ok":2,"total":1}`, "less than none": `{"ok":-1,"total":1}`, "info a text": `{"info":"a","ok":1,"total":1}`,
		"a team without id": `{"info":[{"status":"added"}],"ok":1,"total":1}`,
	}
	empty := map[string]string{"a refusal": script.File(t, "refusal.json")}
	for name, bodies := range map[string][]map[string]string{
		"listUsers": {common, always, list}, "checkConnection": {common, always}, "getUser": {common, always, user}, "updateUser": {common, always, user},
		"createUser": {common, always, write}, "putUser": {common, always, write}, "deleteUser": {common, empty},
		"listGroups": {common, always, teams}, "getGroup": {common, always, team}, "listGroupMembers": {common, always, team},
		"createGroup": {common, empty}, "putGroup": {common, empty}, "deleteGroup": {common, empty},
		"listUserGroups": {common, always, user, unplaced}, "addGroupMember": {common, always, write}, "removeGroupMember": {common, empty},
		"changeUserGroups": {common, always, changed},
	} {
		for _, some := range bodies {
			for situation, body := range some {
				c, _ := play(t, says(200, body))
				e := script.Failure(t, operations()[name](t.Context(), c))
				if e.Kind != upstream.Malformed {
					t.Errorf("%s, %s: got %v, want malformed", name, situation, e)
				}
				if want := outcomes[name]; e.Outcome != want {
					t.Errorf("%s, %s: got outcome %q, want %q", name, situation, e.Outcome, want)
				}
			}
		}
	}
}

// outcomes are those of a malformed first answer: an update is then only at its
// read, and a write may have been carried out.
var outcomes = map[string]upstream.Outcome{
	"createUser": upstream.Unknown, "putUser": upstream.Unknown, "deleteUser": upstream.Unknown, "updateUser": upstream.NotSent,
	"createGroup": upstream.Unknown, "putGroup": upstream.Unknown, "deleteGroup": upstream.Unknown,
	"addGroupMember": upstream.Unknown, "removeGroupMember": upstream.Unknown, "changeUserGroups": upstream.Unknown,
}

func TestAMalformedAnswerInTheMiddleOfAWalkIsNoEnd(t *testing.T) {
	full := says(200, `{"data":[{"oidcsub":"a"},{"oidcsub":"b"}]}`)
	for name, test := range map[string]struct {
		at    string
		steps []script.Step
	}{
		"whole":                         {"w2", []script.Step{says(200, "{}")}},
		"whole that counts more":        {"w2", []script.Step{says(200, `{"count":9,"data":[{"oidcsub":"a"}]}`)}},
		"paged":                         {"p2", []script.Step{says(200, "{}")}},
		"empty, and counts more":        {"p2", []script.Step{says(200, `{"count":30,"data":[]}`)}},
		"more than asked, then nothing": {"p2", []script.Step{says(200, `{"data":[{"oidcsub":"x"},{"oidcsub":"y"},{"oidcsub":"z"}]}`), says(200, "{}")}},
		"whole of an ignored offset":    {"", []script.Step{full, full, says(200, "{}")}},
	} {
		c, s := play(t, test.steps...)
		_, err := c.ListUsers(t.Context(), upstream.UserQuery{Limit: 2, At: test.at})
		if !upstream.IsKind(err, upstream.Malformed) || len(s.Requests()) != len(test.steps) {
			t.Errorf("%s: got %v after %d calls, want malformed after %d", name, err, len(s.Requests()), len(test.steps))
		}
	}
}
