package upstreamtest

import (
	"context"
	"crypto/rand"
	"net/http"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// ListGroups returns a page of the World's groups, in its order.
func (f *Fake) ListGroups(ctx context.Context, q upstream.GroupQuery) (upstream.Page[upstream.Group], error) {
	if err := f.enter(ctx, "listGroups"); err != nil {
		return upstream.Page[upstream.Group]{}, err
	}
	return pageOf(f.world.Groups(), q.Limit, q.At, func(g simkit.Group) upstream.Group { return groupOf(g, q.Raw) })
}

// GetGroup returns one group of the World.
func (f *Fake) GetGroup(ctx context.Context, r upstream.GroupRef) (upstream.Group, error) {
	if err := f.enter(ctx, "getGroup"); err != nil {
		return upstream.Group{}, err
	}
	g, ok := f.world.Group(r.ID)
	if !ok {
		return upstream.Group{}, &upstream.Error{Kind: upstream.NotFound}
	}
	return groupOf(g, r.Raw), nil
}

// CreateGroup adds a group to the World, under an id of its own where the draft
// has none.
func (f *Fake) CreateGroup(ctx context.Context, d upstream.GroupDraft) (upstream.Group, error) {
	if done, err := f.enterWrite(ctx, "createGroup", http.MethodPost, pathOf("groups", d.NativeID), d.Present()); done {
		return upstream.Group{}, err
	}
	if d.NativeID == "" {
		d.NativeID = rand.Text()
	}
	g := simkit.Group{ID: d.NativeID, DisplayName: d.DisplayName, Description: d.Description, Extensions: merged(nil, d.Extensions)}
	if !f.world.AddGroup(g) {
		return upstream.Group{}, refused(upstream.Conflict)
	}
	return groupOf(g, false), nil
}

// PutGroup puts a group in place of another, which keeps who and what is in it.
func (f *Fake) PutGroup(ctx context.Context, d upstream.GroupDraft) (upstream.GroupPutResult, error) {
	if done, err := f.enterWrite(ctx, "putGroup", http.MethodPut, pathOf("groups", d.NativeID), d.Present()); done {
		return upstream.GroupPutResult{}, err
	}
	created := f.world.AddGroup(simkit.Group{ID: d.NativeID})
	f.world.ChangeGroup(d.NativeID, func(g *simkit.Group) {
		g.DisplayName, g.Description, g.Extensions = d.DisplayName, d.Description, merged(nil, d.Extensions)
	})
	g, _ := f.world.Group(d.NativeID)
	return upstream.GroupPutResult{Group: groupOf(g, false), Created: created}, nil
}

// DeleteGroup takes a group out of the World, and every place in it.
func (f *Fake) DeleteGroup(ctx context.Context, r upstream.GroupRef) (struct{}, error) {
	if done, err := f.enterWrite(ctx, "deleteGroup", http.MethodDelete, pathOf("groups", r.ID), nil); done {
		return struct{}{}, err
	}
	if !f.world.RemoveGroup(r.ID) {
		return struct{}{}, refused(upstream.NotFound)
	}
	return struct{}{}, nil
}

// groupOf returns what the World says of a group, and nothing for an empty text.
func groupOf(g simkit.Group, raw bool) upstream.Group {
	out := upstream.Group{NativeID: g.ID, DisplayName: told(g.DisplayName), Description: told(g.Description)}
	if len(g.Extensions) > 0 {
		out.Extensions = g.Extensions
	}
	if raw {
		out.Raw = mustJSON(map[string]any{"id": g.ID, "name": g.DisplayName})
	}
	return out
}
