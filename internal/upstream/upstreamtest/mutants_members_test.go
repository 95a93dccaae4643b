package upstreamtest_test

import (
	"context"
	"slices"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

func memberMutants() []mutant {
	const (
		complete = "the walk over a list has everything once, whatever the limit"
		size     = "a page holds at most as many items as it may"
		foreign  = "a position from elsewhere is a bad position"
		member   = "a member of a group says what the directory says"
		place    = "a user's group says what the directory says"
		added    = "a member that is added twice is there once"
		removed  = "a member that is removed loses that place and no other"
		nested   = "a subgroup that is added twice is there once"
		taken    = "a subgroup that is removed loses that place and no other"
	)
	return []mutant{
		{"forgets the first member of a page", complete, bentWide(func(w *wide) {
			w.listMembers = saying(w.Fake.ListGroupMembers, func(p *page) { p.Items = p.Items[min(1, len(p.Items)):] })
		})},
		{"gives one group of a user more than it may", size, bentWide(func(w *wide) {
			w.userGroups = asking(w.Fake.ListUserGroups, func(q *upstream.UserGroupQuery) { q.Limit++ })
		})},
		{"takes any position of apps for the first", foreign, bentWide(func(w *wide) {
			w.listApps = asking(w.Fake.ListUserApps, func(q *upstream.UserAppQuery) { q.At = "" })
		})},
		{"says another title of a member", member, bentWide(func(w *wide) {
			w.listMembers = saying(w.Fake.ListGroupMembers, func(p *page) {
				for i := range p.Items {
					p.Items[i].Title = new("Member")
				}
			})
		})},
		{"calls every group of a user the same", place, bentWide(func(w *wide) {
			w.userGroups = saying(w.Fake.ListUserGroups, func(p *upstream.Page[upstream.Membership]) {
				for i := range p.Items {
					p.Items[i].DisplayName = new("Sales")
				}
			})
		})},
		{"gives a user a role that is not theirs", place, bentWide(func(w *wide) {
			w.userGroups = saying(w.Fake.ListUserGroups, func(p *upstream.Page[upstream.Membership]) {
				for i := range p.Items {
					p.Items[i].RoleID = new("owner")
				}
			})
		})},
		{"refuses a member who is there", added, bentWide(func(w *wide) {
			w.addMember = func(ctx context.Context, r upstream.MemberRef) (struct{}, error) {
				u, _ := w.GetUser(ctx, upstream.UserRef{ID: r.UserID})
				if slices.ContainsFunc(u.Groups, func(m upstream.Membership) bool { return m.NativeID == r.GroupID }) {
					return struct{}{}, &upstream.Error{Kind: upstream.Conflict, Outcome: upstream.Refused}
				}
				return w.Fake.AddGroupMember(ctx, r)
			}
		})},
		{"adds a member to another group too", added, bentWide(func(w *wide) {
			w.addMember = also(w.Fake.AddGroupMember, func(ctx context.Context, r upstream.MemberRef) {
				_, _ = w.Fake.AddGroupMember(ctx, upstream.MemberRef{GroupID: "g-empty", UserID: r.UserID})
			})
		})},
		{"removes a member from every group", removed, bentWide(func(w *wide) {
			w.removeMember = also(w.Fake.RemoveGroupMember, func(ctx context.Context, r upstream.MemberRef) {
				for _, id := range []string{"g-sales", "g-night", "g-export"} {
					_, _ = w.Fake.RemoveGroupMember(ctx, upstream.MemberRef{GroupID: id, UserID: r.UserID})
				}
			})
		})},
		{"nests the other way round", nested, bentWide(func(w *wide) {
			w.addSub = asking(w.Fake.AddSubgroup, func(r *upstream.SubgroupRef) { r.GroupID, r.SubgroupID = r.SubgroupID, r.GroupID })
		})},
		{"takes no group out", taken, bentWide(func(w *wide) {
			w.removeSub = asking(w.Fake.RemoveSubgroup, func(r *upstream.SubgroupRef) { r.SubgroupID = "g-empty" })
		})},
	}
}

func changeMutants() []mutant {
	const (
		told  = "a change of groups is told group by group, those to add first"
		alone = "an unknown group among others fails alone"
	)
	changes := func(spoil func(*[]upstream.UserGroupOutcome)) func(*wide) {
		return func(w *wide) { w.changeGroups = saying(w.Fake.ChangeUserGroups, spoil) }
	}
	return []mutant{
		{"tells the groups in another order", told, bentWide(changes(func(c *[]upstream.UserGroupOutcome) { slices.Reverse(*c) }))},
		{"tells of the first group only", told, bentWide(changes(func(c *[]upstream.UserGroupOutcome) { *c = (*c)[:1] }))},
		{"says that a removal was an addition", told, bentWide(changes(func(c *[]upstream.UserGroupOutcome) {
			for i := range *c {
				(*c)[i].Removed = false
			}
		}))},
		{"removes from no group", told, bentWide(func(w *wide) {
			w.changeGroups = func(ctx context.Context, c upstream.UserGroupChanges) ([]upstream.UserGroupOutcome, error) {
				out, err := w.Fake.ChangeUserGroups(ctx, upstream.UserGroupChanges{UserID: c.UserID, Add: c.Add})
				for _, id := range c.Remove {
					out = append(out, upstream.UserGroupOutcome{GroupID: id, Removed: true})
				}
				return out, err
			}
		})},
		{"says that an unknown group is done", alone, bentWide(changes(func(c *[]upstream.UserGroupOutcome) {
			for i := range *c {
				(*c)[i].Err = nil
			}
		}))},
		{"changes nothing where one group is unknown", alone, bentWide(func(w *wide) {
			w.changeGroups = func(ctx context.Context, c upstream.UserGroupChanges) ([]upstream.UserGroupOutcome, error) {
				for _, id := range slices.Concat(c.Add, c.Remove) {
					if _, err := w.GetGroup(ctx, upstream.GroupRef{ID: id}); err != nil {
						return nil, err
					}
				}
				return w.Fake.ChangeUserGroups(ctx, c)
			}
		})},
	}
}
