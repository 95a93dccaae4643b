package upstreamtest

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// CreateUser adds a person to the World.
func (f *Fake) CreateUser(ctx context.Context, d upstream.UserDraft) (upstream.User, error) {
	if done, err := f.enterWrite(ctx, "createUser", http.MethodPost, pathOf("users", d.NativeID), d.Present()); done {
		return upstream.User{}, err
	}
	f.writing.Lock()
	defer f.writing.Unlock()
	p := simkit.Person{ID: d.NativeID}
	if !f.world.Add(p) {
		return upstream.User{}, refused(upstream.Conflict)
	}
	return f.changed(d.NativeID, patchOf(d), d.Groups), nil
}

// PutUser puts a person in place of another, who keeps no more than the dates.
func (f *Fake) PutUser(ctx context.Context, d upstream.UserDraft) (upstream.PutResult, error) {
	if done, err := f.enterWrite(ctx, "putUser", http.MethodPut, pathOf("users", d.NativeID), d.Present()); done {
		return upstream.PutResult{}, err
	}
	f.writing.Lock()
	defer f.writing.Unlock()
	created := f.world.Add(simkit.Person{ID: d.NativeID})
	f.world.Change(d.NativeID, func(p *simkit.Person) {
		*p = simkit.Person{
			ID: p.ID, CreatedAt: p.CreatedAt, ModifiedAt: p.ModifiedAt, LastLoginAt: p.LastLoginAt,
			Roles: []string{}, Memberships: []simkit.Membership{}, Secrets: p.Secrets,
		}
	})
	return upstream.PutResult{User: f.changed(d.NativeID, patchOf(d), d.Groups), Created: created}, nil
}

// UpdateUser changes what the patch mentions.
func (f *Fake) UpdateUser(ctx context.Context, p upstream.UserPatch) (upstream.User, error) {
	if done, err := f.enterWrite(ctx, "updateUser", http.MethodPatch, pathOf("users", p.ID), p.Present()); done {
		return upstream.User{}, err
	}
	f.writing.Lock()
	defer f.writing.Unlock()
	if _, ok := f.world.Person(p.ID); !ok {
		return upstream.User{}, refused(upstream.NotFound)
	}
	return f.changed(p.ID, p, nil), nil
}

// DeleteUser takes a person out of the World.
func (f *Fake) DeleteUser(ctx context.Context, r upstream.UserRef) (struct{}, error) {
	if done, err := f.enterWrite(ctx, "deleteUser", http.MethodDelete, pathOf("users", r.ID), nil); done {
		return struct{}{}, err
	}
	f.writing.Lock()
	defer f.writing.Unlock()
	if !f.world.Remove(r.ID) {
		return struct{}{}, refused(upstream.NotFound)
	}
	return struct{}{}, nil
}

// SyncUsers finds nobody: every value failed.
func (f *Fake) SyncUsers(ctx context.Context, s upstream.Sync) (upstream.SyncResult, error) {
	if done, err := f.enterWrite(ctx, "syncUsers", http.MethodPost, "/users/sync", []string{s.Attribute}); done {
		return upstream.SyncResult{}, err
	}
	var out upstream.SyncResult
	for _, value := range s.Values {
		out.Failed = append(out.Failed, upstream.SyncedUser{Email: value, Detail: "nobody has it"})
	}
	return out, nil
}

// enterWrite is enter for a write, which a dry run ends too: it is recorded as a
// request that names the fields and not their values.
func (f *Fake) enterWrite(ctx context.Context, operation, method, path string, fields []string) (done bool, err error) {
	if err := f.enter(ctx, operation); err != nil {
		return true, err
	}
	plan := upstream.PlanFrom(ctx)
	if plan == nil {
		return false, nil
	}
	plan.Record(upstream.PlannedRequest{Method: method, Path: path, Body: mustJSON(map[string]any{"fields": fields})})
	return true, nil
}

// pathOf returns a path of these segments.
func pathOf(segments ...string) string {
	var path strings.Builder
	for _, segment := range segments {
		path.WriteString("/" + url.PathEscape(segment))
	}
	return path.String()
}

// refused is the error of a write that the World does not let happen.
func refused(kind upstream.Kind) error { return &upstream.Error{Kind: kind, Outcome: upstream.Refused} }

// changed carries a patch out and returns the user that comes of it.
func (f *Fake) changed(id string, p upstream.UserPatch, groups []upstream.Membership) upstream.User {
	f.world.Change(id, func(person *simkit.Person) {
		apply(p, person)
		if groups != nil {
			person.Memberships = memberships(groups)
		}
	})
	person, _ := f.world.Person(id)
	return f.user(person, false)
}
