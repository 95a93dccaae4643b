package infoworks

import (
	"context"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// CreateUser creates a local account and reads it back. When only the reading
// back fails, the account is there all the same: the answer is then its id alone.
func (c *connector) CreateUser(ctx context.Context, d upstream.UserDraft) (upstream.User, error) {
	var none upstream.User
	draft, faults := draftOf(d)
	if len(faults) > 0 {
		return none, upstream.Reject(faults...)
	}
	answer, err := c.do(ctx, "createUser", rest.Call{JSON: draft, Auth: c.bearer})
	if err != nil || answer.Planned {
		return none, err
	}
	created, err := resultOf[reference](answer)
	if err != nil {
		return none, err
	}
	if created.ID == "" {
		return none, answer.Malformed("a new user without an id")
	}
	return c.rereadUser(ctx, string(created.ID)), nil
}

// DeleteUser removes an account.
func (c *connector) DeleteUser(ctx context.Context, r upstream.UserRef) (struct{}, error) {
	answer, err := c.do(ctx, "deleteUser", rest.Call{Params: []string{r.ID}, Auth: c.bearer})
	if err != nil {
		return struct{}{}, err
	}
	return struct{}{}, answeredObject(answer)
}

// rereadUser reads an account after it was written. quirk: the answers to writes
// bring an id and no more (sheet §7.12). The write is done, so a failing read is
// no error: what it would have told is unknown.
func (c *connector) rereadUser(ctx context.Context, id string) upstream.User {
	written, err := c.GetUser(ctx, upstream.UserRef{ID: id})
	if err != nil {
		return upstream.User{NativeID: id}
	}
	return written
}

// draftOf is the account to create, and what of the draft the vendor could not
// take.
func draftOf(d upstream.UserDraft) (account, []upstream.FieldError) {
	email, faults := emailOf(d.UserName, d.Email)
	if email == nil || *email == "" {
		faults = append(faults, upstream.FieldError{Pointer: "/email", Code: "required", Detail: "This vendor needs it, or the userName."})
	}
	domains, more := domainsOf(d.Extensions)
	draft := account{Profile: profileOf(d.DisplayName, email), Roles: d.Roles, AccessibleDomains: domains}
	if d.Password != nil {
		draft.Password = new(d.Password.Reveal())
	}
	return draft, append(faults, more...)
}

// changeOf is what of an account changes, and what of the patch the vendor could
// not take. Whether the account is active is no part of it.
func changeOf(p upstream.UserPatch) (account, []upstream.FieldError) {
	email, faults := emailOf(p.UserName.Value(), p.Email.Value())
	domains, more := domainsOf(p.Extensions)
	change := account{Profile: profileOf(p.DisplayName.Value(), email), AccessibleDomains: domains}
	if roles := p.Roles.Value(); roles != nil {
		change.Roles = *roles
	}
	if password := p.Password.Value(); password != nil {
		change.Password = new(password.Reveal())
	}
	return change, append(faults, more...)
}

// emailOf is the address that a userName and an email both stand for, nil where
// neither is given.
func emailOf(userName, email *string) (*string, []upstream.FieldError) {
	switch {
	case email == nil:
		return userName, nil
	case userName != nil && *userName != *email:
		return email, []upstream.FieldError{{Pointer: "/userName", Code: "contradiction", Detail: "At this vendor the userName is the email."}}
	}
	return email, nil
}

func profileOf(name, email *string) *profile {
	if name == nil && email == nil {
		return nil
	}
	return &profile{Name: name, Email: email}
}

// isEmpty tells that there is nothing to write.
func (a account) isEmpty() bool {
	return a.Profile == nil && a.Roles == nil && a.Password == nil && a.AccessibleDomains == nil
}
