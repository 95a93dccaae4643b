package upstreamtest_test

import (
	"context"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

func groupWriteMutants() []mutant {
	const (
		asked    = "a created group is in the directory as asked"
		fresh    = "a group that is given no id gets a fresh one"
		twice    = "creating a group twice is a conflict"
		putNew   = "a put creates the group that is not there"
		replaces = "a put replaces the group that is there, and its members stay"
		empties  = "a put empties what it does not mention of a group"
	)
	putSaying := func(created bool) func(*wide) {
		return func(w *wide) {
			w.putGroup = saying(w.Fake.PutGroup, func(r *upstream.GroupPutResult) { r.Created = created })
		}
	}
	return []mutant{
		{"forgets the description of a group", asked, bentWide(func(w *wide) {
			w.createGroup = asking(w.Fake.CreateGroup, func(d *upstream.GroupDraft) { d.Description = nil })
		})},
		{"answers another name of a new group", asked, bentWide(func(w *wide) {
			w.createGroup = saying(w.Fake.CreateGroup, func(g *upstream.Group) { g.DisplayName = new("Other") })
		})},
		{"creates a group under another id", asked, bentWide(func(w *wide) {
			w.createGroup = asking(w.Fake.CreateGroup, func(d *upstream.GroupDraft) { d.NativeID = "" })
		})},
		{"gives every group the same id", fresh, bentWide(func(w *wide) {
			w.createGroup = asking(w.Fake.CreateGroup, func(d *upstream.GroupDraft) { d.NativeID = "g-new" })
		})},
		{"does not tell the id of a new group", fresh, bentWide(func(w *wide) {
			w.createGroup = saying(w.Fake.CreateGroup, func(g *upstream.Group) { g.NativeID = "" })
		})},
		{"overwrites a group without a word", twice, bentWide(func(w *wide) {
			w.createGroup = func(ctx context.Context, d upstream.GroupDraft) (upstream.Group, error) {
				result, err := w.Fake.PutGroup(ctx, d)
				return result.Group, err
			}
		})},
		{"never says that a group is new", putNew, bentWide(putSaying(false))},
		{"always says that a group is new", replaces, bentWide(putSaying(true))},
		{"puts a new group without members", replaces, bentWide(func(w *wide) {
			w.putGroup = func(ctx context.Context, d upstream.GroupDraft) (upstream.GroupPutResult, error) {
				_, _ = w.Fake.DeleteGroup(ctx, upstream.GroupRef{ID: d.NativeID})
				made, err := w.Fake.CreateGroup(ctx, d)
				return upstream.GroupPutResult{Group: made}, err
			}
		})},
		{"takes the subgroups out of a group that is put", replaces, bentWide(func(w *wide) {
			w.putGroup = also(w.Fake.PutGroup, func(ctx context.Context, d upstream.GroupDraft) {
				_, _ = w.Fake.RemoveSubgroup(ctx, upstream.SubgroupRef{GroupID: d.NativeID, SubgroupID: "g-export"})
			})
		})},
		{"keeps the description that a put leaves out", empties, bentWide(func(w *wide) {
			w.putGroup = asking(w.Fake.PutGroup, func(d *upstream.GroupDraft) {
				if d.Description == nil {
					d.Description = new("kept")
				}
			})
		})},
	}
}
