package juump

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// CreateUser creates a user under the subject that the caller chose, with what
// the draft says and nothing else. quirk: there is no other create than a put
// that must not meet anybody (sheet §7.5, §7.6).
func (c *connector) CreateUser(ctx context.Context, d upstream.UserDraft) (upstream.User, error) {
	change, faults := readExtensions(d.Extensions, false)
	if faults = append(faults, groupFaults(d.Groups)...); len(faults) > 0 {
		return upstream.User{}, upstream.Reject(faults...)
	}
	answer, err := c.writeUser(ctx, d.NativeID, insert, userWrite{
		AccessRights: change.rightsAfter(nil), Email: d.Email, Enabled: d.Active,
		FrontendAccess: change.frontendAccess, TeamUUIDs: groupIDs(d.Groups),
	})
	if err != nil || answer.Planned {
		return upstream.User{}, err
	}
	return c.rereadUser(ctx, d.NativeID), nil
}

// PutUser creates or replaces a user: an e-mail, teams and rights that the draft
// does not mention are sent empty.
func (c *connector) PutUser(ctx context.Context, d upstream.UserDraft) (upstream.PutResult, error) {
	change, faults := readExtensions(d.Extensions, false)
	if faults = append(faults, groupFaults(d.Groups)...); len(faults) > 0 {
		return upstream.PutResult{}, upstream.Reject(faults...)
	}
	body := userWrite{
		AccessRights: change.rightsAfter(noRights()), Email: d.Email, Enabled: d.Active,
		FrontendAccess: change.frontendAccess, TeamUUIDs: groupIDs(d.Groups),
	}
	if body.Email == nil {
		body.Email = new("")
	}
	if body.TeamUUIDs == nil {
		body.TeamUUIDs = []string{}
	}
	answer, err := c.writeUser(ctx, d.NativeID, upsert, body)
	if err != nil || answer.Planned {
		return upstream.PutResult{}, err
	}
	return upstream.PutResult{User: c.rereadUser(ctx, d.NativeID), Created: answer.Status == http.StatusCreated}, nil
}

// UpdateUser reads the user, merges the patch into it and writes the whole: the
// vendor does not say whether it keeps what a write leaves out (sheet §4.3).
func (c *connector) UpdateUser(ctx context.Context, p upstream.UserPatch) (upstream.User, error) {
	change, faults := readExtensions(p.Extensions, true)
	if len(faults) > 0 {
		return upstream.User{}, upstream.Reject(faults...)
	}
	current, _, err := c.readUser(ctx, p.ID)
	if err != nil {
		return upstream.User{}, upstream.Unsent(err)
	}
	answer, err := c.writeUser(ctx, p.ID, update, merged(current, p, change))
	if err != nil || answer.Planned {
		return upstream.User{}, err
	}
	return c.rereadUser(ctx, p.ID), nil
}

// DeleteUser removes a user.
func (c *connector) DeleteUser(ctx context.Context, r upstream.UserRef) (struct{}, error) {
	answer, err := c.do(ctx, "deleteUser", rest.Call{Params: []string{r.ID}})
	if err != nil {
		return struct{}{}, err
	}
	return struct{}{}, acknowledged(answer)
}

// acknowledged takes a success whose body is not documented. quirk: any JSON and
// none is right, but not a refusal; a page of HTML comes from somebody else
// (sheet §7.14).
func acknowledged(answer *rest.Answer) error {
	body := bytes.TrimSpace(answer.Body)
	if len(body) == 0 {
		return nil
	}
	if !json.Valid(body) {
		return answer.Malformed("neither empty nor JSON after a write")
	}
	var refusal struct{ Error any }
	if err := json.Unmarshal(body, &refusal); err == nil && refusal.Error == true {
		return answer.Malformed("a refusal with a success status")
	}
	return nil
}

// merged is the user as read, with what the patch changes.
func merged(current user, p upstream.UserPatch, change extensionChange) userWrite {
	body := userWrite{
		AccessRights: change.rightsAfter(current.AccessRights), Email: rest.Text(current.UserInfo.Email), Enabled: current.Enabled,
		FrontendAccess: current.FrontendAccess, TeamUUIDs: groupIDs(groupsOf(current)),
	}
	if p.Email.Present() {
		body.Email = p.Email.Value()
	}
	if p.Email.Null() {
		body.Email = new("")
	}
	if active := p.Active.Value(); active != nil {
		body.Enabled = active
	}
	if change.frontendAccess != nil {
		body.FrontendAccess = change.frontendAccess
	}
	return body
}

// writeUser puts a user under its subject. A success that is not in the vendor's
// format is an error: it may come from a proxy. An insert is sent once: the second
// would meet the user that the first has made.
func (c *connector) writeUser(ctx context.Context, id, onConflict string, body userWrite) (*rest.Answer, error) {
	answer, err := c.do(ctx, "putUser", rest.Call{
		Params: []string{id}, Query: url.Values{"onconflict": {onConflict}}, JSON: body, Once: onConflict == insert,
	})
	if err != nil {
		return nil, err
	}
	return answer, confirmed(answer)
}

// confirmed demands the status word of a write that was sent.
func confirmed(answer *rest.Answer) error {
	if answer.Planned {
		return nil
	}
	result, err := rest.JSON[written](answer)
	if err == nil && result.Status == "" {
		return answer.Malformed("a write without its status")
	}
	return err
}

// rereadUser returns a user that was just written. quirk: the vendor accepts an
// e-mail after the first login and ignores it, so only a read tells what it has
// (sheet §7.7). The write stands even where that read fails.
func (c *connector) rereadUser(ctx context.Context, id string) upstream.User {
	u, err := c.GetUser(ctx, upstream.UserRef{ID: id})
	if err != nil {
		return upstream.User{NativeID: id}
	}
	return u
}

// groupIDs returns the ids of the groups, nil where nobody told them.
func groupIDs(groups []upstream.Membership) []string {
	if groups == nil {
		return nil
	}
	ids := make([]string, len(groups))
	for i, g := range groups {
		ids[i] = g.NativeID
	}
	return ids
}

func groupFaults(groups []upstream.Membership) []upstream.FieldError {
	var faults []upstream.FieldError
	for i, g := range groups {
		faults = append(faults, teamFault(g.NativeID, upstream.FieldError{Pointer: fmt.Sprintf("/groups/%d/id", i)})...)
	}
	return faults
}
