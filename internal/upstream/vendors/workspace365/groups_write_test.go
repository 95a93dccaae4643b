package workspace365

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest/script"
)

func TestAGroupIsAnsweredAsItWasSent(t *testing.T) {
	c, _ := play(t, says(200, ""), says(200, ""), says(200, ""))
	created, err := c.CreateGroup(t.Context(), upstream.GroupDraft{NativeID: groupID, DisplayName: new("Finance"), Description: new("All of it")})
	if err != nil || script.JSON(t, created) != script.JSON(t, upstream.Group{NativeID: groupID, DisplayName: new("Finance"), Description: new("All of it")}) {
		t.Errorf("created %v, error %v", created, err)
	}
	created, err = c.CreateGroup(t.Context(), upstream.GroupDraft{NativeID: groupID, DisplayName: new("Finance")})
	if err != nil || created.Description != nil {
		t.Errorf("created %v, error %v", created, err)
	}
	put, err := c.PutGroup(t.Context(), upstream.GroupDraft{NativeID: groupID, DisplayName: new("Finance"), Description: new("")})
	if err != nil || put.Created || put.Group.NativeID != groupID || *put.Group.DisplayName != "Finance" || put.Group.Description != nil {
		t.Errorf("put %v, error %v", put, err)
	}
}

func TestAPutEmptiesTheDescriptionAndACreateLeavesItOut(t *testing.T) {
	c, s := play(t, says(200, ""), says(200, ""))
	draft := upstream.GroupDraft{NativeID: groupID, DisplayName: new("Finance")}
	if _, err := c.PutGroup(t.Context(), draft); err != nil {
		t.Fatal(err)
	}
	if _, err := c.CreateGroup(t.Context(), draft); err != nil {
		t.Fatal(err)
	}
	put, create := s.Requests()[0].Body, s.Requests()[1].Body
	if put != `{"Name":"Finance","Description":""}` || create != `{"Name":"Finance"}` {
		t.Errorf("put %s, create %s", put, create)
	}
}

func TestAGroupWithoutAnIdGetsAFreshOne(t *testing.T) {
	c, s := play(t, says(200, ""), says(200, ""))
	form := regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)
	var ids []string
	for i := range 2 {
		group, err := c.CreateGroup(t.Context(), upstream.GroupDraft{DisplayName: new("Finance")})
		if err != nil || !form.MatchString(group.NativeID) {
			t.Fatalf("id %q, error %v", group.NativeID, err)
		}
		if line := s.Lines()[i]; line != "PUT /acme/ActiveDirectorySyncAPI/Groups/"+group.NativeID+"/" {
			t.Errorf("sent %s", line)
		}
		ids = append(ids, group.NativeID)
	}
	if ids[0] == ids[1] {
		t.Errorf("twice the id %s", ids[0])
	}
}

func TestAGroupsIdOfAnotherKindIsRefusedBeforeAnythingIsSent(t *testing.T) {
	for _, id := range []string{"finance@acme.example", "4711", "a/b"} {
		c, s := play(t)
		draft := upstream.GroupDraft{NativeID: id, DisplayName: new("Finance")}
		_, created := c.CreateGroup(t.Context(), draft)
		_, put := c.PutGroup(t.Context(), draft)
		_, deleted := c.DeleteGroup(t.Context(), upstream.GroupRef{ID: id})
		for operation, failed := range map[string]struct {
			err   error
			where upstream.FieldError
		}{
			"create": {created, upstream.FieldError{Pointer: "/nativeId"}},
			"put":    {put, upstream.FieldError{Parameter: "groupId"}},
			"delete": {deleted, upstream.FieldError{Parameter: "groupId"}},
		} {
			e := script.Failure(t, failed.err)
			failed.where.Code, failed.where.Detail = "wrong-identifier", e.Detail
			if e.Kind != upstream.WrongIdentifier || e.Outcome != upstream.NotSent || !slices.Equal(e.Fields, []upstream.FieldError{failed.where}) {
				t.Errorf("%s %q: %s, %s, %v", operation, id, e.Kind, e.Outcome, e.Fields)
			}
		}
		s.WantNone()
	}
}

func TestFieldErrorsOfAGroupPointIntoTheCallersBody(t *testing.T) {
	body, err := json.Marshal(map[string]any{"fieldErrors": map[string]any{
		"Name": map[string]string{"message": "n"}, "description": map[string]string{"message": "d"}, "ObjectId": map[string]string{"message": "No Guid."},
	}})
	if err != nil {
		t.Fatal(err)
	}
	c, _ := play(t, says(400, string(body)))
	_, failed := c.PutGroup(t.Context(), upstream.GroupDraft{NativeID: groupID})
	e := script.Failure(t, failed)
	got := strings.Join(script.Fields(e.Fields), ", ")
	if want := "/displayName vendor-rejected, /description vendor-rejected"; e.Kind != upstream.Rejected || got != want || e.Vendor.Message != "No Guid." {
		t.Errorf("%s, %q, want %q, %q", e.Kind, got, want, e.Vendor.Message)
	}
}
