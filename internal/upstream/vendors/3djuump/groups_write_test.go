package juump

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest/script"
)

// fullGroup mentions everything that the vendor can hold of a team.
func fullGroup() upstream.GroupDraft {
	return upstream.GroupDraft{
		NativeID: design, DisplayName: new("Design 2.0_a-b"),
		Extensions: json.RawMessage(`{"accessrights":{"lmx":["allowborrow"],"use":[]}}`),
	}
}

func TestCreateGroupReadsAChosenIDFirstAndTheTeamBack(t *testing.T) {
	c, s := play(t, shows(404, "refusal.json"), shows(201, "upserted.json"), shows(200, "design.json"))
	g, err := c.CreateGroup(t.Context(), fullGroup())
	if err != nil {
		t.Fatal(err)
	}
	script.GoldenJSON(t, "get.group.golden", g)
	script.Golden(t, "create-group.requests.golden", asked(s))
}

func TestCreateGroupUnderAnIDThatIsTakenIsAConflictAndNotSent(t *testing.T) {
	c, s := play(t, shows(200, "design.json"))
	_, err := c.CreateGroup(t.Context(), fullGroup())
	if e := script.Failure(t, err); e.Kind != upstream.Conflict || e.Outcome != upstream.NotSent {
		t.Errorf("got %v with outcome %q", e, e.Outcome)
	}
	if len(s.Requests()) != 1 {
		t.Errorf("asked\n%s", asked(s))
	}
}

func TestCreateGroupThatCannotTellWhetherTheIDIsTakenIsNotSent(t *testing.T) {
	for name, test := range map[string]struct {
		step script.Step
		want upstream.Kind
	}{"refused": {says(403, ""), upstream.Forbidden}, "broken": {says(500, ""), upstream.Failed}, "nonsense": {says(200, "<html>"), upstream.Malformed}} {
		c, s := play(t, test.step)
		_, err := c.CreateGroup(t.Context(), fullGroup())
		if e := script.Failure(t, err); e.Kind != test.want || e.Outcome != upstream.NotSent || len(s.Requests()) != 1 {
			t.Errorf("%s: got %v with outcome %q after %d calls", name, e, e.Outcome, len(s.Requests()))
		}
	}
}

// uuid4 is a UUID of version 4 on the request line of a put.
var uuid4 = regexp.MustCompile(`^PUT /directory/api/manage/teams/([0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})$`)

func TestCreateGroupMakesAFreshIDWhereNoneIsChosen(t *testing.T) {
	seen := map[string]bool{}
	for range 64 {
		c, s := play(t, says(200, ""), says(404, ""))
		g, err := c.CreateGroup(t.Context(), upstream.GroupDraft{DisplayName: new("design")})
		if err != nil {
			t.Fatal(err)
		}
		first := s.Requests()[0]
		sent := uuid4.FindStringSubmatch(first.Line)
		if sent == nil || first.Body != `{"teamname":"design"}` {
			t.Fatalf("asked %s", first.Text())
		}
		if g.NativeID != sent[1] || seen[sent[1]] {
			t.Errorf("got %q, sent %q, seen %v", g.NativeID, sent[1], seen[sent[1]])
		}
		seen[sent[1]] = true
	}
}

func TestPutGroupSendsTheNamespacesTheDraftLeavesOutAsEmpty(t *testing.T) {
	for name, draft := range map[string]upstream.GroupDraft{
		"put-group": fullGroup(), "put-group-bare": {NativeID: design, DisplayName: new("design")},
	} {
		for status, created := range map[int]bool{200: false, 201: true} {
			c, s := play(t, shows(status, "upserted.json"), shows(200, "design.json"))
			put, err := c.PutGroup(t.Context(), draft)
			if err != nil || put.Created != created {
				t.Fatalf("%s %d: created %v, %v", name, status, put.Created, err)
			}
			script.GoldenJSON(t, "get.group.golden", put.Group)
			script.Golden(t, name+".requests.golden", asked(s))
		}
	}
}

func TestANameThatAnotherTeamHasIsAConflict(t *testing.T) {
	for _, name := range []string{"createGroup", "putGroup"} {
		c, _ := play(t, shows(409, "refusal.json"))
		if e := script.Failure(t, operations()[name](t.Context(), c)); e.Kind != upstream.Conflict || e.Outcome != upstream.Refused {
			t.Errorf("%s: got %v with outcome %q", name, e, e.Outcome)
		}
	}
}

func TestATeamStandsWhenItCannotBeReadBack(t *testing.T) {
	for name, back := range map[string]script.Step{"refused": says(500, ""), "nonsense": says(200, "<html>"), "gone": says(404, "")} {
		c, _ := play(t, shows(404, "refusal.json"), says(201, ""), back, says(201, ""), back)
		g, err := c.CreateGroup(t.Context(), fullGroup())
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		script.GoldenJSON(t, "unread.group.golden", g)
		put, err := c.PutGroup(t.Context(), fullGroup())
		if err != nil || !put.Created {
			t.Fatalf("%s: created %v, %v", name, put.Created, err)
		}
		script.GoldenJSON(t, "unread.group.golden", put.Group)
	}
}

func TestDeleteGroupTakesAnyDocumentedSuccess(t *testing.T) {
	for _, answer := range []script.Step{says(200, ""), says(200, "{}"), says(204, ""), says(200, `{"status":"deleted","error":false}`+"\n"), says(200, "[]"), says(200, `{"error":"none"}`)} {
		c, s := play(t, answer)
		if _, err := c.DeleteGroup(t.Context(), upstream.GroupRef{ID: design}); err != nil {
			t.Errorf("%v: %v", answer, err)
		}
		script.Golden(t, "delete-group.requests.golden", asked(s))
	}
}

func TestAGroupThatThisVendorRefusesIsNotSent(t *testing.T) {
	const at = "/extensions/3djuump"
	for name, test := range map[string]struct {
		draft upstream.GroupDraft
		want  []string
	}{
		"no name":        {upstream.GroupDraft{}, []string{"/displayName pattern"}},
		"an empty name":  {upstream.GroupDraft{DisplayName: new("")}, []string{"/displayName pattern"}},
		"a long name":    {upstream.GroupDraft{DisplayName: new(strings.Repeat("a", 129))}, []string{"/displayName pattern"}},
		"an umlaut":      {upstream.GroupDraft{DisplayName: new("Büro")}, []string{"/displayName pattern"}},
		"a line end":     {upstream.GroupDraft{DisplayName: new("design\n")}, []string{"/displayName pattern"}},
		"a slash":        {upstream.GroupDraft{DisplayName: new("a/b")}, []string{"/displayName pattern"}},
		"a user's right": {upstream.GroupDraft{DisplayName: new("a"), Extensions: []byte(`{"frontendaccess":1}`)}, []string{at + "/frontendaccess unsupported-field"}},
		"no tags":        {upstream.GroupDraft{DisplayName: new("a"), Extensions: []byte(`{"accessrights":{"use":null,"Use":[]}}`)}, []string{at + "/accessrights/Use unsupported-field", at + "/accessrights/use type"}},
		"everything":     {upstream.GroupDraft{NativeID: "x", Extensions: []byte(`[]`)}, []string{at + " type", "/displayName pattern"}},
	} {
		c, s := play(t)
		_, create := c.CreateGroup(t.Context(), test.draft)
		want := test.want
		if test.draft.NativeID != "" {
			want = slices.Concat([]string{"/nativeId pattern"}, want)
		} else {
			test.draft.NativeID = design
		}
		if e := script.Failure(t, create); e.Kind != upstream.Rejected || e.Outcome != upstream.NotSent || !slices.Equal(script.Fields(e.Fields), want) {
			t.Errorf("%s: a create got %v with outcome %q and faults %q", name, e, e.Outcome, script.Fields(e.Fields))
		}
		_, put := c.PutGroup(t.Context(), test.draft)
		if e := script.Failure(t, put); e.Kind != upstream.Rejected || e.Outcome != upstream.NotSent || len(e.Fields) != len(want) {
			t.Errorf("%s: a put got %v with outcome %q and faults %q", name, e, e.Outcome, script.Fields(e.Fields))
		}
		s.WantNone()
	}
}

func TestANameOfTheVendorsPatternIsSent(t *testing.T) {
	for _, name := range []string{"a", strings.Repeat("Z", 128), " ", "A_9-. b"} {
		c, s := play(t, says(200, ""), says(404, ""))
		if _, err := c.PutGroup(t.Context(), upstream.GroupDraft{NativeID: "aa", DisplayName: &name}); err != nil {
			t.Errorf("%q: %v", name, err)
		}
		if body := s.Requests()[0].Body; !strings.HasSuffix(body, `,"teamname":"`+name+`"}`) {
			t.Errorf("%q: sent %s", name, body)
		}
	}
}
