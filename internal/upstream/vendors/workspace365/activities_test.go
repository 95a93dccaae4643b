package workspace365

import (
	"slices"
	"strings"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest/script"
)

// to is an activity of nothing but a title for this audience.
func to(a upstream.Audience) upstream.ActivityDraft {
	return upstream.ActivityDraft{Title: "x", Audience: a}
}

func TestAnActivityIsAnsweredWithTheUserByWhateverNameTheVendorTells(t *testing.T) {
	for _, c := range []struct {
		audience upstream.Audience
		body     string
		want     []upstream.Activity
	}{
		{upstream.Audience{User: new(upn)}, `{"id":916,"user":{"id":1,"upn":"userone@example.com"}}`, []upstream.Activity{{NativeID: "916", UserID: upn}}},
		{upstream.Audience{User: new("1")}, `{"id":916,"user":{"id":1,"upn":null}}`, []upstream.Activity{{NativeID: "916", UserID: "1"}}},
		{upstream.Audience{User: new("1")}, `{"id":916,"user":{"id":1,"upn":""}}`, []upstream.Activity{{NativeID: "916", UserID: "1"}}},
		{upstream.Audience{User: new(upn)}, `{"id":0,"user":{"upn":"userone@example.com"}}`, []upstream.Activity{{NativeID: "0", UserID: upn}}},
		{upstream.Audience{Everyone: true}, script.File(t, "answers/activities.json"), []upstream.Activity{{NativeID: "962", UserID: upn}, {NativeID: "963", UserID: "12"}}},
		{upstream.Audience{Groups: []upstream.GroupName{{Name: "empty"}}}, "[]", []upstream.Activity{}},
	} {
		connector, _ := play(t, says(200, c.body))
		got, err := connector.CreateActivity(t.Context(), to(c.audience))
		if err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, error %v", c.body, got, err)
		}
	}
}

func TestAnAnswerWithoutTheIdsOfWhatWasMadeIsMalformed(t *testing.T) {
	single, batch := upstream.Audience{User: new(upn)}, upstream.Audience{Everyone: true}
	for body, audience := range map[string]upstream.Audience{
		"": single, "null": single, "{}": single, `{"id":1}`: single, `{"user":{"id":1}}`: single, `{"id":1,"user":{}}`: single,
		`{"id":"1","user":{"id":1}}`: single, `[{"id":1,"user":{"id":1}}]`: single,
		" ": batch, "null ": batch, `{"id":1,"user":{"id":1}}`: batch, "[null]": batch, `[{"id":1,"user":{"id":1}},{"id":2}]`: batch,
	} {
		c, _ := play(t, says(200, body))
		_, err := c.CreateActivity(t.Context(), to(audience))
		if e := script.Failure(t, err); e.Kind != upstream.Malformed || e.Outcome != upstream.Unknown {
			t.Errorf("%q: %s, %s", body, e.Kind, e.Outcome)
		}
	}
}

func TestEveryKindOfActionHasItsNumber(t *testing.T) {
	for i, kind := range []upstream.ActionKind{
		upstream.ActionCheck, upstream.ActionCancel, upstream.ActionAdd, upstream.ActionOpen, upstream.ActionEdit,
		upstream.ActionManage, upstream.ActionDelete, upstream.ActionForward, upstream.ActionBackward,
	} {
		data, faults := activityOf(upstream.ActivityDraft{Actions: []upstream.Action{{Kind: kind}}})
		if len(faults) != 0 || data.Actions[0].Kind != i+1 {
			t.Errorf("%s: %v, %v", kind, data.Actions, faults)
		}
	}
}

func TestAnIdThatThePortalDoesNotKnowIsNamedBeforeAnythingIsSent(t *testing.T) {
	for _, c := range []struct {
		audience upstream.Audience
		pointers string
		detail   string
	}{
		{upstream.Audience{User: new(objectID)}, "/audience/user", "This operation needs a user principal name or an integer id, and this is an ObjectId."},
		{upstream.Audience{Users: []string{upn, objectID, "12", "012"}}, "/audience/users/1 /audience/users/3", "This operation needs a user principal name or an integer id, and this is an ObjectId."},
		{upstream.Audience{Groups: []upstream.GroupName{{ID: groupID}, {Name: groupID}, {ID: "1"}, {ID: "01"}}}, "/audience/groups/0/id /audience/groups/3/id", "This operation needs an integer id, and this is an ObjectId."},
		{upstream.Audience{Groups: []upstream.GroupName{{ID: "99999999999999999999"}}}, "/audience/groups/0/id", "This operation needs an integer id, and this is nothing that can be one."},
	} {
		connector, s := play(t)
		_, err := connector.CreateActivity(t.Context(), to(c.audience))
		e := script.Failure(t, err)
		var got []string
		for _, f := range e.Fields {
			got = append(got, f.Pointer)
		}
		if e.Kind != upstream.WrongIdentifier || e.Outcome != upstream.NotSent || strings.Join(got, " ") != c.pointers || e.Detail != c.detail {
			t.Errorf("%s, %s, %q, %q", e.Kind, e.Outcome, got, e.Detail)
		}
		s.WantNone()
	}
}

func TestAnAudienceOfNobodyIsNotEverybody(t *testing.T) {
	for _, audience := range []upstream.Audience{{}, {Users: []string{}}, {Groups: []upstream.GroupName{}}} {
		c, s := play(t)
		_, err := c.CreateActivity(t.Context(), to(audience))
		e := script.Failure(t, err)
		if got := script.Fields(e.Fields); e.Kind != upstream.Rejected || !slices.Equal(got, []string{"/audience required"}) {
			t.Errorf("%s, %q", e.Kind, got)
		}
		s.WantNone()
	}
}

func TestWhatTheVendorHasNoNumberForIsNotSent(t *testing.T) {
	for want, draft := range map[string]upstream.ActivityDraft{
		"/color/kind unsupported-value":     {Color: &upstream.Color{Kind: "rainbow"}},
		"/actions/1/kind unsupported-value": {Actions: []upstream.Action{{Kind: upstream.ActionAdd}, {Kind: "dance"}}},
	} {
		c, s := play(t)
		draft.Title, draft.Audience = "x", upstream.Audience{Everyone: true}
		_, err := c.CreateActivity(t.Context(), draft)
		e := script.Failure(t, err)
		if got := strings.Join(script.Fields(e.Fields), ", "); e.Kind != upstream.Rejected || e.Outcome != upstream.NotSent || got != want {
			t.Errorf("%s, %s, %q, want %q", e.Kind, e.Outcome, got, want)
		}
		s.WantNone()
	}
}

func TestFieldErrorsOfAnActivityPointIntoTheCallersBody(t *testing.T) {
	want := map[string]string{
		"/title": "t", "/url": "u", "/tag": "g", "/icon": "i", "/color/value": "c", "/actions/0/title": "a0", "/actions/1/url": "a1",
		"/audience/user": "w", "/audience/users/1": "s1", "/audience/users/12": "s12", "/audience/groups": "s", "/audience/groups/0/name": "s0",
	}
	for _, audience := range []upstream.Audience{{User: new(upn)}, {Everyone: true}} {
		c, _ := play(t, shows(400, "answers/activity_errors.json"))
		_, err := c.CreateActivity(t.Context(), to(audience))
		e := script.Failure(t, err)
		if e.Kind != upstream.Rejected || len(e.Fields) != len(want) {
			t.Errorf("%s, %v", e.Kind, e.Fields)
		}
		for _, f := range e.Fields {
			if want[f.Pointer] != f.Detail || f.Code != "vendor-rejected" {
				t.Errorf("%v", f)
			}
		}
		if e.Vendor.Message != "The activity cannot be saved. No number. No such member. No member." {
			t.Errorf("message %q", e.Vendor.Message)
		}
	}
}
