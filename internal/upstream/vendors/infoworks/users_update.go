package infoworks

import (
	"context"
	"errors"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// UpdateUser changes an account and reads it back: first what the vendor patches,
// then active, which is a write of its own and sent only when the present state
// differs. Every read that the writes need comes before the first of them.
func (c *connector) UpdateUser(ctx context.Context, p upstream.UserPatch) (upstream.User, error) {
	var none upstream.User
	change, faults := changeOf(p)
	if len(faults) > 0 {
		return none, upstream.Reject(faults...)
	}
	toggles, err := c.mustToggle(ctx, p)
	if err != nil {
		return none, upstream.Unsent(err)
	}
	patches, planned := !change.isEmpty(), false
	if patches {
		if planned, err = c.writeUser(ctx, p.ID, change); err != nil {
			return none, err
		}
	}
	if toggles {
		if planned, err = c.toggle(ctx, p.ID, *p.Active.Value()); err != nil {
			return none, halfDone(err, patches)
		}
	}
	if planned {
		return none, nil
	}
	return c.updated(ctx, p, patches || toggles)
}

// updated reads an account after a patch. Its active, which a single read lacks,
// is what the vendor last said: the patch was carried out or found it so.
func (c *connector) updated(ctx context.Context, p upstream.UserPatch, written bool) (upstream.User, error) {
	now, err := c.GetUser(ctx, upstream.UserRef{ID: p.ID})
	switch {
	case err != nil && !written:
		return upstream.User{}, upstream.Unsent(err)
	case err != nil:
		// As after a create: what is done is no error.
		now = upstream.User{NativeID: p.ID}
	}
	if active := p.Active.Value(); active != nil {
		now.Active = new(*active)
	}
	return now, nil
}

// writeUser patches what changes, and tells whether that was only planned.
func (c *connector) writeUser(ctx context.Context, id string, change account) (planned bool, err error) {
	answer, err := c.do(ctx, "updateUser", rest.Call{Params: []string{id}, JSON: change, Auth: c.bearer})
	if err != nil {
		return false, c.unknownOrRefused(ctx, id, err)
	}
	return answer.Planned, answeredObject(answer)
}

// unknownOrRefused finds out what a refused patch means. quirk: an unknown id
// and a refused content are the same 400 (sheet §4.2); a read tells them apart.
func (c *connector) unknownOrRefused(ctx context.Context, id string, err error) error {
	var e *upstream.Error
	if !errors.As(err, &e) || e.Kind != upstream.Rejected || e.Vendor == nil {
		return err
	}
	if _, _, missing := c.readUser(ctx, id); !upstream.IsKind(missing, upstream.NotFound) {
		return err
	}
	return upstream.Marked(err, func(e *upstream.Error) { e.Kind = upstream.NotFound })
}

// mustToggle tells whether the patch names another active than the present one.
// quirk: only lists tell the present one, so the account is looked up in the list
// by the address that a single read gives (sheet §4.2, §7.11).
func (c *connector) mustToggle(ctx context.Context, p upstream.UserPatch) (bool, error) {
	active := p.Active.Value()
	if active == nil {
		return false, nil
	}
	one, _, err := c.readUser(ctx, p.ID)
	if err != nil {
		return false, err
	}
	email := rest.Text(one.Profile.Email)
	if email == nil {
		return false, unknownState()
	}
	answer, err := c.page(ctx, 0, sameAddress, email)
	if err != nil {
		return false, err
	}
	found, _, err := usersOf(answer)
	if err != nil {
		return false, err
	}
	for _, u := range found {
		if u.Value.ID == one.ID && u.Value.LoginDisabled != nil {
			return *u.Value.LoginDisabled == *active, nil
		}
	}
	return false, unknownState()
}

// sameAddress is how many accounts of one address are looked at. Addresses are
// login names, so there should be one.
const sameAddress = 10

func unknownState() *upstream.Error {
	return &upstream.Error{
		Kind:   upstream.Failed,
		Detail: "The vendor does not tell whether the account is active now, and it can only flip that.",
	}
}

// toggle flips the login and demands that it then is as wanted. It tells whether
// that was only planned. quirk: the call has no body and is not idempotent, so
// its answer is the only proof (sheet §7.11).
func (c *connector) toggle(ctx context.Context, id string, active bool) (planned bool, err error) {
	answer, err := c.do(ctx, "toggleLogin", rest.Call{Params: []string{id}, Auth: c.bearer})
	if err != nil || answer.Planned {
		return err == nil, err
	}
	result, err := resultOf[struct {
		LoginDisabled *bool `json:"login_disabled"`
	}](answer)
	switch {
	case err != nil:
		return false, err
	case result.LoginDisabled == nil:
		return false, answer.Malformed("a flip without login_disabled")
	case *result.LoginDisabled == active:
		e := answer.Refusal(upstream.Failed)
		e.Detail = "After the flip the vendor reports the other state: somebody else flipped it too."
		return false, e
	}
	return false, nil
}

// halfDone is the error of a toggle, saying so where a patch went before it.
func halfDone(err error, patched bool) error {
	if !patched {
		return err
	}
	return upstream.Marked(err, func(e *upstream.Error) {
		// Neither "nothing changed" nor "not sent" is true of the whole any more.
		e.Outcome = upstream.Unknown
		e.Detail = "The change of the profile was applied; the change of active was not confirmed."
	})
}
