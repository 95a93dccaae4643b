package rollbook

import (
	"context"
	"net/url"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// CreateUser creates a person. A login that is taken is a conflict.
func (c *connector) CreateUser(ctx context.Context, d upstream.UserDraft) (upstream.User, error) {
	answer, err := c.do(ctx, "createPerson", sends(formOf(d)))
	return written(answer, err, "")
}

// UpdateUser changes what the patch mentions. quirk: an empty value clears, and a
// patch says null for that (sheet §3).
func (c *connector) UpdateUser(ctx context.Context, p upstream.UserPatch) (upstream.User, error) {
	answer, err := c.do(ctx, "updatePerson", sends(changesOf(p), p.ID))
	return written(answer, err, p.ID)
}

// DeleteUser deletes a person.
func (c *connector) DeleteUser(ctx context.Context, r upstream.UserRef) (struct{}, error) {
	_, err := c.do(ctx, "deletePerson", rest.Call{Params: []string{r.ID}})
	return struct{}{}, err
}

// sends is a call with a form as its body.
func sends(form url.Values, params ...string) rest.Call {
	return rest.Call{Params: params, Body: []byte(form.Encode()), ContentType: "application/x-www-form-urlencoded"}
}

// written is the person that a write was answered with: the one of this id, where
// one is given.
func written(a *rest.Answer, err error, id string) (upstream.User, error) {
	if err != nil || a.Planned {
		return upstream.User{}, err
	}
	p, err := personIn(a, id)
	if err != nil {
		return upstream.User{}, err
	}
	return userOf(p, nil), nil
}

func formOf(d upstream.UserDraft) url.Values {
	form := url.Values{}
	for member, text := range map[string]*string{"login": d.UserName, "mail": d.Email, "first": d.GivenName, "last": d.FamilyName} {
		if text != nil {
			form.Set(member, *text)
		}
	}
	setState(form, d.Active)
	return form
}

func changesOf(p upstream.UserPatch) url.Values {
	form := url.Values{}
	for member, change := range map[string]upstream.Change[string]{
		"login": p.UserName, "mail": p.Email, "first": p.GivenName, "last": p.FamilyName,
	} {
		switch {
		case change.Null():
			form.Set(member, "")
		case change.Present():
			form.Set(member, *change.Value())
		}
	}
	setState(form, p.Active.Value())
	return form
}

func setState(form url.Values, active *bool) {
	switch {
	case active == nil:
	case *active:
		form.Set("state", on)
	default:
		form.Set("state", off)
	}
}
