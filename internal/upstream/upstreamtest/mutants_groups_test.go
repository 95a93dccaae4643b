package upstreamtest_test

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

type groupPage = upstream.Page[upstream.Group]

func groupMutants() []mutant {
	const (
		listed  = "a listed group says what the directory says"
		filter  = "a filter hides no group that matches"
		read    = "a group that is read says what the directory says"
		gone    = "a deleted group is gone, and every place in it"
		raw     = "the vendor's own object comes where it is asked for and nowhere else"
		hidden  = "no answer shows a secret"
		unknown = "what nobody knows is not found"
	)
	return []mutant{
		{"lists groups without their descriptions", listed, bentWide(func(w *wide) {
			w.listGroups = saying(w.Fake.ListGroups, func(p *groupPage) {
				for i := range p.Items {
					p.Items[i].Description = nil
				}
			})
		})},
		{"lists no group at all", listed, bentWide(func(w *wide) {
			w.listGroups = saying(w.Fake.ListGroups, func(p *groupPage) { *p = groupPage{} })
		})},
		{"compares the names of groups letter by letter", filter, bentWide(func(w *wide) {
			w.listGroups = func(ctx context.Context, q upstream.GroupQuery) (groupPage, error) {
				p, err := w.Fake.ListGroups(ctx, q)
				if name, ok := upstream.Implied(q.Filter, "displayName"); ok {
					p.Items = slices.DeleteFunc(p.Items, func(g upstream.Group) bool { return *g.DisplayName != name })
				}
				return p, err
			}
		})},
		{"says an empty text for no description", read, bentWide(func(w *wide) {
			w.getGroup = saying(w.Fake.GetGroup, func(g *upstream.Group) {
				if g.Description == nil {
					g.Description = new("")
				}
			})
		})},
		{"says an extension of a group that it does not describe", read, bentWide(func(w *wide) {
			w.getGroup = saying(w.Fake.GetGroup, func(g *upstream.Group) { g.Extensions = map[string]any{"size": 7} })
		})},
		{"deletes a group again and again", gone, bentWide(func(w *wide) {
			w.deleteGroup = failing(w.Fake.DeleteGroup, func(error) error { return nil })
		})},
		{"deletes another group too", gone, bentWide(func(w *wide) {
			w.deleteGroup = also(w.Fake.DeleteGroup, func(ctx context.Context, _ upstream.GroupRef) {
				_, _ = w.Fake.DeleteGroup(ctx, upstream.GroupRef{ID: "g-empty"})
			})
		})},
		{"empties a group whom it should delete", gone, bentWide(func(w *wide) {
			w.deleteGroup = func(ctx context.Context, r upstream.GroupRef) (struct{}, error) {
				_, err := w.Fake.PutGroup(ctx, upstream.GroupDraft{NativeID: r.ID})
				return struct{}{}, err
			}
		})},
		{"always shows the vendor's object of a group", raw, bentWide(func(w *wide) {
			w.getGroup = saying(w.Fake.GetGroup, func(g *upstream.Group) { g.Raw = json.RawMessage(`{"id":1}`) })
		})},
		{"never shows the vendor's object of a listed group", raw, bentWide(func(w *wide) {
			w.listGroups = asking(w.Fake.ListGroups, func(q *upstream.GroupQuery) { q.Raw = false })
		})},
		{"shows a password of a member", hidden, bentWide(func(w *wide) {
			w.listMembers = saying(w.Fake.ListGroupMembers, func(p *page) {
				for i := range p.Items {
					p.Items[i].Title = new("fake-password-of-" + p.Items[i].NativeID)
				}
			})
		})},
		{"makes an empty group of an unknown one", unknown, bentWide(func(w *wide) {
			w.getGroup = failing(w.Fake.GetGroup, func(error) error { return nil })
		})},
		{"says that nobody is in an unknown group", unknown, bentWide(func(w *wide) {
			w.listMembers = failing(w.Fake.ListGroupMembers, func(error) error { return nil })
		})},
		{"takes an unknown member for one who is there", unknown, bentWide(func(w *wide) {
			w.addMember = failing(w.Fake.AddGroupMember, func(error) error { return nil })
		})},
		{"makes an unknown login to update", unknown, bentWide(func(w *wide) {
			w.updateCredential = failing(w.Fake.UpdateCredential, func(error) error { return nil })
		})},
	}
}
