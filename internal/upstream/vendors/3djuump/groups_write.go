package juump

import (
	"context"
	"net/http"
	"regexp"

	"github.com/google/uuid"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// CreateGroup creates a team under the id that the caller chose, else under a new
// UUID. quirk: there is no other create than a put, which would overwrite, so an
// id that may be taken is read first (sheet §4.4).
func (c *connector) CreateGroup(ctx context.Context, d upstream.GroupDraft) (upstream.Group, error) {
	var faults []upstream.FieldError
	if d.NativeID != "" {
		faults = teamFault(d.NativeID, upstream.FieldError{Pointer: "/nativeId"})
	}
	change, more := checkGroup(d)
	if faults = append(faults, more...); len(faults) > 0 {
		return upstream.Group{}, upstream.Reject(faults...)
	}
	id := d.NativeID
	if id == "" {
		// quirk: the id of a new team is the client's to choose (sheet §4.4).
		id = uuid.NewString()
	} else if err := c.mustBeFree(ctx, id); err != nil {
		return upstream.Group{}, err
	}
	answer, err := c.writeTeam(ctx, id, teamWrite{Name: *d.DisplayName, AccessRights: change.rightsAfter(nil)})
	if err != nil || answer.Planned {
		return upstream.Group{}, err
	}
	return c.rereadTeam(ctx, id), nil
}

// PutGroup creates or replaces a team: rights that the draft does not mention are
// sent empty.
func (c *connector) PutGroup(ctx context.Context, d upstream.GroupDraft) (upstream.GroupPutResult, error) {
	var none upstream.GroupPutResult
	change, more := checkGroup(d)
	if faults := append(teamInPath(d.NativeID), more...); len(faults) > 0 {
		return none, upstream.Reject(faults...)
	}
	answer, err := c.writeTeam(ctx, d.NativeID, teamWrite{Name: *d.DisplayName, AccessRights: change.rightsAfter(noRights())})
	if err != nil || answer.Planned {
		return none, err
	}
	return upstream.GroupPutResult{Group: c.rereadTeam(ctx, d.NativeID), Created: answer.Status == http.StatusCreated}, nil
}

// DeleteGroup removes a team.
func (c *connector) DeleteGroup(ctx context.Context, r upstream.GroupRef) (struct{}, error) {
	if faults := teamInPath(r.ID); len(faults) > 0 {
		return struct{}{}, upstream.Reject(faults...)
	}
	answer, err := c.do(ctx, "deleteTeam", rest.Call{Params: []string{r.ID}})
	if err != nil {
		return struct{}{}, err
	}
	return struct{}{}, acknowledged(answer)
}

// teamName is the vendor's pattern of a team's name (sheet §4.4).
var teamName = regexp.MustCompile(`^[a-zA-Z0-9_\-. ]{1,128}$`)

// checkGroup reads what a draft says and returns its faults but for those of the
// id. Without a fault it has a name.
func checkGroup(d upstream.GroupDraft) (extensionChange, []upstream.FieldError) {
	change, faults := readTeamExtensions(d.Extensions)
	if d.DisplayName == nil || !teamName.MatchString(*d.DisplayName) {
		faults = append(faults, upstream.FieldError{
			Pointer: "/displayName", Code: "pattern",
			Detail: "A team's name is 1 to 128 letters, digits, spaces, dots, dashes and underscores.",
		})
	}
	return change, faults
}

// mustBeFree is a conflict where there is a team of this id.
func (c *connector) mustBeFree(ctx context.Context, id string) error {
	_, _, err := c.readTeam(ctx, id)
	switch {
	case err == nil:
		return &upstream.Error{Kind: upstream.Conflict, Outcome: upstream.NotSent, Detail: "The vendor has a group of this id."}
	case upstream.IsKind(err, upstream.NotFound):
		return nil
	}
	return upstream.Unsent(err)
}

// writeTeam puts a team under its id. What the vendor answers is not documented.
func (c *connector) writeTeam(ctx context.Context, id string, body teamWrite) (*rest.Answer, error) {
	answer, err := c.do(ctx, "putTeam", rest.Call{Params: []string{id}, JSON: body})
	if err != nil {
		return nil, err
	}
	return answer, acknowledged(answer)
}

// rereadTeam returns a team that was just written, as the vendor then has it. The
// write stands even where that read fails.
func (c *connector) rereadTeam(ctx context.Context, id string) upstream.Group {
	g, err := c.GetGroup(ctx, upstream.GroupRef{ID: id})
	if err != nil {
		return upstream.Group{NativeID: id}
	}
	return g
}
