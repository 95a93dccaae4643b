package inwebo

import (
	"strings"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest/script"
)

// anyAnswer is what no operation can read.
var anyAnswer = map[string]string{
	"nothing": "", "blanks": " \n", "null": "null", "a text": `"ok"`, "a number": "7", "a list": "[]", "an empty object": "{}",
	"HTML": "<html><body>Log in</body></html>", "truncated": `{"hasMore":false,"login":"a","content":[{"login":"a"`,
	"two values": `{"hasMore":false,"login":"a","content":[]} {}`, "a refusal": `{"status":400,"error":"INVALID_REQUEST","message":"x"}`,
}

// listAnswer is what is no page of the list.
var listAnswer = map[string]string{
	"no hasMore": `{"content":[{"login":"a"}]}`, "hasMore null": `{"hasMore":null,"content":[{"login":"a"}]}`,
	"hasMore a text": `{"hasMore":"false","content":[]}`, "hasMore a number": `{"hasMore":0,"content":[]}`,
	"no content": `{"hasMore":false,"size":0}`, "content null": `{"hasMore":false,"content":null}`, "content an object": `{"hasMore":false,"content":{}}`,
	"content a text": `{"hasMore":false,"content":"a"}`, "an account null": `{"hasMore":false,"content":[null]}`,
	"an account a text": `{"hasMore":false,"content":["a"]}`, "an account without login": `{"hasMore":false,"content":[{"email":"a@b.example"}]}`,
	"a second without login": `{"hasMore":false,"content":[{"login":"a"},{}]}`,
}

// accountAnswer is what is no account, be it in a list or after a create.
var accountAnswer = map[string]string{
	"login empty": `{"login":""}`, "login null": `{"login":null}`, "login a number": `{"login":5}`, "email a number": `{"login":"a","email":5}`,
	"language a list": `{"login":"a","language":["fr"]}`, "active a text": `{"login":"a","active":"true"}`, "active a number": `{"login":"a","active":1}`,
	"role a text": `{"login":"a","role":"0"}`, "role id a number": `{"login":"a","role":{"id":0}}`, "role a list": `{"login":"a","role":[{"id":"0"}]}`,
	"memberships an object": `{"login":"a","memberships":{}}`, "memberships texts": `{"login":"a","memberships":["1"]}`,
	"group a text": `{"login":"a","memberships":[{"group":"1"}]}`, "group id a number": `{"login":"a","memberships":[{"group":{"id":1}}]}`,
	"group role id a number": `{"login":"a","memberships":[{"group":{"id":"1"},"role":{"id":0}}]}`,
	"a date a number":        `{"login":"a","createdDate":1648637312936}`, "a date a list": `{"login":"a","lastAuthenticatedDate":[2022,5,1]}`,
	"provisioningId a text": `{"login":"a","provisioningId":"0"}`, "provisioningId a fraction": `{"login":"a","provisioningId":0.5}`,
	"a role without id": `{"login":"a","role":{}}`, "a membership without group": `{"login":"a","memberships":[{}]}`, "a membership null": `{"login":"a","memberships":[null]}`,
	"a group's role without id": `{"login":"a","memberships":[{"group":{"id":"1"},"role":{}}]}`,
}

// eventAnswer is what is no event.
var eventAnswer = map[string]string{
	"id empty": `{"id":""}`, "id null": `{"id":null}`, "id a fraction": `{"id":1.5}`, "id a power": `{"id":2e18}`, "id negative": `{"id":-1}`,
	"id a list": `{"id":["1"]}`, "id an object": `{"id":{"$oid":"1"}}`, "id a boolean": `{"id":true}`, "id twice": `{"id":"1","id":"2"}`,
	"id in capitals": `{"ID":"1"}`, "id with a line end": `{"id":"1\n"}`, "a list": `[1]`,
}

// inList is an account, or an event, as the only one of a page.
func inList(account string) string { return `{"hasMore":false,"content":[` + account + `]}` }

func TestAnAnswerThatIsNotTheVendorsOwnIsMalformed(t *testing.T) {
	reads, create, events := map[string]string{}, map[string]string{}, map[string]string{}
	for situation, body := range anyAnswer {
		reads[situation], create[situation], events[situation] = body, body, body
	}
	for situation, body := range listAnswer {
		reads[situation], create[situation], events[situation] = body, body, strings.ReplaceAll(body, "login", "id")
	}
	for situation, body := range accountAnswer {
		reads[situation], create[situation] = inList(body), body
	}
	for situation, body := range eventAnswer {
		events[situation] = inList(body)
	}
	for name, test := range map[string]struct {
		bodies  map[string]string
		outcome upstream.Outcome
	}{
		"listUsers": {reads, ""}, "listActivities": {events, ""}, "checkConnection": {reads, ""}, "getUser": {reads, ""}, "createUser": {create, upstream.Unknown},
	} {
		for situation, body := range test.bodies {
			c, s := play(t, says(200, body))
			e := script.Failure(t, operations()[name](t.Context(), c))
			if e.Kind != upstream.Malformed || e.Outcome != test.outcome || e.Vendor == nil || e.Vendor.Status != 200 {
				t.Errorf("%s, %s: got %v with outcome %q, want malformed and %q", name, situation, e, e.Outcome, test.outcome)
			}
			if asked := s.Lines(); len(asked) != 1 {
				t.Errorf("%s, %s: asked %q", name, situation, asked)
			}
		}
	}
}

func TestAPageOfMoreAccountsThanAskedForIsMalformed(t *testing.T) {
	for limit, answer := range map[int]script.Step{1: page(false, "a", "b"), 2: page(true, "a", "b", "c")} {
		c, _ := play(t, answer)
		got, err := c.ListUsers(t.Context(), upstream.UserQuery{Limit: limit})
		if e := script.Failure(t, err); e.Kind != upstream.Malformed || len(got.Items) != 0 || got.Next != "" {
			t.Errorf("limit %d: got %v and %d users", limit, e, len(got.Items))
		}
	}
}

func TestAFullPageIsNoFault(t *testing.T) {
	c, _ := play(t, page(false, "a", "b"))
	got, err := c.ListUsers(t.Context(), upstream.UserQuery{Limit: 2})
	if err != nil || ids(got.Items) != "a b" {
		t.Errorf("got %q, %v", ids(got.Items), err)
	}
}

func TestAMalformedPageInTheMiddleOfAWalkIsNoEnd(t *testing.T) {
	for situation, body := range listAnswer {
		c, s := play(t, page(true, "a"), says(200, body), page(false, "inWeboLogin"))
		if e := script.Failure(t, operations()["getUser"](t.Context(), c)); e.Kind != upstream.Malformed {
			t.Errorf("%s: got %v, want malformed", situation, e)
		}
		if asked := len(s.Lines()); asked != 2 {
			t.Errorf("%s: asked %d times, want 2", situation, asked)
		}
	}
}

func TestWhatIsNotReadableNeverReachesTheError(t *testing.T) {
	for _, body := range []string{script.File(t, "answers/proxy.html"), inList(`{"login":"inWeboLogin","active":"` + apiToken + `"}`)} {
		for _, name := range []string{"listUsers", "getUser", "createUser"} {
			c, _ := play(t, says(200, body))
			e := script.Failure(t, operations()[name](t.Context(), c))
			for _, secret := range []string{apiToken, "inWeboLogin", "Log in"} {
				if strings.Contains(e.Error()+e.Vendor.Message+e.Vendor.Code, secret) {
					t.Errorf("%s: %v shows %q", name, e, secret)
				}
			}
		}
	}
}
