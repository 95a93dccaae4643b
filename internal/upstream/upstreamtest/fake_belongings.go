package upstreamtest

import (
	"context"
	"net/http"
	"strconv"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// ListUserApps returns a page of a user's apps; their types are numbers.
func (f *Fake) ListUserApps(ctx context.Context, q upstream.UserAppQuery) (upstream.Page[upstream.App], error) {
	if err := f.enter(ctx, "listUserApps"); err != nil {
		return upstream.Page[upstream.App]{}, err
	}
	p, ok := f.world.Person(q.UserID)
	if !ok {
		return upstream.Page[upstream.App]{}, &upstream.Error{Kind: upstream.NotFound}
	}
	return pageOf(p.Apps, q.Limit, q.At, func(a simkit.App) upstream.App {
		return upstream.App{
			NativeID: a.ID, Type: strconv.Itoa(a.Type), Name: told(&a.Name), URL: told(a.URL), Icon: told(a.Icon), Color: colorOf(a.Color),
		}
	})
}

// PutUserPicture keeps a picture.
func (f *Fake) PutUserPicture(ctx context.Context, p upstream.UserPicture) (struct{}, error) {
	return f.setPicture(ctx, "putUserPicture", http.MethodPut, p.UserID, &simkit.Picture{ContentType: p.ContentType, Content: p.Content})
}

// DeleteUserPicture forgets a picture.
func (f *Fake) DeleteUserPicture(ctx context.Context, r upstream.UserRef) (struct{}, error) {
	return f.setPicture(ctx, "deleteUserPicture", http.MethodDelete, r.ID, nil)
}

func (f *Fake) setPicture(ctx context.Context, operation, method, userID string, picture *simkit.Picture) (struct{}, error) {
	if done, err := f.enterWrite(ctx, operation, method, pathOf("users", userID, "picture"), nil); done {
		return struct{}{}, err
	}
	if !f.world.Change(userID, func(p *simkit.Person) { p.Picture = picture }) {
		return struct{}{}, refused(upstream.NotFound)
	}
	return struct{}{}, nil
}

// CreateCredential keeps a login. Ids count from one.
func (f *Fake) CreateCredential(ctx context.Context, d upstream.CredentialDraft) (upstream.Credential, error) {
	if done, err := f.enterWrite(ctx, "createCredential", http.MethodPost, pathOf("users", d.UserID, "credentials"), []string{"username", "password"}); done {
		return upstream.Credential{}, err
	}
	if _, ok := f.world.Person(d.UserID); !ok {
		return upstream.Credential{}, refused(upstream.NotFound)
	}
	f.writing.Lock()
	defer f.writing.Unlock()
	kept := simkit.IntegrationCredential{
		ID: strconv.Itoa(len(f.world.Credentials.All()) + 1), UserID: d.UserID, Username: d.Username, Password: d.Password.Reveal(),
	}
	f.world.Credentials.Put(kept)
	return upstream.Credential{NativeID: kept.ID, Username: &d.Username}, nil
}

// UpdateCredential replaces a login.
func (f *Fake) UpdateCredential(ctx context.Context, u upstream.CredentialUpdate) (upstream.Credential, error) {
	if done, err := f.enterWrite(ctx, "updateCredential", http.MethodPut, pathOf("credentials", u.ID), []string{"username", "password"}); done {
		return upstream.Credential{}, err
	}
	meant := func(c simkit.IntegrationCredential) bool { return c.ID == u.ID }
	there := f.world.Credentials.Change(meant, func(c *simkit.IntegrationCredential) {
		c.Username, c.Password = u.Username, u.Password.Reveal()
	})
	if !there {
		return upstream.Credential{}, refused(upstream.NotFound)
	}
	return upstream.Credential{NativeID: u.ID, Username: &u.Username}, nil
}
