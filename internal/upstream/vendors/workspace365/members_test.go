package workspace365

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest/script"
)

func TestAnUnknownIdIsNotFoundOnDeletesAndMemberships(t *testing.T) {
	member, nested := upstream.MemberRef{GroupID: groupID, UserID: objectID}, upstream.SubgroupRef{GroupID: groupID, SubgroupID: otherID}
	for operation, call := range map[string]func(context.Context, upstream.Connector) (any, error){
		"deleteGroup":       does(upstream.GroupDeleter.DeleteGroup, upstream.GroupRef{ID: groupID}),
		"addGroupMember":    does(upstream.GroupMemberAdder.AddGroupMember, member),
		"removeGroupMember": does(upstream.GroupMemberRemover.RemoveGroupMember, member),
		"addSubgroup":       does(upstream.SubgroupAdder.AddSubgroup, nested),
		"removeSubgroup":    does(upstream.SubgroupRemover.RemoveSubgroup, nested),
		"deleteUserPicture": does(upstream.UserPictureDeleter.DeleteUserPicture, upstream.UserRef{ID: objectID}),
	} {
		c, _ := play(t, shows(400, "answers/global_error.json"))
		_, err := call(t.Context(), c)
		if e := script.Failure(t, err); e.Kind != upstream.NotFound || e.Outcome != upstream.Refused || e.Vendor.Message != "The user does not exist." {
			t.Errorf("%s: %s, %s, %q", operation, e.Kind, e.Outcome, e.Vendor.Message)
		}
		s := script.InOrder(t, says(400, ""))
		changed := bothTokens()
		changed.Statuses = map[string]string{"400 " + operation: "conflict"}
		_, err = call(t.Context(), dial(t, s.URL, changed))
		if !upstream.IsKind(err, upstream.Conflict) {
			t.Errorf("%s: the settings do not count: %v", operation, err)
		}
	}
}

func TestEachIdOfAMembershipIsNamedByItsParameter(t *testing.T) {
	c, s := play(t)
	_, member := c.AddGroupMember(t.Context(), upstream.MemberRef{GroupID: "7", UserID: upn})
	_, nested := c.RemoveSubgroup(t.Context(), upstream.SubgroupRef{GroupID: groupID, SubgroupID: "a/b"})
	for want, err := range map[string]error{"groupId userId": member, "subgroupId": nested} {
		e := script.Failure(t, err)
		var got []string
		for _, f := range e.Fields {
			got = append(got, f.Parameter)
		}
		if e.Kind != upstream.WrongIdentifier || strings.Join(got, " ") != want {
			t.Errorf("%s, parameters %q, want %q", e.Kind, got, want)
		}
	}
	s.WantNone()
}

// changes is a change of two groups to add and two to remove.
func changes() upstream.UserGroupChanges {
	return upstream.UserGroupChanges{UserID: objectID, Add: []string{"g1", "g2"}, Remove: []string{"g3", "g4"}}
}

// told is what became of the changes, a word a group.
func told(t *testing.T, results []upstream.UserGroupOutcome) string {
	t.Helper()
	var words []string
	for _, r := range results {
		word := "+" + r.GroupID
		if r.Removed {
			word = "-" + r.GroupID
		}
		if r.Err != nil {
			e := script.Failure(t, r.Err)
			word += " " + e.Kind.String() + " " + string(e.Outcome)
		}
		words = append(words, word)
	}
	return strings.Join(words, ", ")
}

func TestAUsersGroupsAreChangedOneByOneThoseToAddFirst(t *testing.T) {
	c, s := play(t, says(200, ""), says(200, ""), says(200, ""), says(200, ""))
	results, err := c.ChangeUserGroups(t.Context(), changes())
	if got := told(t, results); err != nil || got != "+g1, +g2, -g3, -g4" {
		t.Errorf("%s, error %v", got, err)
	}
	const at = " /acme/ActiveDirectorySyncAPI/Groups/"
	want := []string{
		"PUT" + at + "g1/Users/" + objectID + "/", "PUT" + at + "g2/Users/" + objectID + "/",
		"DELETE" + at + "g3/Users/" + objectID + "/", "DELETE" + at + "g4/Users/" + objectID + "/",
	}
	if got := s.Lines(); !slices.Equal(got, want) {
		t.Errorf("sent %q", got)
	}
}

func TestAGroupThatTheVendorRefusesFailsAlone(t *testing.T) {
	c, s := play(t, says(400, ""), says(200, ""), says(400, ""), says(200, ""))
	results, err := c.ChangeUserGroups(t.Context(), changes())
	if got := told(t, results); err != nil || got != "+g1 not-found rejected, +g2, -g3 not-found rejected, -g4" {
		t.Errorf("%s, error %v", got, err)
	}
	if n := len(s.Lines()); n != 4 {
		t.Errorf("%d requests", n)
	}
}

func TestAFailureOfTheVendorEndsTheChanges(t *testing.T) {
	for _, c := range []struct {
		name  string
		steps []script.Step
		want  string
		err   upstream.Kind
	}{
		{"at the first", []script.Step{says(500, "")}, "", upstream.Failed},
		{"after one that was refused", []script.Step{says(400, ""), says(401, "")}, "+g1 not-found rejected, +g2 credentials rejected, -g3 credentials not_sent, -g4 credentials not_sent", 0},
		{"after one that was made", []script.Step{says(200, ""), says(500, "")}, "+g1, +g2 failed unknown, -g3 failed not_sent, -g4 failed not_sent", 0},
		{"at the last", []script.Step{says(200, ""), says(400, ""), says(200, ""), says(503, "")}, "+g1, +g2 not-found rejected, -g3, -g4 throttled rejected", 0},
		{"on the way", []script.Step{says(200, ""), says(200, ""), says(403, "")}, "+g1, +g2, -g3 credentials rejected, -g4 credentials not_sent", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			connector, s := play(t, c.steps...)
			results, err := connector.ChangeUserGroups(t.Context(), changes())
			if got := told(t, results); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
			var e *upstream.Error
			if errors.As(err, &e) != (c.err != 0) || e != nil && e.Kind != c.err {
				t.Errorf("error %v", err)
			}
			if n := len(s.Lines()); n != len(c.steps) {
				t.Errorf("%d requests", n)
			}
		})
	}
}

func TestWhatIsLeftOutSaysHowLongToWait(t *testing.T) {
	busy := says(429, "")
	busy.Header.Set("Retry-After", "7")
	c, _ := play(t, says(200, ""), busy)
	results, err := c.ChangeUserGroups(t.Context(), changes())
	if err != nil {
		t.Fatal(err)
	}
	if e := script.Failure(t, results[3].Err); e.RetryAfter != 7*time.Second || e.Vendor != nil {
		t.Errorf("waits %s, vendor %v", e.RetryAfter, e.Vendor)
	}
}

func TestEveryWrongIdOfAChangeIsNamedBeforeAnythingIsSent(t *testing.T) {
	c, s := play(t)
	wrong := upstream.UserGroupChanges{UserID: upn, Add: []string{"7", "g"}, Remove: []string{"g", "g", "a/b"}}
	_, err := c.ChangeUserGroups(t.Context(), wrong)
	e := script.Failure(t, err)
	var got []string
	for _, f := range e.Fields {
		got = append(got, f.Pointer+f.Parameter)
	}
	if e.Kind != upstream.WrongIdentifier || e.Outcome != upstream.NotSent || strings.Join(got, " ") != "userId /add/0 /remove/2" {
		t.Errorf("%s, %s, %q", e.Kind, e.Outcome, got)
	}
	s.WantNone()
}

func TestADryRunPlansEveryChangeOfAUsersGroups(t *testing.T) {
	c, s := play(t)
	ctx, plan := upstream.WithPlan(t.Context())
	results, err := c.ChangeUserGroups(ctx, changes())
	if err != nil || results != nil {
		t.Errorf("results %v, error %v", results, err)
	}
	var got []string
	for _, r := range plan.Requests() {
		got = append(got, r.Method+" "+strings.Split(r.Path, "/")[4])
	}
	if want := []string{"PUT g1", "PUT g2", "DELETE g3", "DELETE g4"}; !slices.Equal(got, want) {
		t.Errorf("planned %q", got)
	}
	s.WantNone()
}
